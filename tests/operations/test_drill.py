"""The rehearsal of break-glass against a local AWS that has it, and against one in which something is amiss."""

import json

import boto3
import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from cli import build
from policies import names
from policies.break_glass import role_permissions, trust
from sandbox.aws.client import LocalAws
from sandbox.day_one import seed_of
from tests.sandbox.glass import ACCOUNTS, AUDIT, MANAGEMENT, REGIONS, SERIALS, STACK, STATE, deploy, rule

DEVICE = ["--mfa-serial", "GAHT00000000", "--mfa-code", "123456"]
PEOPLE = ["--by", "ana", "--witness", "bob"]
# Two accounts besides management keep the test short.
SOME = ["--account", "audit", "--account", "shop"]


@pytest.fixture(scope="module")
def glass(tmp_path_factory):
    seed = seed_of(STACK)
    with LocalAws(seed.management_account, tmp_path_factory.mktemp("glass") / "state", seed) as local:
        about = {"Name": "guardrails-data-Root", "Description": "x", "Type": "SERVICE_CONTROL_POLICY"}
        local.client("organizations").create_policy(**about, Content=role_permissions().json())
        yield local, deploy(local)


@pytest.fixture
def drill(glass, use, project, monkeypatch):
    """Run the command as the sandbox's administrator, or with another access key."""

    def run(*options, key=None):
        use(glass[0])
        if key:
            monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])
            monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])
            if "SessionToken" in key:
                monkeypatch.setenv("AWS_SESSION_TOKEN", key["SessionToken"])
        return CliRunner().invoke(build(), ["drill", "break-glass", *options, "-C", str(project)])

    return run


def failed(result):
    return [line for line in result.stdout.splitlines() if line.startswith("FAILED")]


def test_dry_it_only_looks(drill, project):
    result = drill()
    assert (result.exit_code, failed(result)) == (0, [])
    assert "ok     devices of guardrails-break-glass-1: 2 devices, 0 of them virtual\n" in result.stdout
    assert "ok     organizations:DetachPolicy: allowed for 1 policies\n" in result.stdout
    assert result.stdout.count("alarm of management in") == len(REGIONS)
    assert "add --apply" in result.stderr
    assert "role of" not in result.stdout
    assert not (project / "evidence").exists()


def test_applied_it_takes_the_roles_and_writes_the_record(drill, glass, project):
    result = drill("--apply", *DEVICE, *PEOPLE, *SOME, key=glass[1])
    assert (result.exit_code, failed(result)) == (0, [])
    for account in ("management", "audit", "shop"):
        assert f"ok     role of {account}: took arn:aws:sts::{ACCOUNTS[account]}:assumed-role/" in result.stdout
    assert "ok     alarm over the trail: acts\n" in result.stdout
    found, text = sorted((project / "evidence").iterdir())
    record = json.loads(found.read_text())
    assert (record["passed"], record["applied"], record["by"], record["witness"]) == (True, True, "ana", "bob")
    assert record["caller"] == f"arn:aws:iam::{MANAGEMENT}:user/{names.BREAK_GLASS_USERS[0]}"
    assert found.name.startswith("break-glass-prod-20")
    assert "| role of shop | passed | took arn" in text.read_text()


def test_the_alarm_over_an_existing_trail_is_looked_for_where_it_is(drill, glass, project):
    path = project / "Pulumi.prod.yaml"
    yaml = YAML()
    values = yaml.load(path)
    baseline = values["config"]["guardrails:baseline"]
    baseline["trail"] = {"existing": {"logGroup": "aws-controltower/CloudTrailLogs"}}
    baseline["logArchive"] = {"bucketName": "aws-controltower-logs-222233334444-eu-west-1"}
    baseline["alerts"] = {"email": "security@example.com"}
    yaml.dump(values, path)
    arguments = ("--apply", *DEVICE, *PEOPLE, *SOME)
    assert failed(drill(*arguments, key=glass[1])) == ["FAILED alarm over the trail: is not there"]
    alarm = {"AlarmName": names.BREAK_GLASS_RULE, "Namespace": "guardrails", "MetricName": names.BREAK_GLASS_RULE}
    compared = {"ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": 1, "Statistic": "Sum"}
    cloudwatch = glass[0].client("cloudwatch", "eu-west-1", MANAGEMENT)
    topic = f"arn:aws:sns:eu-west-1:{AUDIT}:{names.ALERT_TOPIC}"
    cloudwatch.put_metric_alarm(**alarm, **compared, Period=60, EvaluationPeriods=1, AlarmActions=[topic])
    result = drill(*arguments, key=glass[1])
    cloudwatch.delete_alarms(AlarmNames=[names.BREAK_GLASS_RULE])
    assert (result.exit_code, failed(result)) == (0, [])
    assert "ok     alarm over the trail: acts\n" in result.stdout


def test_the_console_is_proof_too_for_its_account(drill, glass):
    user = boto3.Session(glass[1]["AccessKeyId"], glass[1]["SecretAccessKey"], region_name="eu-west-1")
    with_proxy = {"config": glass[0]._config(), "verify": glass[0].environment["AWS_CA_BUNDLE"]}
    role = f"arn:aws:iam::{AUDIT}:role/{names.BREAK_GLASS_ROLE}"
    proof = {"SerialNumber": "GAHT00000000", "TokenCode": "123456"}
    taken = user.client("sts", **with_proxy).assume_role(
        RoleArn=role, RoleSessionName="guardrails-break-glass-1", **proof
    )
    result = drill("--apply", *PEOPLE, "--json", key=taken["Credentials"])
    assert result.exit_code == 0
    checks = {check["name"]: check["passed"] for check in json.loads(result.stdout)["checks"]}
    assert checks["role of audit"] is checks["message of the hub"] is True
    assert "role of management" not in checks


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--apply", *DEVICE], "found fewer than two people"),
        (["--apply", *DEVICE, "--by", "ana", "--witness", "ana"], "found fewer than two people"),
        (["--apply", *PEOPLE], "found neither a device nor a session"),
        (["--mfa-code", "123456"], "found one of --mfa-serial and --mfa-code"),
        (["--account", "retired"], "found --account retired, expected an active account"),
        (["--mfa-serial", "GAHT00000000", "--mfa-code", "12345x"], "found another --mfa-code than six digits"),
        (["--apply", "--mfa-serial", "GAHT99999999", "--mfa-code", "123456", *PEOPLE], "AccessDenied"),
    ],
)
def test_what_can_not_be_tried_is_said(drill, glass, project, options, said):
    result = drill(*options, key=glass[1])
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (project / "evidence").exists()


def test_without_the_block_there_is_nothing_to_rehearse(drill, project):
    file = project / "Pulumi.prod.yaml"
    text = file.read_text()
    start = text.index("    breakGlass:")
    file.write_text(text[:start] + text[text.index("    # A guardrail", start) :])
    result = drill()
    assert result.exit_code == 2
    assert "found no breakGlass in stack prod" in result.stderr


def test_a_role_that_does_not_let_in_fails_and_is_recorded(drill, glass, project):
    iam = glass[0].client("iam", account=ACCOUNTS["shop"])
    about = {"RoleName": names.BREAK_GLASS_ROLE}
    iam.update_assume_role_policy(**about, PolicyDocument=trust("aws", AUDIT, 3600).json())
    try:
        result = drill("--apply", *DEVICE, *PEOPLE, *SOME, key=glass[1])
    finally:
        iam.update_assume_role_policy(**about, PolicyDocument=trust("aws", MANAGEMENT, 3600).json())
    assert result.exit_code == 1
    role = f"arn:aws:iam::{ACCOUNTS['shop']}:role/{names.BREAK_GLASS_ROLE}"
    assert failed(result) == [f"FAILED role of shop: {role}: AccessDenied"]
    assert not json.loads(min((project / "evidence").iterdir()).read_text())["passed"]


def test_a_device_too_few_and_one_in_a_telephone(drill, glass):
    iam, user = glass[0].client("iam"), names.BREAK_GLASS_USERS[1]
    iam.deactivate_mfa_device(UserName=user, SerialNumber=SERIALS[user][1])
    assert failed(drill()) == [f"FAILED devices of {user}: 1 devices, 0 of them virtual"]
    serial = iam.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"]["SerialNumber"]
    codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
    iam.enable_mfa_device(UserName=user, SerialNumber=serial, **codes)
    assert failed(drill()) == [f"FAILED devices of {user}: 2 devices, 1 of them virtual"]
    iam.deactivate_mfa_device(UserName=user, SerialNumber=serial)
    iam.delete_virtual_mfa_device(SerialNumber=serial)
    iam.enable_mfa_device(UserName=user, SerialNumber=SERIALS[user][1], **codes)


def test_a_user_without_its_boundary(drill, glass):
    iam, user = glass[0].client("iam"), names.BREAK_GLASS_USERS[1]
    policy = f"arn:aws:iam::{MANAGEMENT}:policy/{names.BREAK_GLASS_USER_POLICY}"
    iam.delete_user_permissions_boundary(UserName=user)
    assert failed(drill()) == [f"FAILED user {user}: bounded by no policy"]
    iam.put_user_permissions_boundary(UserName=user, PermissionsBoundary=policy)


def test_rights_that_are_not_enough_are_seen(drill, glass):
    iam, role = glass[0].client("iam"), names.BREAK_GLASS_ROLE
    document = role_permissions().json()
    inline = {"RoleName": role, "PolicyName": "recover"}
    iam.put_role_policy(**inline, PolicyDocument=document.replace('"*"', '"organizations:List*"', 1))
    found = failed(drill())
    iam.put_role_policy(**inline, PolicyDocument=document)
    assert found == [
        f"FAILED organizations:{action}: denied for guardrails-data-Root" for action in ("DetachPolicy", "UpdatePolicy")
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda e: e.disable_rule(Name=names.BREAK_GLASS_RULE), "its state is DISABLED"),
        (lambda e: e.remove_targets(Rule=names.BREAK_GLASS_RULE, Ids=["hub"]), "it has no target"),
        (
            lambda e: e.put_rule(Name=names.BREAK_GLASS_RULE, EventPattern='{"source": ["aws.iam"]}', State=STATE),
            "its pattern is another one",
        ),
        (
            lambda e: (
                e.remove_targets(Rule=names.BREAK_GLASS_RULE, Ids=["hub"]),
                e.delete_rule(Name=names.BREAK_GLASS_RULE),
            ),
            "there is no such rule",
        ),
    ],
)
def test_an_alarm_that_nobody_would_hear(drill, glass, change, said):
    events = glass[0].client("events", "us-east-1")
    change(events)
    found = failed(drill())
    rule(events, "default", STATE)
    assert len(found) == 1
    assert found[0].startswith("FAILED alarm of management in us-east-1: ")
    assert said in found[0]


def test_who_may_not_look_is_told_so(drill, refuse):
    refuse("organizations.ListPolicies", "AccessDeniedException")
    result = drill()
    assert result.exit_code == 0
    assert "-      recovery: not looked at: AccessDeniedException for ListPolicies\n" in result.stdout
