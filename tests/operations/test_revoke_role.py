"""Ending a role's sessions in a local AWS that decides every request as IAM would."""

import json
import time

import pytest
from typer.testing import CliRunner

from cli import build
from operations.aws import AwsError
from operations.revoke_role import find_role
from policies.revocation import ROLE_POLICY
from sandbox.aws.client import LocalAws
from sandbox.aws.enforcement_record import Enforcement
from tests.operations import people
from tests.sandbox.accounts import refusal, with_credentials
from tests.sandbox.glass import ACCOUNTS, MANAGEMENT, STACK

SHOP, WHY = ACCOUNTS["shop"], ["--owner", "ana@example.com", "--reason", "token in a log", "--ticket", "SEC-103"]
STATEMENT = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}, "Action": "sts:AssumeRole"}
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [STATEMENT]})
ALL = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("role") / "state", people.seed(), Enforcement.ENFORCE) as local:
        for name in ("Deploy", "Nightly", "Other"):
            iam = local.client("iam", account=SHOP)
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
            iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=ALL)
        yield local


@pytest.fixture
def revoke(aws, use, project):
    def run(*arguments):
        use(aws)
        return CliRunner().invoke(build(), ["revoke", *arguments, "-C", str(project)])

    return run


def arn(name):
    return f"arn:aws:iam::{SHOP}:role/{name}"


def session(aws, name):
    taken = aws.client("sts").assume_role(RoleArn=arn(name), RoleSessionName="test")
    return with_credentials(aws, "iam", taken["Credentials"])


def test_older_sessions_end_and_newer_ones_work(aws, revoke, project):
    older, other = session(aws, "Deploy"), session(aws, "Other")
    dry = revoke(arn("Deploy"))
    assert dry.exit_code == 0
    assert f"by the inline policy {ROLE_POLICY} (now: none)" in dry.stdout
    assert refusal(older.list_roles) is None
    result = revoke(arn("Deploy"), "--apply", *WHY)
    assert result.exit_code == 0
    assert f"explicit deny in an identity-based policy ({ROLE_POLICY})" in refusal(older.list_roles)[1]
    assert refusal(other.list_roles) is None
    # AWS tells the moment of a session by whole seconds.
    time.sleep(1)
    assert refusal(session(aws, "Deploy").list_roles) is None
    assert "Deploy: token in a log, SEC-103." in max((project / "evidence").iterdir()).read_text()


def test_again_ends_those_that_began_since(aws, revoke):
    revoke(arn("Nightly"), "--apply", *WHY)
    time.sleep(1)
    since = session(aws, "Nightly")
    assert refusal(since.list_roles) is None
    assert revoke(arn("Nightly"), "--apply", *WHY, "--folder", "again").exit_code == 0
    assert refusal(since.list_roles) is not None


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("arn:aws:iam::444455556666:user/x", "expected a person, or arn:aws:iam::ACCOUNT:role/NAME"),
        ("arn:aws:iam::999988887777:role/x", "found account 999988887777, expected an active one of the stack"),
        (arn("aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"), "a service-linked role"),
        (arn("aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_0123456789abcdef"), "revoke the person instead"),
    ],
)
def test_what_is_no_role_that_can_be_changed_is_refused(wanted, said):
    with pytest.raises(AwsError, match=said):
        find_role(STACK, wanted)


def test_a_role_that_is_not_there_is_no_success(revoke):
    result = revoke(arn("Forgotten"))
    assert result.exit_code == 1
    assert "FAILED open sessions of Forgotten: NoSuchEntity for GetRole" in result.stdout
