"""AWS Config of the local AWS: recorders as AWS takes them, and rules of the organization."""

import json

import pytest

from sandbox.aws.client import LocalAws
from tests.sandbox.accounts import AUDIT, MANAGEMENT, SEED, SHOP, refusal

BUCKET = "config-items"
RULE = {
    "OrganizationConfigRuleName": "keys",
    "OrganizationManagedRuleMetadata": {
        "RuleIdentifier": "ACCESS_KEYS_ROTATED",
        "InputParameters": json.dumps({"maxAccessKeyAge": "90"}),
    },
}


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", SEED) as local:
        yield local


def client(aws, account, region="eu-west-1"):
    return aws.client("config", region, account)


def code(call, **arguments):
    return (refusal(call, **arguments) or ("",))[0]


def recorder(account, frequency="CONTINUOUS"):
    return {
        "name": "r",
        "roleARN": f"arn:aws:iam::{account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
        "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
        "recordingMode": {"recordingFrequency": frequency},
    }


def bucket(aws, name, *accounts, lock=False):
    s3 = aws.client("s3", "eu-west-1", AUDIT)
    place = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=place, ObjectLockEnabledForBucket=lock)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "config.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": [f"arn:aws:s3:::{name}/AWSLogs/{account}/Config/*" for account in accounts],
        "Condition": {"StringEquals": {"aws:SourceAccount": list(accounts)}},
    }
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def record(aws, account, region="eu-west-1"):
    config = client(aws, account, region)
    config.put_configuration_recorder(ConfigurationRecorder=recorder(account))
    config.put_delivery_channel(DeliveryChannel={"name": "d", "s3BucketName": BUCKET})
    config.start_configuration_recorder(ConfigurationRecorderName="r")


def rules(aws, account):
    return [rule["Source"]["SourceIdentifier"] for rule in client(aws, account).describe_config_rules()["ConfigRules"]]


def test_a_recorder_wants_its_role_and_a_bucket_that_lets_it_write(aws):
    config = client(aws, SHOP)
    assert code(config.put_configuration_recorder, ConfigurationRecorder=recorder(SHOP)) == "InvalidRoleException"
    for account in (MANAGEMENT, AUDIT, SHOP):
        aws.client("iam", "us-east-1", account).create_service_linked_role(AWSServiceName="config.amazonaws.com")
    wrong = recorder(SHOP, "HOURLY")
    assert code(config.put_configuration_recorder, ConfigurationRecorder=wrong) == "ValidationException"
    config.put_configuration_recorder(ConfigurationRecorder=recorder(SHOP, "DAILY"))
    (found,) = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert found["recordingMode"] == {"recordingFrequency": "DAILY"}

    def deliver(name):
        return code(config.put_delivery_channel, DeliveryChannel={"name": "d", "s3BucketName": name})

    assert deliver("nowhere") == "NoSuchBucketException"
    bucket(aws, "locked-items", SHOP, lock=True)
    bucket(aws, "others-items", AUDIT)
    assert deliver("locked-items") == deliver("others-items") == "InsufficientDeliveryPolicyException"
    bucket(aws, BUCKET, MANAGEMENT, AUDIT, SHOP)
    record(aws, SHOP)
    assert config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]["recording"] is True

    organizations = aws.client("organizations", "us-east-1")
    audit = client(aws, AUDIT)
    source = {"RoleArn": f"arn:aws:iam::{AUDIT}:role/x", "AwsRegions": ["eu-west-1"]}
    aggregator = {"ConfigurationAggregatorName": "all", "OrganizationAggregationSource": source}
    assert code(audit.put_configuration_aggregator, **aggregator) == "OrganizationAccessDeniedException"
    assert code(audit.put_organization_config_rule, **RULE) == "OrganizationAccessDeniedException"
    for principal in ("config.amazonaws.com", "config-multiaccountsetup.amazonaws.com"):
        organizations.register_delegated_administrator(AccountId=AUDIT, ServicePrincipal=principal)
    audit.put_configuration_aggregator(**aggregator)

    audit.put_organization_config_rule(**RULE)

    def status():
        (found,) = audit.describe_organization_config_rule_statuses()["OrganizationConfigRuleStatuses"]
        return found["OrganizationRuleStatus"]

    assert status() == "CREATE_FAILED", "two accounts record nothing"
    failed = audit.get_organization_config_rule_detailed_status(
        OrganizationConfigRuleName="keys", Filters={"MemberAccountRuleStatus": "CREATE_FAILED"}
    )["OrganizationConfigRuleDetailedStatus"]
    assert sorted(member["AccountId"] for member in failed) == [MANAGEMENT, AUDIT]
    record(aws, AUDIT)
    audit.put_organization_config_rule(**RULE, ExcludedAccounts=[MANAGEMENT])
    assert status() == "CREATE_SUCCESSFUL"
    assert (rules(aws, SHOP), rules(aws, AUDIT)) == (["ACCESS_KEYS_ROTATED"], ["ACCESS_KEYS_ROTATED"])
    assert rules(aws, MANAGEMENT) == []
    (rule,) = audit.describe_organization_config_rules(OrganizationConfigRuleNames=["keys"])["OrganizationConfigRules"]
    assert rule["ExcludedAccounts"] == [MANAGEMENT]
    audit.delete_organization_config_rule(OrganizationConfigRuleName="keys")
    assert rules(aws, SHOP) == []
    gone = code(audit.describe_organization_config_rules, OrganizationConfigRuleNames=["keys"])
    assert gone == "NoSuchOrganizationConfigRuleException"
