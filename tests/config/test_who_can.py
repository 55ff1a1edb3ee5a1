"""Who can do what, by which path: every kind of principal, and what stops each of them."""

import datetime
import json

import pytest
from typer.testing import CliRunner

from cli import build
from config.principals import principals
from config.who_can import Outcome, Question, unread, who_can
from tests.components.helpers import ROOT, read_stack, recorded
from tests.components.invariants import provider

NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
DEVELOPERS = "group Developers"
OBJECT = "arn:aws:s3:::exampleorg1-data/report.csv"
BREAK_GLASS = "arn:aws:iam::444455556666:role/guardrails-break-glass"


def able(action, resource="*", *, account="shop", change=None, now=NOW, **context):
    stack = read_stack("prod", change)
    return list(who_can(stack, Question(action=action, resource=resource, context=context), [account], now))


def paths(*arguments, **options):
    return {" -> ".join((answer.principal, *answer.path)): answer.outcome for answer in able(*arguments, **options)}


def developers(*arguments, set_name="ReadOnly", **options):
    return {
        outcome
        for path, outcome in paths(*arguments, **options).items()
        if path.startswith(DEVELOPERS) and f"permission set {set_name} " in path
    }


def only(**entry):
    """The developers hold one set in the shop account, and nobody else does."""

    def change(values):
        values["baseline"]["permissionSets"] = {"ReadOnly": entry}
        assignment = {"group": "Developers", "permissionSets": ["ReadOnly"], "accounts": ["shop"]}
        values["baseline"] |= {"assignments": [assignment], "managementPermissionSets": {}, "managementAssignments": []}

    return change


def allowing(action, **statement):
    return {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Own", "Effect": "Allow", "Action": action, "Resource": "*", **statement}],
    }


def test_a_path_leads_from_the_group_to_the_policy():
    found = paths("s3:GetObject", OBJECT)
    assert found["group Developers -> permission set ReadOnly (8 h) -> ReadOnlyAccess"] == Outcome.YES
    assert found["group Administrators -> permission set Administrator (1 h) -> AdministratorAccess"] == Outcome.YES
    assert "group Developers until 2027-06-30 -> permission set OnCall (4 h) -> ReadOnlyAccess" in found
    assert "break-glass users -> role guardrails-break-glass (1 h, with MFA) -> its inline policy" in found
    role = "role OrganizationAccountAccessRole -> AdministratorAccess"
    assert f"whoever deploys from the management account -> {role}" in found


def test_whom_nothing_allows_is_not_named():
    assert developers("s3:PutObject", OBJECT) == set()
    assert developers("s3:GetObject", OBJECT) == {Outcome.YES}


def test_a_policy_of_ones_own_counts():
    found = paths("rds:RebootDBInstance")
    assert found["group Developers until 2027-06-30 -> permission set OnCall (4 h) -> RestartServices"] == Outcome.YES


def test_service_control_policies_stop_members_and_not_the_management_account():
    assert {path.split(" -> ")[0] for path in paths("cloudtrail:StopLogging")} == {
        "whoever deploys from the management account"
    }
    assert "group Administrators -> permission set ManagementAdministrator (1 h) -> AdministratorAccess" in paths(
        "cloudtrail:StopLogging", account="management"
    )


def test_a_boundary_stops_what_the_set_allows():
    inline = allowing("iam:CreateUser")
    assert developers("iam:CreateUser", change=only(inline=inline)) == set()
    inline = allowing("iam:CreateServiceLinkedRole")
    assert developers("iam:CreateServiceLinkedRole", change=only(inline=inline)) == {Outcome.YES}
    bounded = only(inline=allowing("s3:GetObject"), boundary="developer")
    assert developers("s3:GetObject", OBJECT, change=bounded) == {Outcome.YES}
    bounded = only(inline=allowing("organizations:ListRoots"), boundary="delegated-administrator")
    free = only(inline=allowing("organizations:ListRoots"))
    assert developers("organizations:ListRoots", change=free) == {Outcome.YES}
    assert developers("organizations:ListRoots", change=bounded) == set()


def test_other_resources_and_conditions_are_told_apart_from_all():
    elsewhere = only(inline=allowing("s3:GetObject", Resource="arn:aws:s3:::other/*"))
    assert developers("s3:GetObject", OBJECT, change=elsewhere) == {Outcome.SOME}
    assert developers("s3:GetObject", "arn:aws:s3:::other/key", change=elsewhere) == {Outcome.YES}
    tagged = only(inline=allowing("s3:GetObject", Condition={"StringEquals": {"aws:PrincipalTag/team": "shop"}}))
    assert developers("s3:GetObject", OBJECT, change=tagged) == {Outcome.SOME}
    assert developers("s3:GetObject", OBJECT, change=tagged, **{"aws:PrincipalTag/team": "shop"}) == {Outcome.YES}


def test_a_policy_that_nobody_knows_is_said_aloud_and_not_guessed():
    unknown = only(managedPolicies=["AmazonS3FullAccess"])
    (path,) = [path for path in paths("s3:PutObject", OBJECT, change=unknown) if path.startswith(DEVELOPERS)]
    assert path == "group Developers -> permission set ReadOnly (1 h) -> managed policy AmazonS3FullAccess"
    assert developers("s3:PutObject", OBJECT, change=unknown) == {Outcome.UNKNOWN}
    # Whatever it says, the organization's policies stop this.
    assert developers("cloudtrail:StopLogging", change=unknown) == set()


def test_conditions_of_a_set_are_taken_to_be_met_and_told():
    conditions = {
        "sourceNetworks": ["203.0.113.0/24"],
        "mfaAttribute": {"key": "mfa", "value": "true"},
        "from": "2026-12-01",
        "until": "2026-12-31",
    }
    change = only(preset="ReadOnly", conditions=conditions)
    (path,) = [path for path in paths("s3:GetObject", OBJECT, change=change) if path.startswith(DEVELOPERS)]
    assert "(8 h, from 203.0.113.0/24, with mfa=true, not before 2026-12-01, not after 2026-12-31)" in path
    late = datetime.datetime(2027, 3, 1, tzinfo=datetime.UTC)
    assert developers("s3:GetObject", OBJECT, change=change, now=late) == {Outcome.YES}
    outside = {"aws:SourceIp": "198.51.100.7"}
    assert developers("s3:GetObject", OBJECT, change=change, **outside) == set()


def test_machines_are_named_with_who_they_are():
    assert (
        "service lambda.amazonaws.com -> role delegated/shop-orders -> its inline policy, statement Dynamodb1"
        in paths("dynamodb:PutItem")
    )
    found = paths("ec2:DescribeInstances")
    (caller,) = [path for path in found if "guardrails-access-inventory" in path]
    assert caller.startswith("role Inventory of audit, third party 999988887777 -> ")
    assert any(path.startswith("a pipeline of token.actions.githubusercontent.com") for path in paths("s3:GetObject"))


def test_nobody_whom_the_program_lets_in_is_left_out():
    graph, stack = recorded("prod")
    made = {
        (through.name, role.inputs["name"])
        for role in graph.of_type("aws:iam/role:Role")
        if (through := provider(graph, role)) is not None
    }
    found = [(key, principal) for key in stack.active_accounts() for principal in principals(stack, key, NOW)]
    assert made <= {(key, principal.arn.rpartition("/")[2]) for key, principal in found}
    people = [(key, principal) for key, principal in found if "AWSReservedSSO" in principal.arn]
    assert len(people) == len(graph.of_type("aws:ssoadmin/accountAssignment:AccountAssignment"))


def test_the_services_of_the_baseline_are_named():
    hub = "arn:aws:events:eu-west-1:333344445555:event-bus/guardrails-hub"
    assert "service events.amazonaws.com -> role guardrails-root-forwarder -> its inline policy" in paths(
        "events:PutEvents", hub, account="audit"
    )


def test_a_role_is_reached_only_by_whom_it_trusts():
    assert paths("sts:AssumeRole", BREAK_GLASS, account="shop") == {}
    assert {path.split(" -> ")[0] for path in paths("sts:AssumeRole", BREAK_GLASS, account="management")} == {
        "break-glass user guardrails-break-glass-1",
        "break-glass user guardrails-break-glass-2",
    }


def test_a_deployment_role_of_ones_own_is_unknown():
    def change(values):
        values["baseline"]["deployment"]["roleName"] = "Deployer"

    found = paths("s3:GetObject", OBJECT, change=change)
    path = "whoever deploys from the management account -> role Deployer -> policies of role Deployer"
    assert found[path] == Outcome.UNKNOWN


def test_policies_of_others_that_nobody_can_read_are_named():
    def change(values):
        for fact in values["snapshot"]["policies"]["Workloads"]:
            if fact["name"] == "aws-guardrails-example":
                del fact["document"]

    assert unread(read_stack("prod", change), ["shop", "playground"]) == ("aws-guardrails-example",)
    assert unread(read_stack("prod"), ["shop"]) == ()


def run(*arguments):
    return CliRunner().invoke(build(), [*arguments, "-C", str(ROOT)])


def test_the_command_names_accounts_and_paths():
    result = run("who-can", "-s", "prod", "--action", "S3:getobject", "--resource", OBJECT)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "management (111122223333)"
    assert "  yes     group Developers -> permission set ReadOnly (8 h) -> ReadOnlyAccess" in lines
    assert "not looked at: whoever deploys" in result.stderr


def test_the_command_takes_one_account_and_writes_json():
    result = run("who-can", "--action", "s3:GetObject", "--resource", OBJECT, "--account", "555566667777", "--json")
    found = json.loads(result.stdout)
    assert {answer["account"] for answer in found} == {"playground"}
    assert found[0] == {
        "account": "playground",
        "outcome": "yes",
        "principal": "group Developers",
        "path": ["permission set PowerUser (4 h)", "PowerUserAccess"],
    }


def test_the_command_says_when_it_is_nobody():
    result = run("who-can", "--action", "organizations:LeaveOrganization", "--account", "shop")
    assert result.stdout == "nobody\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--action", "s3:GetObjct"), "--action: found s3:GetObjct, expected an action such as s3:GetObject; did you"),
        (("--action", "everything"), "--action: found everything, expected an action such as s3:GetObject; write it"),
        (("--action", "s3:Get*"), "--action: found s3:Get*, expected an action"),
        (("--action", "s3:GetObject", "--account", "shpo"), "--account: found shpo, expected a key or id"),
        (("--action", "s3:GetObject", "--context", "a"), "--context: found a, expected KEY=VALUE"),
    ],
)
def test_the_command_refuses_what_aws_does_not_have(arguments, said):
    result = run("who-can", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(said)


@pytest.mark.parametrize("action", ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicy"])
def test_only_the_deployment_changes_a_policy_that_permission_sets_name(action):
    policy = "arn:aws:iam::444455556666:policy/guardrails-policies/RestartServices"
    assert {path.split(" -> ")[0] for path in paths(action, policy)} == {"whoever deploys from the management account"}
    elsewhere = "arn:aws:iam::444455556666:policy/RestartServices"
    assert any(path.startswith("group Administrators") for path in paths(action, elsewhere))


def asked(*arguments):
    return CliRunner().invoke(build(), ["who-can", *arguments, "-C", str(ROOT)])


def test_what_only_the_management_account_is_served_is_said_of_it_alone():
    found = asked("--action", "organizations:DetachPolicy")
    assert [line for line in found.stdout.splitlines() if not line.startswith(" ")] == ["management (111122223333)"]
    assert "organizations:DetachPolicy is served in management alone" in found.stderr
    shop = asked("--action", "organizations:DetachPolicy", "--account", "shop")
    assert shop.stdout == "nobody\n"
    leaving = asked("--action", "organizations:LeaveOrganization", "--account", "shop")
    assert "served" not in leaving.stderr
    everywhere = asked("--action", "organizations:DescribeOrganization", "--account", "shop").stdout
    assert "group Administrators" in everywhere


def test_permission_sets_are_managed_from_two_accounts():
    found = asked("--action", "sso:CreateAccountAssignment")
    places = [line.split()[0] for line in found.stdout.splitlines() if not line.startswith(" ")]
    assert places == ["management", "audit"]
    assert "served in audit and management alone" in found.stderr


def test_an_account_that_is_not_active_has_nobody():
    found = asked("--action", "s3:GetObject", "--account", "retired")
    assert found.stdout == "nobody\n"
    assert "retired, which is SUSPENDED" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--action", "s3:*"), "found s3:*, expected an action such as s3:GetObject; ask for one action at a time"),
        (("--action", "s3:GetObject", "--resource", "orders"), "found orders, expected an ARN or *"),
        (("--action", "s3:GetObject", "--resource", "arn:aws:s3"), "found arn:aws:s3, expected an ARN or *"),
    ],
)
def test_a_question_that_no_policy_answers_is_refused(arguments, words):
    found = asked(*arguments)
    assert found.exit_code == 2
    assert words in found.stderr
