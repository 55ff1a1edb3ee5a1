"""What AWS, the file system or the command line refuses stops what it is about, and nothing else."""

import json

import pytest

from tests.components.helpers import ROOT
from tests.operations.default_groups.groups import (
    CANARY,
    HOME,
    READ,
    SHOP,
    allow,
    default,
    fill,
    record,
    refused,
    row,
    rules,
)
from tests.sandbox.glass import ACCOUNTS, REGIONS


def test_an_account_that_refuses_stops_no_other(aws, shop, close, project):
    """The shop's role may close, the canary's may only read, audit's may not even read, log-archive has none."""
    allow(aws, "Network", SHOP, [*READ, "ec2:RevokeSecurityGroup*"])
    allow(aws, "Network", CANARY, READ)
    allow(aws, "Network", ACCOUNTS["audit"], ["ec2:DescribeVpcs"])
    there = aws.client("ec2", HOME, CANARY)
    group, before = fill(there), rules(there)
    chosen = [part for key in ("shop", "shop-canary", "audit", "log-archive") for part in ("--account", key)]
    result = close("--role", "Network", *chosen, "--apply")
    assert (result.exit_code, rules(shop), rules(there)) == (1, [], before)
    assert row(result, group).endswith("NOT CLOSED: UnauthorizedOperation for RevokeSecurityGroupIngress")
    for region in REGIONS:
        assert f"not looked at: audit {region}: UnauthorizedOperation for DescribeSecurityGroups\n" in result.stdout
    assert f"not looked at: log-archive {HOME}: AccessDenied for AssumeRole\n" in result.stdout
    assert result.stdout.endswith("; 4 places not looked at\n")
    undo, advice = result.stderr.splitlines()
    assert undo.endswith(f"{record(project)} -s prod --role Network --apply")
    assert advice == (
        "Network, or the caller in their own account, lacks rights over security groups or can't be taken; a role that "
        "deploys must not get them: name one that has them, such as OrganizationAccountAccessRole, with --role "
        "(docs/account-settings.md)"
    )


def test_the_callers_own_account_is_entered_by_nobody(aws, close):
    own = aws.client("ec2", HOME)
    fill(own)
    result = close("--role", "Nobody", "--account", "management", "--apply")
    assert (result.exit_code, rules(own)) == (0, [])


def test_throttled_calls_are_tried_again(shop, close, on):
    throttled, left = refused("RequestLimitExceeded", 503), [True]
    on("before-send.ec2.RevokeSecurityGroupEgress", lambda **call: throttled(**call) if left and left.pop() else None)
    assert close("--account", "shop", "--apply").exit_code == 0
    assert (left, rules(shop)) == ([], [])


def test_rules_that_aws_passes_over_are_no_success(shop, close, on):
    """In a default VPC a rule that doesn't match any longer is no error."""
    passed_over = {"UnknownIpPermissions": [{"IpProtocol": "-1"}]}
    on("after-call.ec2.RevokeSecurityGroupIngress", lambda parsed, **_: parsed.update(passed_over))
    result = close("--account", "shop", "--apply")
    said = "NOT CLOSED: AWS left some of the rules as they were; run this again"
    assert result.exit_code == 1
    assert row(result, default(shop)["GroupId"]).endswith(said)


def test_a_record_that_cannot_be_made_changes_nothing(shop, close, project):
    before = rules(shop)
    (project / "evidence").write_text("a file")
    result = close("--account", "shop", "--apply")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("choose another --folder\n")
    assert rules(shop) == before


def test_a_group_that_cannot_be_written_down_is_left(shop, close, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    before = rules(shop)
    monkeypatch.setattr("os.fsync", full)
    result = close("--account", "shop", "--apply")
    assert (result.exit_code, rules(shop)) == (1, before)
    assert row(result, default(shop)["GroupId"]).endswith(".jsonl (No space left on device)")


@pytest.mark.usefixtures("shop")
def test_whoever_stops_it_stops_all_that_has_not_begun(aws, close, on, monkeypatch, project):
    """What had begun is in the file."""

    def stop(**_):
        raise KeyboardInterrupt

    places = [aws.client("ec2", region, SHOP) for region in REGIONS]
    before = [rules(ec2) for ec2 in places]
    monkeypatch.setattr("operations.everywhere._WORKERS", 1)
    on("before-call.ec2.RevokeSecurityGroupIngress", stop)
    result = close("--account", "shop", "--apply")
    assert result.exit_code not in (0, 2)
    assert [rules(ec2) for ec2 in places] == before
    written = [json.loads(line)["group"] for line in record(project).read_text().splitlines()]
    assert 1 <= len(written) < len(REGIONS)
    assert "to undo: guardrails accounts restore-default-security-groups" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--account", "shopp"], "--account: found shopp, expected a key or id under accounts; did you mean shop?"),
        (["--account", "retired"], "--account: found retired, expected an active account: management, "),
        (["--account", "shop", "--group", "sg-0123456789abcdef0"], "--group: found sg-0123456789abcdef0, expected a"),
    ],
)
def test_wrong_options_are_wrong_input(close, options, said):
    result = close(*options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_documented_rights_are_needed_and_enough(aws, shop, close, restore, project):
    document = (ROOT / "docs/account-settings.md").read_text().partition("```json")[2].partition("```")[0]
    actions, before = json.loads(document)["Statement"][0]["Action"], rules(shop)
    allow(aws, "Documented", SHOP, actions)
    chosen = ("--role", "Documented", "--account", "shop", "--apply")
    assert (close("--all-regions", *chosen).exit_code, rules(shop)) == (0, [])
    assert (restore(str(record(project)), *chosen).exit_code, rules(shop)) == (0, before)
    asked = {call.action for call in aws.calls if ":assumed-role/Documented/" in call.principal}
    assert asked == set(actions)
