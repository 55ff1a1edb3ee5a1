"""Ending a person's access in a local AWS that decides every request as IAM would, with the guardrails in place."""

import json
import re

import pytest
from botocore import xform_name
from typer.testing import CliRunner

from cli import build
from config.identity_plan import management_sets
from config.loader import load_stack
from config.plan import policies
from policies import names
from policies.document import canonical
from policies.revocation import denying
from sandbox.aws.client import LocalAws
from sandbox.aws.enforcement_record import Enforcement
from sandbox.aws.events.telling import TellingError
from tests.components.helpers import ROOT
from tests.operations import people
from tests.operations.people import IDS, POLICY
from tests.sandbox.accounts import refusal, with_credentials
from tests.sandbox.glass import ACCOUNTS, AUDIT, MANAGEMENT, STACK

WHY = ["--owner", "ana@example.com", "--reason", "left without notice", "--ticket", "SEC-102"]
ALICE, SHOP = IDS["alice"], ACCOUNTS["shop"]
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    state = tmp_path_factory.mktemp("revoke") / "state"
    with LocalAws(MANAGEMENT, state, people.seed(), Enforcement.ENFORCE) as local:
        people.deploy(local)
        yield local


@pytest.fixture
def aws(deployed):
    people.restore(deployed)
    return deployed


@pytest.fixture
def guardrails(aws, use, project, monkeypatch):
    """Run a command as the sandbox's administrator, or with another access key."""

    def run(*arguments, key=None):
        use(aws)
        for name in ("AccessKeyId", "SecretAccessKey", "SessionToken") if key else ():
            monkeypatch.setenv(f"AWS_{xform_name(name).upper()}", key[name])
        return CliRunner().invoke(build(), [*arguments, "-C", str(project)])

    return run


@pytest.fixture
def revoke(guardrails):
    return lambda *arguments: guardrails("revoke", *arguments)


def works(aws, credentials) -> bool:
    return refusal(with_credentials(aws, "iam", credentials).list_roles) is None


def sessions(aws, user):
    return {
        "shop": aws.person(user, "Administrator", SHOP),
        "management": aws.person(user, "ManagementAdministrator", MANAGEMENT),
    }


def session(aws, role, account, *, policy=EVERYTHING):
    """A session of a role that whoever administers the management account may take; made where it isn't there."""
    iam, about = aws.client("iam", account=account), {"RoleName": role}
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}}
    iam.create_role(**about, AssumeRolePolicyDocument=document(trust))
    iam.put_role_policy(**about, PolicyName="rights", PolicyDocument=document(policy))
    arn = f"arn:aws:iam::{account}:role/{role}"
    return aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="ana")["Credentials"]


def document(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def failed(result):
    return [line for line in result.stdout.splitlines() if line.startswith("FAILED")]


def test_dry_it_says_what_it_would_do_and_does_nothing(aws, revoke, project):
    open_ones, before = sessions(aws, "alice"), people.live(aws)
    text = (project / "Pulumi.prod.yaml").read_text()
    result = revoke("alice")
    assert (result.exit_code, failed(result)) == (0, [])
    for line in (
        f"stack file Pulumi.prod.yaml: would name {ALICE} under guardrails.revocations",
        f"open sessions, policy {POLICY}: would deny identitystore:UserId {ALICE}",
        "open sessions in management, permission set ManagementAdministrator: would deny identitystore:UserId",
        "group Administrators: would be removed",
        "assignments of their own: none",
        "access keys in shop-canary: active: legacy-deploy; rotate those that the person may know",
    ):
        assert line in result.stdout
    assert "add --apply\n" in result.stderr
    assert all(works(aws, key) for key in open_ones.values())
    assert people.live(aws) == before
    assert (project / "Pulumi.prod.yaml").read_text() == text
    assert not (project / "evidence").exists()


def test_a_person_loses_open_sessions_and_everybody_else_keeps_theirs(aws, revoke, guardrails, project):
    people.assign(aws, "ReadOnly", "audit", ALICE, "USER")
    gone, kept = sessions(aws, "alice"), sessions(aws, "bob")
    gone["audit"] = aws.person("alice", "ReadOnly", AUDIT)
    kept["break-glass"] = session(aws, names.BREAK_GLASS_ROLE, SHOP)
    deployer = aws.client("iam", account=SHOP)
    result = revoke("alice", "--apply", *WHY)
    assert (result.exit_code, failed(result)) == (0, [])
    assert "ok     group Administrators: removed" in result.stdout
    assert "ok     assignment of ReadOnly in audit: removed" in result.stdout
    assert {where: works(aws, key) for where, key in gone.items()} == dict.fromkeys(gone, False)
    assert {where: works(aws, key) for where, key in kept.items()} == dict.fromkeys(kept, True)
    assert refusal(deployer.list_roles) is None
    for permission_set, account in (("Administrator", SHOP), ("ReadOnly", AUDIT)):
        with pytest.raises(TellingError, match="alice is not assigned"):
            aws.person("alice", permission_set, account)
    recorded(project)
    deployed_already(aws, load_stack("prod", project))
    assert guardrails("check").exit_code == 0
    changes_nothing(aws, revoke, project)
    people.join(aws, "alice")
    assert [works(aws, key) for key in sessions(aws, "alice").values()] == [False, False]


def recorded(project):
    """The record says who did what to whom and why."""
    found, text = sorted((project / "evidence").iterdir())
    record = json.loads(found.read_text())
    assert (record["rehearsed"], record["passed"], record["by"]) == (False, True, "ana@example.com")
    assert (record["subject"], record["ticket"]) == (f"alice ({ALICE})", "SEC-102")
    assert record["caller"] == f"arn:aws:iam::{MANAGEMENT}:user/sandbox"
    assert found.name.startswith("revocation-prod-20")
    assert f"alice ({ALICE}): left without notice, SEC-102." in text.read_text()
    assert "| group Administrators | passed | removed |" in text.read_text()


def deployed_already(aws, stack):
    """What AWS has is what the program would deploy: a deployment has nothing to undo."""
    rendered = next(policy for policy in policies(stack) if policy.name == POLICY)
    assert ALICE in rendered.json()
    assert people.live(aws)[1] == rendered.json()
    wanted = management_sets(stack)["ManagementAdministrator"].inline
    assert wanted is not None
    assert people.inline(aws, "ManagementAdministrator") == canonical(wanted)


def changes_nothing(aws, revoke, project):
    """The command a second time."""
    before, text = people.live(aws), (project / "Pulumi.prod.yaml").read_text()
    again = revoke("alice", "--apply", *WHY, "--folder", "again")
    assert (again.exit_code, failed(again)) == (0, [])
    assert again.stdout.count("already") == 3
    assert "ok     groups: member of none" in again.stdout
    assert people.live(aws) == before
    assert (project / "Pulumi.prod.yaml").read_text() == text


def test_what_can_not_be_done_is_told_stops_nothing_else_and_is_done_by_the_next_run(aws, revoke, refuse, project):
    people.assign(aws, "ReadOnly", "audit", ALICE, "USER")
    for operation in ("organizations.UpdatePolicy", "identitystore.DeleteGroupMembership"):
        refuse(operation, "AccessDeniedException", times=1)
    first = revoke("alice", "--apply", *WHY)
    again = "not all of this part is done: see docs/revoke.md, then run this again"
    assert first.exit_code == 1
    assert failed(first) == [
        f"FAILED open sessions: AccessDeniedException for UpdatePolicy; {again}",
        f"FAILED groups: AccessDeniedException for DeleteGroupMembership; {again}",
    ]
    assert "ok     assignment of ReadOnly in audit: removed" in first.stdout
    assert ALICE in people.inline(aws, "ManagementAdministrator")
    assert not json.loads(min((project / "evidence").iterdir()).read_text())["passed"]
    second = revoke("alice", "--apply", *WHY, "--folder", "again")
    assert (second.exit_code, failed(second)) == (0, [])
    assert ALICE in people.live(aws)[1]
    assert "ok     group Administrators: removed" in second.stdout


def documented():
    """The actions that docs/revoke.md gives to whoever does nothing else; a prefix counts for what follows it."""
    text = (ROOT / "docs" / "revoke.md").read_text(encoding="utf-8")
    prefix = ""
    for word in re.findall(
        r"`([\w-]+:?\w+)`", text[text.index("| For | Actions |") : text.index("The [least-privilege")]
    ):
        prefix = f"{word.partition(':')[0]}:" if ":" in word else prefix
        yield word if ":" in word else f"{prefix}{word}"


def test_the_documented_rights_of_an_operator_are_enough_and_each_is_used(aws, guardrails):
    key = session(aws, "Revoker", MANAGEMENT, policy={**EVERYTHING, "Action": sorted(documented())})
    people.assign(aws, "ReadOnly", "audit", ALICE, "USER")

    for arguments in (
        ("revoke", "alice", "--apply", *WHY),
        ("revoke", ALICE, "--apply", *WHY, "--folder", "again"),
        ("drill", "revoke", "--apply", "--by", "ana"),
    ):
        result = guardrails(*arguments, key=key)
        assert (result.exit_code, failed(result)) == (0, [])
    used = {call.action for call in aws.calls if call.principal.endswith(":assumed-role/Revoker/ana")}
    wanted = {action for action in documented() if not action.startswith("iam:")}
    assert wanted <= used


def test_somebody_else_whom_aws_denies_stays_denied_and_is_told(aws, revoke):
    """Two incidents at once, in two clones of the project."""
    number, before = people.live(aws)
    content = canonical(denying(json.loads(before), [IDS["bob"]]))
    aws.client("organizations").update_policy(PolicyId=number, Content=content)
    result = revoke("alice", "--apply", *WHY)
    assert result.exit_code == 1
    assert f"AWS denies {IDS['bob']}, whom the stack file doesn't name: pull the newest" in failed(result)[0]
    assert {ALICE, IDS["bob"]} <= set(people.live(aws)[1].split('"'))


def test_without_the_policy_it_is_no_success_and_an_id_counts_when_the_user_is_gone(aws, revoke):
    number, unknown = people.live(aws)[0], "99999999-4444-5555-6666-777777777777"
    organizations = aws.client("organizations")
    organizations.update_policy(PolicyId=number, Name="another")
    result = revoke(unknown)
    organizations.update_policy(PolicyId=number, Name=POLICY)
    assert result.exit_code == 1
    assert len(failed(result)) == 1
    assert "there is no such policy yet: run pulumi up" in failed(result)[0]
    assert f"would deny identitystore:UserId {unknown}" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nobody"], "found nobody called nobody in d-1234567890, expected a user name, e-mail address or id"),
        (["alice", "--apply"], "found no --owner, --reason or --ticket"),
        (["alice", "--apply", *WHY[:2], "--reason", "short", *WHY[4:]], 'reason: found "short", expected'),
        (["alice", "--apply", *WHY, "--expires", "soon"], 'expires: found "soon", expected a day in double quotes'),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_done(aws, revoke, project, arguments, said):
    before = people.live(aws)
    result = revoke(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert people.live(aws) == before
    assert not (project / "evidence").exists()


def test_braces_are_not_edited(aws, revoke, project):
    file = project / "Pulumi.prod.yaml"
    file.write_text(file.read_text().replace("    guardrails:\n", "    guardrails:\n      revocations: {people: []}\n"))
    result = revoke("alice", "--apply", *WHY)
    assert result.exit_code == 2
    assert "people: found braces or brackets, expected one per line; write what is in it" in result.stderr
    assert ALICE not in people.live(aws)[1]


def test_the_rehearsal_looks_and_then_denies_nobody_for_a_moment(aws, guardrails, project):
    before = people.live(aws)
    dry = guardrails("drill", "revoke")
    assert (dry.exit_code, failed(dry)) == (0, [])
    assert f"ok     policy {POLICY}: attached to Root" in dry.stdout
    assert "ok     permission set ManagementAdministrator in management: this stack's" in dry.stdout
    assert not (project / "evidence").exists()
    result = guardrails("drill", "revoke", "--apply", "--by", "ana")
    assert (result.exit_code, failed(result)) == (0, [])
    assert f"ok     policy {POLICY} can be changed: denied nobody's id, and took it out again" in result.stdout
    assert f"ok     roles of shop: within reach of arn:aws:sts::{SHOP}:assumed-role/" in result.stdout
    assert people.live(aws) == before
    assert sorted((project / "evidence").iterdir())[1].read_text().startswith("# Revoke rehearsal, ")


def test_the_rehearsal_fails_where_nobody_could_be_denied(aws, guardrails, refuse):
    number, _ = people.live(aws)
    organizations, target = aws.client("organizations"), STACK.snapshot.root.id
    organizations.detach_policy(PolicyId=number, TargetId=target)
    loose = failed(guardrails("drill", "revoke"))
    organizations.attach_policy(PolicyId=number, TargetId=target)
    assert loose == [f"FAILED policy {POLICY}: not attached to Root: run pulumi up"]
    refuse("organizations.UpdatePolicy", "AccessDeniedException")
    result = guardrails("drill", "revoke", "--apply", "--by", "ana")
    assert result.exit_code == 1
    assert failed(result)[0].startswith(
        f"FAILED policy {POLICY} can be changed: AccessDeniedException for UpdatePolicy"
    )
