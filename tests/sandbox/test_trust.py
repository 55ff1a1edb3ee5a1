"""Roles of the local AWS let in whom their trust policies name: break-glass, as it is deployed."""

import datetime
import json

import pytest

from policies.break_glass import trust, user_arns
from sandbox.aws.client import LocalAws
from sandbox.aws.enforcement_caller import mfa_keys
from tests.sandbox.accounts import AUDIT, MANAGEMENT, SEED, SHOP, refusal, with_credentials

ROLE = "guardrails-break-glass"
TRUST = trust("aws", MANAGEMENT, 3600).json()
TOKEN = {"SerialNumber": "GAHT12345678", "TokenCode": "123456"}


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", SEED) as local:
        for account in (MANAGEMENT, SHOP):
            local.client("iam", account=account).create_role(RoleName=ROLE, AssumeRolePolicyDocument=TRUST)
        yield local


@pytest.fixture(scope="module")
def users(aws):
    """Keys of the two users, each with a device, and of another user with one."""
    iam, keys = aws.client("iam"), {}
    for name in (*(arn.rpartition("/")[2] for arn in user_arns("aws", MANAGEMENT)), "alice"):
        iam.create_user(UserName=name)
        serial = TOKEN["SerialNumber"] if name.endswith("1") else f"GAHT-{name}"
        codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
        iam.enable_mfa_device(UserName=name, SerialNumber=serial, **codes)
        keys[name] = iam.create_access_key(UserName=name)["AccessKey"]
    return keys


@pytest.fixture
def one(users):
    return users["guardrails-break-glass-1"]


def assume(aws, credentials, account=SHOP, role=ROLE, **more):
    sts = with_credentials(aws, "sts", credentials)
    arguments = {"RoleArn": f"arn:aws:iam::{account}:role/{role}", "RoleSessionName": "test"}
    return refusal(sts.assume_role, **arguments | more)


def session(aws, credentials, **device):
    return with_credentials(aws, "sts", credentials).get_session_token(**device)["Credentials"]


@pytest.mark.parametrize("account", [MANAGEMENT, SHOP])
def test_a_user_with_mfa_gets_in(aws, one, account):
    assert assume(aws, session(aws, one, **TOKEN), account) is None
    assert assume(aws, one, account, **TOKEN) is None


def test_without_mfa_nobody_gets_in(aws, one):
    code, message = assume(aws, one)
    assert code == "AccessDenied"
    arn = user_arns("aws", MANAGEMENT)[0]
    role = f"arn:aws:iam::{SHOP}:role/{ROLE}"
    assert message == f"User: {arn} is not authorized to perform: sts:AssumeRole on resource: {role}"
    assert assume(aws, session(aws, one))[0] == "AccessDenied"


def test_another_users_device_is_no_device(aws, one, users):
    for device in (TOKEN | {"SerialNumber": "GAHT-alice"}, TOKEN | {"TokenCode": "12345a"}):
        code, message = assume(aws, one, **device)
        assert (code, message.partition(",")[0]) == ("AccessDenied", "MultiFactorAuthentication failed")
    other = users["guardrails-break-glass-2"]
    assert assume(aws, other, **TOKEN | {"SerialNumber": "GAHT-guardrails-break-glass-2"}) is None


def test_another_user_does_not_get_in(aws, users):
    assert assume(aws, users["alice"], **TOKEN | {"SerialNumber": "GAHT-alice"})[0] == "AccessDenied"


def test_administrators_and_chained_roles_do_not_get_in(aws, one):
    role = f"arn:aws:iam::{SHOP}:role/{ROLE}"
    for account in (None, AUDIT, SHOP):
        sts = aws.client("sts", account=account)
        assert refusal(sts.assume_role, RoleArn=role, RoleSessionName="test")[0] == "AccessDenied"
    management = {"RoleArn": role.replace(SHOP, MANAGEMENT), "RoleSessionName": "test"}
    inside = with_credentials(aws, "sts", one).assume_role(**management, **TOKEN)["Credentials"]
    assert assume(aws, inside)[0] == "AccessDenied"


def test_mfa_grows_old():
    moment = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - datetime.timedelta(seconds=3700)
    keys = mfa_keys(moment)
    assert keys["aws:MultiFactorAuthPresent"] == "true"
    assert 3700 <= int(keys["aws:MultiFactorAuthAge"]) <= 3710
    assert mfa_keys(None) == {"aws:MultiFactorAuthPresent": "false"}


def test_sessions_are_as_long_as_the_role_lets_them(aws, one):
    assert assume(aws, one, **TOKEN, DurationSeconds=3601)[0] == "ValidationError"
    iam = aws.client("iam", account=SHOP)
    delegating = json.loads(TRUST)
    delegating["Statement"] = [{"Effect": "Allow", "Principal": {"AWS": MANAGEMENT}, "Action": "sts:AssumeRole"}]
    document = json.dumps(delegating)
    iam.create_role(RoleName="long", AssumeRolePolicyDocument=document, MaxSessionDuration=7200)
    assert assume(aws, one, role="long", DurationSeconds=7200) is None
    management = {"RoleArn": f"arn:aws:iam::{MANAGEMENT}:role/{ROLE}", "RoleSessionName": "test"}
    chained = with_credentials(aws, "sts", one).assume_role(**management, **TOKEN)["Credentials"]
    assert assume(aws, chained, role="long", DurationSeconds=3600) is None
    assert assume(aws, chained, role="long", DurationSeconds=7200)[0] == "ValidationError"


def test_external_ids_and_source_identities_are_asked(aws):
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": "e-1", "sts:SourceIdentity": "alice"}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    aws.client("iam", account=SHOP).create_role(RoleName="asked", AssumeRolePolicyDocument=document)
    arguments = {"RoleArn": f"arn:aws:iam::{SHOP}:role/asked", "RoleSessionName": "test"}
    sts = aws.client("sts")
    assert refusal(sts.assume_role, **arguments)[0] == "AccessDenied"
    assert refusal(sts.assume_role, **arguments, ExternalId="e-1")[0] == "AccessDenied"
    assert refusal(sts.assume_role, **arguments, ExternalId="e-1", SourceIdentity="alice") is None


def test_what_nobody_evaluates_is_visible(aws):
    arguments = {"RoleArn": f"arn:aws:iam::{SHOP}:role/OrganizationAccountAccessRole", "RoleSessionName": "test"}
    policies = [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]
    assert refusal(aws.client("sts").assume_role, **arguments, PolicyArns=policies)[0] == "NotImplemented"
