"""The settings of accounts and regions in the local AWS: kept, read back, refused where AWS refuses them."""

import json

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.client import LocalAws
from sandbox.aws.seed import Seed, SeedAccount

MANAGEMENT, MEMBER, OTHER = "111122223333", "444455556666", "777788889999"
SEED = Seed(
    management_account=MANAGEMENT,
    organization_id="o-exampleorg1",
    root_id="r-ab12",
    organizational_units={"Workloads": "ou-ab12-workload"},
    accounts=(
        SeedAccount(MANAGEMENT, "management", "management@example.com"),
        SeedAccount(MEMBER, "member", "member@example.com", "Workloads"),
        SeedAccount(OTHER, "other", "other@example.com"),
    ),
)


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", SEED) as local:
        yield local


def refused(call, **arguments):
    with pytest.raises(ClientError) as failure:
        call(**arguments)
    return failure.value.response["Error"]["Code"]


def test_metadata_defaults_are_the_regions_own_and_change_one_by_one(aws):
    ec2 = aws.client("ec2", "eu-west-1", MEMBER)
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {"ManagedBy": "account"}
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=2)
    ec2.modify_instance_metadata_defaults(HttpEndpoint="enabled")
    expected = {"HttpTokens": "required", "HttpPutResponseHopLimit": 2, "HttpEndpoint": "enabled"}
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {**expected, "ManagedBy": "account"}
    for elsewhere in (aws.client("ec2", "eu-central-1", MEMBER), aws.client("ec2", "eu-west-1", OTHER)):
        assert elsewhere.get_instance_metadata_defaults()["AccountLevel"] == {"ManagedBy": "account"}
    ec2.modify_instance_metadata_defaults(HttpTokens="no-preference", HttpPutResponseHopLimit=-1)
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {"HttpEndpoint": "enabled", "ManagedBy": "account"}
    assert refused(ec2.modify_instance_metadata_defaults, HttpTokens="sometimes") == "InvalidParameterValue"
    assert refused(ec2.modify_instance_metadata_defaults, HttpPutResponseHopLimit=65) == "InvalidParameterValue"
    assert refused(ec2.modify_instance_metadata_defaults, HttpTokensEnforced="enabled") == "NotImplemented"


def test_sharing_blocks_and_the_serial_console(aws):
    ec2 = aws.client("ec2", "eu-west-1", MEMBER)
    assert ec2.get_snapshot_block_public_access_state()["State"] == "unblocked"
    assert ec2.enable_snapshot_block_public_access(State="block-all-sharing")["State"] == "block-all-sharing"
    assert ec2.get_snapshot_block_public_access_state()["State"] == "block-all-sharing"
    assert ec2.disable_snapshot_block_public_access()["State"] == "unblocked"
    assert ec2.get_snapshot_block_public_access_state()["State"] == "unblocked"
    assert refused(ec2.enable_snapshot_block_public_access, State="unblocked") == "InvalidParameterValue"
    assert ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"] == "unblocked"
    ec2.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")
    assert ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"] == "block-new-sharing"
    ec2.disable_image_block_public_access()
    assert ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"] == "unblocked"
    assert refused(ec2.enable_image_block_public_access, ImageBlockPublicAccessState="x") == "InvalidParameterValue"
    ec2.enable_serial_console_access()
    assert ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"] is True
    ec2.disable_serial_console_access()
    assert ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"] is False


def test_what_a_declarative_policy_sets_is_not_the_accounts(aws):
    organizations = aws.client("organizations", "us-east-1")
    organizations.enable_policy_type(RootId="r-ab12", PolicyType="DECLARATIVE_POLICY_EC2")
    content = {
        "ec2_attributes": {
            "instance_metadata_defaults": {"http_tokens": {"@@assign": "required"}},
            "snapshot_block_public_access": {"state": {"@@assign": "block_all_sharing"}},
            "serial_console_access": {"status": {"@@assign": "disabled"}},
        }
    }
    made = organizations.create_policy(
        Name="ec2", Description="ec2", Type="DECLARATIVE_POLICY_EC2", Content=json.dumps(content)
    )["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=made, TargetId="ou-ab12-workload")
    try:
        ec2 = aws.client("ec2", "eu-west-1", MEMBER)
        state = ec2.get_snapshot_block_public_access_state()
        assert (state["State"], state["ManagedBy"]) == ("block-all-sharing", "declarative-policy")
        level = ec2.get_instance_metadata_defaults()["AccountLevel"]
        assert level == {"HttpTokens": "required", "ManagedBy": "declarative-policy"}
        assert ec2.get_image_block_public_access_state()["ManagedBy"] == "account"
        for call, arguments in (
            (ec2.enable_snapshot_block_public_access, {"State": "block-new-sharing"}),
            (ec2.disable_snapshot_block_public_access, {}),
            (ec2.modify_instance_metadata_defaults, {"HttpTokens": "optional"}),
            (ec2.enable_serial_console_access, {}),
        ):
            assert refused(call, **arguments) == "OperationNotPermitted"
        outside = aws.client("ec2", "eu-west-1", OTHER)
        assert outside.enable_snapshot_block_public_access(State="block-new-sharing")["State"] == "block-new-sharing"
    finally:
        organizations.detach_policy(PolicyId=made, TargetId="ou-ab12-workload")
    assert ec2.get_snapshot_block_public_access_state()["ManagedBy"] == "account"


def test_the_summary_tells_the_version_of_the_tokens(aws):
    iam = aws.client("iam", "us-east-1", MEMBER)
    assert iam.get_account_summary()["SummaryMap"]["GlobalEndpointTokenVersion"] == 1
    iam.set_security_token_service_preferences(GlobalEndpointTokenVersion="v2Token")
    assert iam.get_account_summary()["SummaryMap"]["GlobalEndpointTokenVersion"] == 2
    other = aws.client("iam", "us-east-1", OTHER)
    assert other.get_account_summary()["SummaryMap"]["GlobalEndpointTokenVersion"] == 1
    assert refused(iam.set_security_token_service_preferences, GlobalEndpointTokenVersion="v3") == "ValidationError"


def test_centralised_root_access_wants_trusted_access_and_an_administrator(aws):
    iam, organizations = aws.client("iam", "us-east-1"), aws.client("organizations", "us-east-1")
    assert refused(iam.enable_organizations_root_sessions) == "ServiceAccessNotEnabledException"
    organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    made = iam.enable_organizations_root_credentials_management()
    assert (made["OrganizationId"], made["EnabledFeatures"]) == ("o-exampleorg1", ["RootCredentialsManagement"])
    iam.enable_organizations_root_sessions()
    both = ["RootCredentialsManagement", "RootSessions"]
    assert iam.list_organizations_features()["EnabledFeatures"] == both
    iam.disable_organizations_root_credentials_management()
    iam.disable_organizations_root_sessions()
    assert iam.list_organizations_features()["EnabledFeatures"] == []
    member = aws.client("iam", "us-east-1", MEMBER)
    code = "AccountNotManagementOrDelegatedAdministratorException"
    assert refused(member.list_organizations_features) == code


def test_an_analyzer_of_an_account_and_its_tags(aws):
    client = aws.client("accessanalyzer", "eu-west-1", OTHER)
    arn = client.create_analyzer(analyzerName="outside", type="ACCOUNT", tags={"a": "1"})["arn"]
    assert arn == f"arn:aws:access-analyzer:eu-west-1:{OTHER}:analyzer/outside"
    found = client.get_analyzer(analyzerName="outside")["analyzer"]
    assert (found["arn"], found["type"], found["status"], found["tags"]) == (arn, "ACCOUNT", "ACTIVE", {"a": "1"})
    client.tag_resource(resourceArn=arn, tags={"b": "2"})
    client.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}
    assert [each["name"] for each in client.list_analyzers()["analyzers"]] == ["outside"]
    assert client.list_analyzers(type="ORGANIZATION")["analyzers"] == []
    assert aws.client("accessanalyzer", "eu-central-1", OTHER).list_analyzers()["analyzers"] == []
    assert refused(client.create_analyzer, analyzerName="outside", type="ACCOUNT") == "ConflictException"
    assert refused(client.create_analyzer, analyzerName="second", type="ACCOUNT") == "ServiceQuotaExceededException"
    assert refused(client.create_analyzer, analyzerName="x", type="ACCOUNT_INTERNAL_ACCESS") == "ValidationException"
    client.delete_analyzer(analyzerName="outside")
    assert refused(client.get_analyzer, analyzerName="outside") == "ResourceNotFoundException"


def test_an_analyzer_of_the_organization_is_its_administrators(aws):
    client = aws.client("accessanalyzer", "eu-west-1", MEMBER)
    wanted = {
        "analyzerName": "unused",
        "type": "ORGANIZATION_UNUSED_ACCESS",
        "configuration": {"unusedAccess": {"unusedAccessAge": 90}},
    }
    assert refused(client.create_analyzer, **wanted) == "ValidationException"
    organizations = aws.client("organizations", "us-east-1")
    principal = "access-analyzer.amazonaws.com"
    organizations.enable_aws_service_access(ServicePrincipal=principal)
    organizations.register_delegated_administrator(AccountId=MEMBER, ServicePrincipal=principal)
    client.create_analyzer(**wanted)
    found = client.get_analyzer(analyzerName="unused")["analyzer"]
    assert found["configuration"] == wanted["configuration"]
    changed = {"unusedAccess": {"unusedAccessAge": 30}}
    assert client.update_analyzer(analyzerName="unused", configuration=changed)["configuration"] == changed


def test_settings_outlive_the_process(tmp_path):
    local = LocalAws(MANAGEMENT, tmp_path / "state", SEED)
    with local:
        local.client("ec2", "eu-west-1", MEMBER).enable_serial_console_access()
        local.client("accessanalyzer", "eu-west-1", MEMBER).create_analyzer(analyzerName="kept", type="ACCOUNT")
        made = local.client("guardduty", "eu-west-1", MEMBER).create_detector(Enable=True)["DetectorId"]
    with local:
        status = local.client("ec2", "eu-west-1", MEMBER).get_serial_console_access_status()
        assert status["SerialConsoleAccessEnabled"] is True
        kept = local.client("accessanalyzer", "eu-west-1", MEMBER).list_analyzers()["analyzers"]
        assert [each["name"] for each in kept] == ["kept"]
        assert local.client("guardduty", "eu-west-1", MEMBER).list_detectors()["DetectorIds"] == [made]


def test_access_logs_go_where_the_policy_lets_log_delivery_write(aws):
    s3 = aws.client("s3", "eu-west-1", MEMBER)
    for bucket in ("archive-x", "logs-x"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    status = {"LoggingEnabled": {"TargetBucket": "logs-x", "TargetPrefix": "log-archive/"}}

    def put():
        return s3.put_bucket_logging(Bucket="archive-x", BucketLoggingStatus=status)

    def policy(resource, service="logging.s3.amazonaws.com", effect="Allow"):
        statements = [
            {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::logs-x/secret"},
            {"Effect": effect, "Principal": {"Service": [service]}, "Action": ["s3:PutObject"], "Resource": [resource]},
        ]
        s3.put_bucket_policy(Bucket="logs-x", Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))

    assert refused(put) == "InvalidTargetBucketForLogging"
    for wrong in (
        ("arn:aws:s3:::logs-x/elsewhere/*",),
        ("arn:aws:s3:::logs-x/*", "cloudtrail.amazonaws.com"),
        ("arn:aws:s3:::logs-x/*", "logging.s3.amazonaws.com", "Deny"),
    ):
        policy(*wrong)
        assert refused(put) == "InvalidTargetBucketForLogging"
    policy("arn:aws:s3:::logs-x/log-archive/*")
    put()
    assert s3.get_bucket_logging(Bucket="archive-x")["LoggingEnabled"]["TargetBucket"] == "logs-x"
