"""Every active account has each setting where rules listen; others have nothing; the organization goes first."""

import pytest

from config.account_plan import declared
from tests.components import invariants as i
from tests.components.helpers import everything, read_stack, record_baseline, recorded

ANALYZER = "aws:accessanalyzer/analyzer:Analyzer"
METADATA = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"
SNAPSHOTS = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"
IMAGES = "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess"
CONSOLE = "aws:ec2/serialConsoleAccess:SerialConsoleAccess"
TOKENS = "aws:iam/securityTokenServicePreferences:SecurityTokenServicePreferences"
FEATURES = "aws:iam/organizationsFeatures:OrganizationsFeatures"
DELEGATION = "aws:organizations/delegatedAdministrator:DelegatedAdministrator"
EBS = "aws:ebs/encryptionByDefault:EncryptionByDefault"

REGIONAL = {
    ANALYZER: {"analyzerName": "guardrails-external-access", "type": "ACCOUNT"},
    METADATA: {"httpTokens": "required", "httpPutResponseHopLimit": 2},
    SNAPSHOTS: {"state": "block-all-sharing"},
    IMAGES: {"state": "block-new-sharing"},
    CONSOLE: {"enabled": False},
    EBS: {"enabled": True},
}
SWITCHES = {
    "externalAccessAnalyzer": ANALYZER,
    "requireImdsv2": METADATA,
    "blockPublicSnapshots": SNAPSHOTS,
    "blockPublicImages": IMAGES,
    "encryptEbsByDefault": EBS,
    "stsV2Tokens": TOKENS,
}
DECLARED = {
    METADATA: "instance_metadata_defaults",
    SNAPSHOTS: "snapshot_block_public_access",
    IMAGES: "image_block_public_access",
    CONSOLE: "serial_console_access",
}


@pytest.fixture(scope="module")
def whole():
    stack = everything()
    return record_baseline(stack), stack


def places(graph, stack, token):
    """Account and region of each resource of a type that belongs to an account's settings."""
    return sorted(
        (str(i.owner(graph, stack, resource)), resource.inputs["region"])
        for resource in graph.of_type(token)
        if graph.resources[resource.parent].type == "guardrails:account:AccountSettings"
    )


def everywhere(stack):
    """The regions in use, those of `alertRegions`, and that of the global services."""
    organization = stack.organization
    regions = {*organization.regions, *organization.alert_regions, "us-east-1"}
    return sorted((key, region) for key in stack.active_accounts() for region in regions)


@pytest.mark.parametrize("token", REGIONAL)
def test_every_active_account_has_it_in_every_region(whole, token):
    graph, stack = whole
    assert places(graph, stack, token) == everywhere(stack)
    settings = [
        r for r in graph.of_type(token) if graph.resources[r.parent].type == "guardrails:account:AccountSettings"
    ]
    for resource in settings:
        assert {key: resource.inputs[key] for key in REGIONAL[token]} == REGIONAL[token]


def test_every_active_account_has_the_tokens_once(whole):
    graph, stack = whole
    assert sorted(i.owner(graph, stack, r) for r in graph.of_type(TOKENS)) == sorted(stack.active_accounts())
    assert {r.inputs["globalEndpointTokenVersion"] for r in graph.of_type(TOKENS)} == {"v2Token"}


def test_with_every_option_all_invariants_hold(whole):
    assert [violation for invariant in i.INVARIANTS for violation in invariant(*whole)] == []


@pytest.mark.parametrize("state", ["SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PENDING_ACTIVATION"])
def test_an_account_that_is_not_active_gets_nothing(state):
    def change(values):
        values["baseline"]["guardrails"]["ec2Declarative"] = {"mode": "off"}
        values["snapshot"]["accounts"]["012345678901"] = {"state": state}

    stack = read_stack("prod", change)
    graph = record_baseline(stack)
    for token in REGIONAL:
        assert places(graph, stack, token) == everywhere(stack)
        assert "shop-canary" not in {key for key, _ in places(graph, stack, token)}


@pytest.mark.parametrize("key", SWITCHES)
def test_one_account_can_be_without(key):
    def change(values):
        values["baseline"]["guardrails"]["ec2Declarative"] = {"mode": "off"}
        values["baseline"]["accounts"]["playground"]["overrides"][key] = False

    stack = read_stack("prod", change)
    graph = record_baseline(stack)
    owners = {i.owner(graph, stack, resource) for resource in graph.of_type(SWITCHES[key])}
    assert owners == set(stack.active_accounts()) - {"playground"}


def test_one_account_can_have_a_serial_console_and_another_hop_limit():
    def change(values):
        values["baseline"]["guardrails"]["ec2Declarative"] = {"mode": "off"}
        values["baseline"]["accounts"]["playground"]["overrides"] |= {"serialConsole": True, "metadataHopLimit": 1}

    stack = read_stack("prod", change)
    graph = record_baseline(stack)
    opened = {i.owner(graph, stack, r) for r in graph.of_type(CONSOLE) if r.inputs["enabled"]}
    near = {i.owner(graph, stack, r) for r in graph.of_type(METADATA) if r.inputs["httpPutResponseHopLimit"] == 1}
    assert opened == near == {"playground"}


@pytest.mark.parametrize("token", DECLARED)
def test_what_the_organization_declares_is_not_set_again(token):
    graph, stack = recorded("prod")
    assert all(DECLARED[token] in declared(stack, key) for key in stack.active_accounts())
    assert graph.of_type(token) == []


def test_what_is_declared_for_some_accounts_is_set_in_the_others():
    def change(values):
        values["baseline"]["guardrails"]["ec2Declarative"] = {"targets": ["Workloads", "audit"], "snapshots": None}

    stack = read_stack("prod", change)
    graph = record_baseline(stack)
    theirs = {"management", "log-archive", "playground"}
    assert {key for key, _ in places(graph, stack, IMAGES)} == theirs
    assert places(graph, stack, SNAPSHOTS) == everywhere(stack)
    assert {key for key in stack.active_accounts() if not declared(stack, key)} == theirs


def test_organization_wide_options_are_off_in_the_example():
    graph, _ = recorded("prod")
    assert graph.of_type(FEATURES) == []
    assert {r.inputs["type"] for r in graph.of_type(ANALYZER)} == {"ACCOUNT"}


def test_root_access_is_switched_on_in_the_management_account(whole):
    graph, stack = whole
    (features,) = graph.of_type(FEATURES)
    assert features.inputs["enabledFeatures"] == ["RootCredentialsManagement", "RootSessions"]
    assert i.owner(graph, stack, features) == "management"


def test_sessions_of_root_are_asked_for_by_themselves():
    stack = read_stack("prod", lambda values: values["baseline"].update(rootAccess={}))
    (features,) = record_baseline(stack).of_type(FEATURES)
    assert features.inputs["enabledFeatures"] == ["RootCredentialsManagement"]


def test_unused_access_is_searched_once_by_the_audit_account_after_it_was_delegated(whole):
    graph, stack = whole
    (analyzer,) = [r for r in graph.of_type(ANALYZER) if r.inputs["type"] == "ORGANIZATION_UNUSED_ACCESS"]
    assert i.owner(graph, stack, analyzer) == "audit"
    assert analyzer.inputs["configuration"] == {"unusedAccess": {"unusedAccessAge": 90}}
    (delegation,) = [r for r in graph.of_type(DELEGATION) if r.inputs["servicePrincipal"].startswith("access-analyzer")]
    assert delegation.inputs["accountId"] == "333344445555"
    assert i.owner(graph, stack, delegation) == "management"
    assert delegation.urn in analyzer.dependencies
