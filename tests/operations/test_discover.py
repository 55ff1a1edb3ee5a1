"""`guardrails accounts discover` against the local AWS: what is found, compared and written."""

import json
from pathlib import Path

import pytest

from config.loader import load_stack
from policies.types import AccountState

ROOT = Path(__file__).parents[2]
ALLOWED = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
SIZE = "5 organizational units, 7 accounts, 3 policies of others, 2 groups\n"
ACCOUNTS = "after-call.organizations.ListAccounts"
GROUPS = "after-call.identitystore.ListGroups"
INSTANCES = "after-call.sso-admin.ListInstances"
UNITS = "after-call.organizations.ListOrganizationalUnitsForParent"


@pytest.fixture(autouse=True)
def reached(aws, use):
    use(aws)


@pytest.fixture
def attach(aws):
    """A policy made and attached by hand, as another tool would; gone after the test."""
    organizations, made = aws.client("organizations"), []

    def policy(name, kind, content, *targets):
        summary = organizations.create_policy(Name=name, Type=kind, Content=content, Description="")["Policy"]
        number = summary["PolicySummary"]["Id"]
        made.append((number, targets))
        for target in targets:
            organizations.attach_policy(PolicyId=number, TargetId=target)

    yield policy
    for number, targets in made:
        for target in targets:
            organizations.detach_policy(PolicyId=number, TargetId=target)
        organizations.delete_policy(PolicyId=number)


def discovered(run):
    result = run("--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_example_says_what_the_seeded_organization_has(run):
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"organization.json says what AWS has: {SIZE}"


def test_the_example_is_what_the_command_writes(run, project):
    (project / "organization.json").unlink()
    result = run("--write")
    assert result.exit_code == 0
    assert result.stdout.endswith(f"wrote organization.json: {SIZE}")
    assert (project / "organization.json").read_bytes() == (ROOT / "organization.json").read_bytes()
    assert len(load_stack("prod", project).active_accounts()) == 6


def test_writing_twice_changes_nothing(run, project):
    (project / "organization.json").write_text("{}")
    assert run("--write").exit_code == 0
    before = (project / "organization.json").stat()
    result = run("--write")
    assert result.stdout == f"organization.json was not changed, it says what AWS has: {SIZE}"
    assert (project / "organization.json").stat() == before
    assert {path.name for path in project.iterdir()} == {"Pulumi.yaml", "Pulumi.prod.yaml", "organization.json"}


def test_policies_attached_by_hand_appear_and_the_guardrails_do_not(run, attach):
    content = json.dumps(ALLOWED, indent=8)
    targets = ("r-exam", "ou-exam-canary01", "444455556666")
    attach("by-hand", "SERVICE_CONTROL_POLICY", content, *targets)
    attach("guardrails-leaveOrganization", "SERVICE_CONTROL_POLICY", content, *targets)
    resource = ALLOWED | {"Statement": [ALLOWED["Statement"][0] | {"Principal": "*"}]}
    attach("by-hand-too", "RESOURCE_CONTROL_POLICY", json.dumps(resource), "ou-exam-canary01")
    attach("attached-nowhere", "SERVICE_CONTROL_POLICY", content)
    fact = {"name": "by-hand", "type": "SERVICE_CONTROL_POLICY", "characters": len(content), "document": ALLOWED}
    found = discovered(run)["policies"]
    for target in ("Root", "Workloads/Canary", "444455556666"):
        assert fact in found[target]
    assert sorted(fact["name"] for fact in found["Workloads/Canary"]) == [
        "FullAWSAccess",
        "RCPFullAWSAccess",
        "by-hand",
        "by-hand-too",
    ]
    assert "by-hand" not in {fact["name"] for fact in found["Workloads"]}
    assert "attached-nowhere" not in json.dumps(found)
    result = run()
    assert result.exit_code == 1
    assert "  + Root by-hand: SERVICE_CONTROL_POLICY, 227 characters\n" in result.stdout


OLD, GONE = (f"{digit * 8}-3333-4444-5555-666666666666" for digit in "34")


def test_planted_differences_are_shown_by_section_and_nothing_is_written(run, project):
    path = project / "organization.json"
    values = json.loads(path.read_text())
    values["root"]["id"] = "r-abcd"
    values["organizationalUnits"]["Legacy"] = {"id": "ou-exam-legacy01"}
    del values["accounts"]["222233334444"]
    values["accounts"]["666677778888"]["state"] = "ACTIVE"
    by_name = {fact["name"]: fact for fact in values["policies"]["Workloads"]}
    by_name["aws-guardrails-example"]["characters"] = 1
    by_name["FullAWSAccess"]["document"] = {}
    values["root"]["policyTypes"] = ["SERVICE_CONTROL_POLICY"]
    del values["policies"]["Sandbox"][0]
    values["identityCenter"]["region"] = "us-east-1"
    values["identityCenter"]["groups"] = {"Developers": OLD, "Gone\n": GONE}
    path.write_text(json.dumps(values))
    result = run()
    assert result.exit_code == 1
    assert path.read_text() == json.dumps(values)
    assert result.stdout == (
        "organization\n"
        "  ~ policyTypes: SERVICE_CONTROL_POLICY -> AISERVICES_OPT_OUT_POLICY, DECLARATIVE_POLICY_EC2, "
        "RESOURCE_CONTROL_POLICY, S3_POLICY, SERVICE_CONTROL_POLICY\n"
        "  ~ root: r-abcd -> r-exam\n"
        "organizational units\n"
        "  - Legacy: ou-exam-legacy01\n"
        "accounts\n"
        "  + 222233334444: ACTIVE\n"
        "  ~ 666677778888: ACTIVE, regions unknown -> SUSPENDED\n"
        "policies of others\n"
        "  + Sandbox RCPFullAWSAccess: RESOURCE_CONTROL_POLICY, 111 characters, document not recorded\n"
        "  ~ Workloads FullAWSAccess: SERVICE_CONTROL_POLICY, 93 characters"
        " -> SERVICE_CONTROL_POLICY, 93 characters, document not recorded\n"
        "  ~ Workloads aws-guardrails-example: SERVICE_CONTROL_POLICY, 1 characters"
        " -> SERVICE_CONTROL_POLICY, 244 characters\n"
        "identity center\n"
        "  ~ region: us-east-1 -> eu-west-1\n"
        "groups\n"
        "  + Administrators: 11111111-2222-3333-4444-555555555555\n"
        f"  ~ Developers: {OLD} -> 22222222-3333-4444-5555-666666666666\n"
        f"  - Gone\\n: {GONE}\n"
        "organization.json differs from AWS (3 added, 2 removed, 7 changed); add --write to write it\n"
    )


def test_without_a_file_everything_is_new(run, project):
    (project / "organization.json").unlink()
    result = run()
    assert result.exit_code == 1
    assert "  + 444455556666: ACTIVE\n" in result.stdout
    assert "48 added)" in result.stdout


def test_a_file_that_is_no_snapshot_is_refused_and_can_be_written_anew(run, project):
    path = project / "organization.json"
    path.write_text('{"root": {"id": "x"}}')
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'organization.json:1:17: root.id: found "x"' in result.stderr
    assert "add --write" in result.stderr
    assert run("--json").exit_code == 0
    assert run("--write").exit_code == 0
    assert run().exit_code == 0


def test_json_is_what_write_writes(run):
    assert run("--json").stdout == (ROOT / "organization.json").read_text()
    assert run("--json", "--write").exit_code == 2


@pytest.mark.parametrize("state", AccountState)
def test_every_state_is_kept_and_status_is_not_asked(run, hook, state):
    def answer(parsed, **_):
        for account in parsed["Accounts"]:
            account.pop("Status")
            account["State"] = state.value

    hook(ACCOUNTS, answer)
    assert {fact["state"] for fact in discovered(run)["accounts"].values()} == {state.value}


def test_opt_in_regions_are_read_of_each_active_account(aws, run):
    member, management = aws.client("account", account="555566667777"), aws.client("account")
    member.enable_region(RegionName="eu-south-2")
    member.enable_region(RegionName="ap-east-1")
    management.enable_region(RegionName="il-central-1")
    found = discovered(run)["accounts"]
    assert found["555566667777"] == {"state": "ACTIVE", "optInRegions": ["ap-east-1", "eu-south-2"]}
    assert found["111122223333"]["optInRegions"] == ["il-central-1"]
    assert found["444455556666"]["optInRegions"] == []
    assert found["666677778888"] == {"state": "SUSPENDED"}
    assert "  ~ 555566667777: ACTIVE -> ACTIVE, ap-east-1, eu-south-2\n" in run().stdout
    for region in ("ap-east-1", "eu-south-2"):
        management.disable_region(AccountId="555566667777", RegionName=region)
    management.disable_region(RegionName="il-central-1")
    assert run().exit_code == 0


def test_regions_that_aws_does_not_tell_are_left_out_and_said(aws, run, project):
    organizations, service = aws.client("organizations"), {"ServicePrincipal": "account.amazonaws.com"}
    organizations.disable_aws_service_access(**service)
    result = run("--write")
    organizations.enable_aws_service_access(**service)
    assert result.exit_code == 0
    assert "are enabled in 5 active accounts (012345678901, 222233334444, 333344445555, ...)" in result.stderr
    assert "--service-principal account.amazonaws.com" in result.stderr
    assert "  ~ 444455556666: ACTIVE -> ACTIVE, regions unknown\n" in result.stdout
    written = json.loads((project / "organization.json").read_text())["accounts"]
    assert written["444455556666"] == {"state": "ACTIVE"}
    assert written["111122223333"]["optInRegions"] == []


def test_another_refusal_than_of_access_ends_it(run, refuse):
    refuse("account.ListRegions", "ValidationException")
    assert run("--write").exit_code == 2


def test_an_answer_without_states_or_with_new_ones_is_refused(run, hook):
    hook(ACCOUNTS, lambda parsed, **_: parsed["Accounts"][1].update(State="MOVING"))
    result = run("--write")
    assert result.exit_code == 2
    assert 'accounts.222233334444.state: found "MOVING"' in result.stderr
    hook(ACCOUNTS, lambda parsed, **_: [account.pop("State") for account in parsed["Accounts"]])
    assert run().stderr == "found no State for account 111122223333 in AWS's answer; update boto3\n"


def test_policy_types_that_are_off_are_not_asked_for(run, hook):
    def answer(parsed, **_):
        parsed["Roots"][0]["PolicyTypes"] = [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]

    hook("after-call.organizations.ListRoots", answer)
    assert "RESOURCE_CONTROL_POLICY" not in json.dumps(discovered(run))


def test_without_identity_center_there_is_no_section(run, hook):
    def answer(parsed, **_):
        parsed["Instances"][0]["OwnerAccountId"] = "444455556666"

    hook(INSTANCES, answer)
    assert "identityCenter" not in discovered(run)
    assert "  - instanceArn: arn:aws:sso:::instance/ssoins-1234567890abcdef\n" in run().stdout


def test_two_instances_are_refused(run, hook):
    def answer(parsed, **_):
        parsed["Instances"] *= 2

    hook(INSTANCES, answer)
    assert "found several Identity Center instances" in run().stderr


def test_groups_that_share_a_display_name_are_listed(run, hook, project):
    def answer(parsed, **_):
        parsed["Groups"] += [group | {"GroupId": f"{number}"} for number, group in enumerate(parsed["Groups"])]
        parsed["Groups"].append({"GroupId": "nameless"})

    hook(GROUPS, answer)
    (project / "organization.json").unlink()
    result = run("--write")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        'found 2 groups with the display name "Administrators" in Identity Center '
        "(0, 11111111-2222-3333-4444-555555555555), expected one; rename or delete the others\n"
        'found 2 groups with the display name "Developers" in Identity Center '
        "(1, 22222222-3333-4444-5555-666666666666), expected one; rename or delete the others\n"
    )
    assert not (project / "organization.json").exists()


@pytest.mark.parametrize("name", ["Root", "444455556666", "Workloads/Canary"])
def test_units_whose_path_means_something_else_are_refused(run, hook, name):
    def answer(parsed, **_):
        for unit in parsed["OrganizationalUnits"]:
            unit["Name"] = name if unit["Name"] == "Sandbox" else unit["Name"]

    hook(UNITS, answer)
    result = run()
    assert result.exit_code == 2
    assert f"found the organizational unit {name} (ou-exam-" in result.stderr


def test_a_unit_made_meanwhile_asks_to_run_again(run, hook):
    def answer(parsed, **_):
        parsed["OrganizationalUnits"] = [u for u in parsed["OrganizationalUnits"] if u["Name"] != "Sandbox"]

    hook(UNITS, answer)
    assert run().stderr == (
        "found the new organizational unit ou-exam-sandbox1; "
        "run the command again: the organization changed while it was read\n"
    )
