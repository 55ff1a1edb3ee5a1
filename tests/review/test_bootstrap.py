"""The templates that make the deployers' roles: what they make in a local AWS, and what can't be bootstrapped."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from typer.testing import CliRunner

from cli import build
from policies.compiled import Compiled
from policies.deployer.escalations import DEPLOYER_ROLE
from policies.deployer.rights import documents
from policies.deployer.template import BODY_BYTES, Members, members_template
from policies.example import AUDIT, CONTEXT, LOG_ARCHIVE, MANAGEMENT, MEMBER, OTHER_MEMBER
from policies.names import BREAK_GLASS_ROLE
from policies.vending import VENDED
from review.bootstrap import BootstrapError, closing, commands, templates
from sandbox.aws.client import LocalAws
from sandbox.day_one import seed_of
from tests.components.alert_paths import alerts_are_heard
from tests.components.helpers import ROOT, read_stack, record_baseline
from tests.components.invariants import alarms_act
from tests.components.tokens import ALARM
from tests.policies.deployer_stack import boundary, by_its_own_role, context, granted, graph, stack

PIPELINE = {
    "organization": "example-org",
    "organizationId": "1234567",
    "repository": "guardrails",
    "repositoryId": "7654322",
    "environment": "production",
    "workflow": "example-org/guardrails/.github/workflows/deploy.yml@refs/heads/main",
}
CANARY = "012345678901"
ACCOUNTS = (MANAGEMENT, LOG_ARCHIVE, AUDIT, MEMBER, OTHER_MEMBER)


def with_pipeline(values):
    by_its_own_role(values)
    values["baseline"]["deployment"]["pipeline"] = {"github": PIPELINE}


@pytest.fixture(scope="module")
def made():
    return templates(read_stack("prod", with_pipeline), graph())


@pytest.fixture(scope="module")
def aws(made, tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("bootstrap") / "state", seed_of(stack())) as local:
        arguments = {"StackName": DEPLOYER_ROLE, "Capabilities": ["CAPABILITY_NAMED_IAM"]}
        for account in ACCOUNTS:
            body = made["management.json" if account == MANAGEMENT else "members.json"]
            local.client("cloudformation", account=account).create_stack(TemplateBody=body, **arguments)
        yield local


def attached(aws, account):
    iam = aws.client("iam", account=account)
    for policy in iam.list_attached_role_policies(RoleName=DEPLOYER_ROLE)["AttachedPolicies"]:
        version = iam.get_policy_version(PolicyArn=policy["PolicyArn"], VersionId="v1")["PolicyVersion"]
        yield policy["PolicyName"], version["Document"]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_each_account_has_the_policies_that_its_resources_need(aws, account):
    found = dict(attached(aws, account))
    wanted = {f"{DEPLOYER_ROLE}-{place.part}-1" for place in granted()[account]}
    assert (f"{DEPLOYER_ROLE}-archive-1" in wanted) is (account == LOG_ARCHIVE)
    assert found.keys() == wanted | ({f"{DEPLOYER_ROLE}-members"} if account == MANAGEMENT else set())
    for part, several in documents(granted()[account], context(stack()), account).items():
        made_ = found[f"{DEPLOYER_ROLE}-{part}-1"]
        needed = {(s["Sid"], action) for s in several[0].as_dict()["Statement"] for action in s["Action"]}
        assert needed <= {(s["Sid"], action) for s in made_["Statement"] for action in s["Action"]}
        assert f":{account}:" in json.dumps(made_) or part in ("archive", "identity-center")
        assert "${" not in json.dumps(made_)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_the_roles_are_bounded_and_let_in_whom_they_should(aws, account):
    role = aws.client("iam", account=account).get_role(RoleName=DEPLOYER_ROLE)["Role"]
    trust = json.dumps(role["AssumeRolePolicyDocument"])
    assert role["MaxSessionDuration"] == 3600
    if account == MANAGEMENT:
        assert "repo:example-org/guardrails:environment:production" in trust
        assert "sts:AssumeRoleWithWebIdentity" in trust
        return
    assert f"arn:aws:iam::{MANAGEMENT}:role/{DEPLOYER_ROLE}" in trust
    arn = role["PermissionsBoundary"]["PermissionsBoundaryArn"]
    assert arn == f"arn:aws:iam::{account}:policy/{DEPLOYER_ROLE}-boundary"
    version = aws.client("iam", account=account).get_policy_version(PolicyArn=arn, VersionId="v1")
    sids = {statement.sid for statement in Compiled(version["PolicyVersion"]["Document"]).statements}
    assert sids == {statement.sid for statement in boundary(account).statements}
    assert ("PeoplesAccess" in sids) is (account == AUDIT)


def test_templates_fit_without_a_bucket(made):
    assert all(len(text) <= BODY_BYTES for text in made.values())


def test_conditions_hold_any_number_of_accounts():
    """CloudFormation takes ten conditions in an Or."""
    rights = {f"{number:012}": granted()[MEMBER] for number in range(137)}
    condition = members_template(Members(context=CONTEXT, rights=rights, identity_center=AUDIT))["Conditions"]["Access"]
    named = []

    def walk(here):
        (kind, parts) = next(iter(here.items()))
        if kind == "Fn::Equals":
            named.append(parts[1])
            return
        assert kind == "Fn::Or"
        assert 2 <= len(parts) <= 10
        for part in parts:
            walk(part)

    walk(condition)
    assert sorted(named) == sorted(rights)


def test_nothing_can_be_made_while_nobody_would_enter():
    with pytest.raises(BootstrapError, match=r"baseline\.deployment\.pipeline: found nothing"):
        templates(stack(), graph())


@pytest.fixture
def project(tmp_path):
    for room in ("policies", "config", "components"):
        (tmp_path / room).symlink_to(ROOT / room)
    for name in ("__main__.py", "Pulumi.yaml", "Pulumi.prod.yaml", "organization.json"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def run(project, out):
    return CliRunner().invoke(build(), ["bootstrap", "deployer", "-C", str(project), "--out", str(out)])


def test_the_command_writes_the_templates_and_says_what_to_run(project, tmp_path):
    out = tmp_path / "out"
    refused = run(project, out)
    assert (refused.exit_code, "deployment.pipeline" in refused.stderr, out.exists()) == (2, True, False)
    file = project / "Pulumi.prod.yaml"
    github = "\n".join(f'          {key}: "{value}"' for key, value in PIPELINE.items())
    role = f"roleName: {DEPLOYER_ROLE}\n      pipeline:\n        github:\n{github}"
    file.write_text(file.read_text().replace("roleName: OrganizationAccountAccessRole", role))
    locked = run(project, out)
    assert (locked.exit_code, "guardrails check -s prod" in locked.stderr) == (2, True)
    file.write_text(file.read_text().replace("OrganizationAccountAccessRole", DEPLOYER_ROLE))
    done = run(project, out)
    assert done.exit_code == 0, done.output
    assert {path.name for path in out.iterdir()} == {"management.json", "members.json", "vended-trust.json"}
    assert "RetainStacksOnAccountRemoval=true" in done.stdout
    assert "--deployment-targets OrganizationalUnitIds=r-exam" in done.stdout
    assert [call.split()[:2] for call in _calls(done.stdout, tmp_path)] == [
        *([["sts", "assume-role"], ["iam", "update-assume-role-policy"]] * 5)
    ]


def _calls(printed, folder):
    """The printed commands of the last step, run with a program that takes down what it is called with."""
    aws = folder / "aws"
    aws.write_text('#!/bin/sh\necho "$@" >> "$(dirname "$0")/calls"\n[ "$1" = iam ] || echo "A\tB\tC"\n')
    aws.chmod(0o755)
    step = printed[printed.index("# 4.") :]
    subprocess.run(["bash", "-euc", step], check=True, env={"PATH": f"{folder}:/usr/bin:/bin"})
    return (folder / "calls").read_text().splitlines()


def test_a_vended_role_that_was_closed_lets_break_glass_in_and_nobody_else(aws):
    """The last step, in an account that the other tests don't need."""
    vended, session = f"arn:aws:iam::{CANARY}:role/{VENDED[0]}", "close-vending"
    sts, iam = aws.client("sts"), aws.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [trust]})

    def member_of(name):
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        key = sts.assume_role(RoleArn=role, RoleSessionName=session)["Credentials"]
        return aws.client_of(key, "sts")

    glass, other = member_of(BREAK_GLASS_ROLE), member_of("Administrator")
    assert other.assume_role(RoleArn=vended, RoleSessionName=session)["Credentials"]
    narrowed = closing(stack())["vended-trust.json"]
    by_itself = sts.assume_role(RoleArn=vended, RoleSessionName=session)["Credentials"]
    aws.client_of(by_itself, "iam").update_assume_role_policy(RoleName=VENDED[0], PolicyDocument=narrowed)
    assert glass.assume_role(RoleArn=vended, RoleSessionName=session)["Credentials"]
    for who in (other, sts):
        with pytest.raises(ClientError, match="AccessDenied"):
            who.assume_role(RoleArn=vended, RoleSessionName=session)


def test_without_break_glass_the_way_is_not_closed_to_everybody():
    alone = read_stack("prod", lambda values: values["baseline"].pop("breakGlass"))
    assert closing(alone) == {}
    assert "update-assume-role-policy" not in commands(alone, Path("out"))


def test_the_roles_are_guarded_once_a_pipeline_is_named():
    declared = read_stack("prod", with_pipeline)
    guarded = record_baseline(declared)
    alarm = next(a for a in guarded.of_type(ALARM) if a.inputs["name"] == "guardrails-deployer-outside-pipeline")
    assert alarm.inputs["alarmActions"]
    assert [*alarms_act(guarded, declared), *alerts_are_heard(guarded, declared)] == []
    assert len(guarded.of_type(ALARM)) == len(graph().of_type(ALARM)) + 1
