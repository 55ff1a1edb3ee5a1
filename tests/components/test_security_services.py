"""Each security service reaches the accounts that it must, in the order in which AWS lets it; others get nothing."""

import json
from itertools import pairwise

import pytest

from config.security_references import security_findings
from config.view import View
from tests.components import invariants as i
from tests.components.helpers import everything, read_stack, record_baseline

AUDIT = "333344445555"
DETECTOR = "aws:guardduty/detector:Detector"
ADMINISTRATOR = "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount"
HUB = "aws:securityhub/"
RECORDER = "aws:cfg/recorder:Recorder"
CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel"
STATUS = "aws:cfg/recorderStatus:RecorderStatus"
SERVICE_LINKED = "aws:iam/serviceLinkedRole:ServiceLinkedRole"
AGGREGATOR = "aws:cfg/configurationAggregator:ConfigurationAggregator"
RULE = "aws:cfg/organizationManagedRule:OrganizationManagedRule"
DELEGATED = "aws:organizations/delegatedAdministrator:DelegatedAdministrator"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
ORGANIZATION = "aws:guardduty/organizationConfiguration:OrganizationConfiguration"
PLAN = "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature"
IDENTITY_RULES = {
    "ACCESS_KEYS_ROTATED",
    "IAM_NO_INLINE_POLICY_CHECK",
    "IAM_PASSWORD_POLICY",
    "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
    "IAM_ROOT_ACCESS_KEY_CHECK",
    "IAM_USER_GROUP_MEMBERSHIP_CHECK",
    "IAM_USER_MFA_ENABLED",
    "IAM_USER_UNUSED_CREDENTIALS_CHECK",
    "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS",
    "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED",
    "ROOT_ACCOUNT_MFA_ENABLED",
}
REGIONS = ["eu-central-1", "eu-west-1"]


@pytest.fixture(scope="module")
def whole():
    stack = everything()
    return record_baseline(stack), stack


def with_services(**services):
    def change(values):
        values["baseline"]["securityServices"] = services

    stack = read_stack("prod", change)
    return record_baseline(stack), stack


def places(graph, stack, token):
    """Account and region of each resource of a type."""
    return sorted((i.owner(graph, stack, r), r.inputs["region"]) for r in graph.of_type(token))


def test_nothing_of_a_service_is_there_unless_it_is_asked_for():
    graph, _ = with_services()
    assert [r.name for r in graph.resources.values() if r.type.startswith(("aws:cfg/", "aws:guardduty/", HUB))] == []


def test_guardduty_is_delegated_in_every_region_after_the_detectors(whole):
    graph, stack = whole
    assert places(graph, stack, DETECTOR) == [(key, r) for key in ("audit", "management") for r in REGIONS]
    assert places(graph, stack, ADMINISTRATOR) == [("management", r) for r in REGIONS]
    for delegation in graph.of_type(ADMINISTRATOR):
        assert delegation.inputs["adminAccountId"] == AUDIT
        region = delegation.inputs["region"]
        assert {d.urn for d in graph.of_type(DETECTOR) if d.inputs["region"] == region} <= set(delegation.dependencies)


def test_guardduty_reaches_every_account_after_the_delegation(whole):
    graph, stack = whole
    assert places(graph, stack, ORGANIZATION) == [("audit", r) for r in REGIONS]
    for settings in graph.of_type(ORGANIZATION):
        assert settings.inputs["autoEnableOrganizationMembers"] == "ALL"
        region = settings.inputs["region"]
        (own,) = [
            d for d in graph.of_type(DETECTOR) if i.owner(graph, stack, d) == "audit" and d.inputs["region"] == region
        ]
        assert settings.inputs["detectorId"] == f"{own.name}-id"
        assert {d.urn for d in graph.of_type(ADMINISTRATOR) if d.inputs["region"] == region} <= set(
            settings.dependencies
        )


def test_the_plans_that_are_asked_for_reach_every_account(whole):
    graph, stack = whole
    wanted = [(name, "ALL", r) for name in ("RUNTIME_MONITORING", "S3_DATA_EVENTS") for r in REGIONS]
    found = [(r.inputs["name"], r.inputs["autoEnable"], r.inputs["region"]) for r in graph.of_type(PLAN)]
    assert sorted(found) == wanted
    assert {i.owner(graph, stack, r) for r in graph.of_type(PLAN)} == {"audit"}


def test_guardduty_needs_no_plan():
    graph, _ = with_services(guardDuty={})
    assert graph.of_type(PLAN) == []
    assert len(graph.of_type(ORGANIZATION)) == 2


def every_place(stack):
    return sorted((key, region) for key in stack.active_accounts() for region in REGIONS)


def test_every_active_account_records_in_every_region_and_identities_once(whole):
    graph, stack = whole
    for token in (RECORDER, CHANNEL, STATUS):
        assert places(graph, stack, token) == every_place(stack)
    for recorder in graph.of_type(RECORDER):
        group = recorder.inputs["recordingGroup"]
        assert group["allSupported"] is True
        assert group["includeGlobalResourceTypes"] == (recorder.inputs["region"] == "eu-west-1")
        account = stack.baseline.accounts[i.owner(graph, stack, recorder)].id
        role = f"arn:aws:iam::{account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
        assert recorder.inputs["roleArn"] == role
        assert recorder.inputs["recordingMode"]["recordingFrequency"] == "DAILY"
    assert {c.inputs["s3BucketName"] for c in graph.of_type(CHANNEL)} == {"config-bucket-bucket-id"}
    assert all(status.inputs["isEnabled"] for status in graph.of_type(STATUS))


def test_config_delivers_for_the_active_accounts_and_nobody_else(whole):
    graph, stack = whole
    (policy,) = [p for p in graph.of_type(BUCKET_POLICY) if p.name == "config-bucket-policy"]
    assert i.owner(graph, stack, policy) == "log-archive"
    statements = {s["Sid"]: s for s in json.loads(policy.inputs["policy"])["Statement"]}
    ids = sorted(account.id for account in stack.active_accounts().values())
    assert statements["ConfigChecks"]["Condition"]["StringEquals"]["aws:SourceAccount"] == ids
    bucket = "arn:aws:s3:::exampleorg1-log-archive-config"
    written = {sid: s["Resource"] for sid, s in statements.items() if sid.startswith("ConfigWrites")}
    assert written == {f"ConfigWrites{one}": [f"{bucket}/AWSLogs/{one}/Config/*"] for one in ids}
    assert statements["OnlyTls"]["Effect"] == "Deny"


def test_an_account_that_had_config_keeps_its_service_linked_role():
    graph, stack = with_services(config={"usedBefore": ["shop"]})
    made = {i.owner(graph, stack, role) for role in graph.of_type(SERVICE_LINKED)}
    assert made == set(stack.active_accounts()) - {"shop"}
    assert len(graph.of_type(RECORDER)) == 12


def test_the_rules_come_last_and_leave_out_whoever_records_nothing(whole):
    graph, stack = whole
    (aggregator,) = graph.of_type(AGGREGATOR)
    delegations = {d.urn for d in graph.of_type(DELEGATED) if d.inputs["servicePrincipal"].startswith("config")}
    assert len(delegations) == 2
    assert i.owner(graph, stack, aggregator) == "audit"
    assert delegations <= set(aggregator.dependencies)
    rules = graph.of_type(RULE)
    assert {i.owner(graph, stack, rule) for rule in rules} == {"audit"}
    for rule in rules:
        assert delegations | {status.urn for status in graph.of_type(STATUS)} <= set(rule.dependencies)
        assert rule.inputs["excludedAccounts"] == ["666677778888"]
    parameters = {rule.inputs["ruleIdentifier"]: rule.inputs.get("inputParameters") for rule in rules}
    assert set(parameters) == IDENTITY_RULES
    assert json.loads(parameters["ACCESS_KEYS_ROTATED"]) == {"maxAccessKeyAge": "90"}
    assert json.loads(parameters["IAM_USER_UNUSED_CREDENTIALS_CHECK"]) == {"maxCredentialUsageAge": "45"}


def test_control_towers_recorders_are_used():
    def change(values):
        values["organization"]["controlTower"] = True
        values["baseline"]["securityServices"] = {"config": {"controlTower": True}}

    graph = record_baseline(read_stack("prod", change))
    assert [r.name for token in (RECORDER, CHANNEL, STATUS, SERVICE_LINKED) for r in graph.of_type(token)] == []
    assert not any(r.name.startswith("config-bucket") for r in graph.resources.values())
    assert {tuple(rule.inputs["excludedAccounts"]) for rule in graph.of_type(RULE)} == {
        ("111122223333", "666677778888")
    }


def test_security_hub_reaches_everybody_from_the_root(whole):
    graph, stack = whole
    found = {r.type.rpartition(":")[2]: r for r in graph.resources.values() if r.type.startswith(HUB)}
    assert sorted(found) == [
        "Account",
        "ConfigurationPolicy",
        "ConfigurationPolicyAssociation",
        "FindingAggregator",
        "OrganizationAdminAccount",
        "OrganizationConfiguration",
    ]
    owners = {name: i.owner(graph, stack, resource) for name, resource in found.items()}
    assert owners == dict.fromkeys(found, "audit") | {"OrganizationAdminAccount": "management"}
    assert found["OrganizationAdminAccount"].inputs["adminAccountId"] == AUDIT
    assert found["FindingAggregator"].inputs == {
        "linkingMode": "SPECIFIED_REGIONS",
        "specifiedRegions": ["eu-central-1"],
    }
    central = found["OrganizationConfiguration"].inputs
    assert central["organizationConfiguration"]["configurationType"] == "CENTRAL"
    assert (central["autoEnable"], central["autoEnableStandards"]) == (False, "NONE")
    policy = found["ConfigurationPolicy"].inputs["configurationPolicy"]
    assert policy["enabledStandardArns"] == [
        "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0",
        "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/5.0.0",
    ]
    assert policy["securityControlsConfiguration"]["disabledControlIdentifiers"] == []
    assert found["ConfigurationPolicyAssociation"].inputs["targetId"] == "r-exam"
    steps = ("Account", "OrganizationAdminAccount", "FindingAggregator", "OrganizationConfiguration")
    for before, after in pairwise((*steps, "ConfigurationPolicy")):
        assert found[before].urn in found[after].dependencies
    assert {status.urn for status in graph.of_type(STATUS)} <= set(found["FindingAggregator"].dependencies)


def test_security_hub_is_switched_off_everywhere_before_it_is_removed():
    graph, _ = with_services(config={}, securityHub={"enabled": False})
    (policy,) = graph.of_type("aws:securityhub/configurationPolicy:ConfigurationPolicy")
    assert policy.inputs["configurationPolicy"] == {"serviceEnabled": False}


def test_one_region_needs_no_other():
    def change(values):
        values["organization"]["regions"] = ["eu-west-1"]
        values["baseline"]["securityServices"] = {"config": {}, "securityHub": {}}

    (aggregator,) = record_baseline(read_stack("prod", change)).of_type(
        "aws:securityhub/findingAggregator:FindingAggregator"
    )
    assert aggregator.inputs == {"linkingMode": "NO_REGIONS"}


def test_the_management_account_is_no_delegate():
    values: dict[str, object] = {
        "organization": {"auditAccount": "management", "managementAccount": "management"},
        "baseline": {"securityServices": {"guardDuty": {}}},
    }
    (finding,) = security_findings(View(values))
    assert finding.path == ("organization", "auditAccount")
    assert list(security_findings(View(values | {"baseline": {"securityServices": {}}}))) == []
