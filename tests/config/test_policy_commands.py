"""simulate, explain and synth, as their users run them."""

import json

import pytest
from typer.testing import CliRunner

from cli import build
from tests.components.helpers import ROOT

FULL = {"Version": "2012-10-17", "Statement": [{"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}]}
STOP = {"Version": "2012-10-17", "Statement": [{"Sid": "No", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
REQUEST = {
    "name": "read",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::bucket/key",
    "principal": "arn:aws:sts::444455556666:assumed-role/Developer/ada",
    "principalArn": None,
    "account": "444455556666",
    "resourceAccount": None,
    "managementAccount": False,
    "context": {"aws:RequestedRegion": "eu-west-1"},
    "scps": [[FULL], [FULL]],
    "rcps": [],
    "identity": [FULL],
    "boundary": None,
    "session": None,
    "resourcePolicy": None,
}
DEVELOPER = "arn:aws:iam::444455556666:role/Developer"


def run(*arguments):
    return CliRunner().invoke(build(), list(arguments))


def simulate(tmp_path, text):
    file = tmp_path / "requests.json"
    file.write_text(text, encoding="utf-8")
    return run("simulate", str(file))


def test_simulate_prints_a_line_for_each_request(tmp_path):
    stopped = {**REQUEST, "name": "stopped", "scps": [[FULL], [FULL, STOP]]}
    nothing = {**REQUEST, "name": "nothing", "identity": []}
    result = simulate(tmp_path, json.dumps([REQUEST, stopped, nothing]))
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"name": "read", "decision": "Allow", "layer": "identity", "statements": ["All"]},
        {"name": "stopped", "decision": "ExplicitDeny", "layer": "scp", "statements": ["No"]},
        {"name": "nothing", "decision": "ImplicitDeny", "layer": "identity", "statements": []},
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[\n  {}\n", "3:1: no valid JSON"),
        ("{}", "1:1: a list of requests is needed"),
        ("[\n  5\n]", "2:3: [0]: a request is an object"),
        ('[\n  {"name": "x", "action": "s3:GetObject", "resource": "*"}\n]', "2:3: [0].principal: a string is needed"),
    ],
)
def test_simulate_says_where_the_file_is_wrong(tmp_path, text, error):
    result = simulate(tmp_path, text)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert error in result.stderr


def test_simulate_decides_nothing_when_one_request_is_wrong(tmp_path):
    typo = {"Version": "2012-10-17", "Statement": [{**STOP["Statement"][0], "Condition": {"StringEqualz": {"a": "b"}}}]}
    wrong = {**REQUEST, "scps": [[FULL], [FULL, typo]]}
    result = simulate(tmp_path, json.dumps([REQUEST, wrong, {**REQUEST, "actoin": "x"}], indent=1))
    assert result.exit_code == 2
    assert result.stdout == ""
    first, second = result.stderr.splitlines()
    assert ": [1].scps[1][1]: statement No: condition operator StringEqualz" in first
    assert ": [2].actoin: unknown key" in second


def test_simulate_without_its_file(tmp_path):
    result = run("simulate", str(tmp_path / "missing.json"))
    assert result.exit_code == 2
    assert "can't be read" in result.stderr


def explain(*arguments):
    return run("explain", "-C", str(ROOT), "--account", "shop", "--principal", DEVELOPER, *arguments)


def test_explain_names_layer_statement_guardrail_and_who_is_spared():
    result = explain("--action", "cloudtrail:StopLogging", "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (found["decision"], found["layer"]) == ("ExplicitDeny", "scp")
    stop = next(stop for stop in found["stops"] if stop["guardrail"] == "protectSecurityServices")
    assert stop["sid"]
    assert stop["why"]
    assert "arn:aws:iam::*:role/OrganizationAccountAccessRole" in stop["spared"]


def test_explain_lets_everyday_work_through():
    result = explain("--action", "s3:GetObject", "--resource", "arn:aws:s3:::shop-data/x")
    assert result.exit_code == 0
    assert result.stdout.startswith("Allow by ")


def test_explain_takes_context():
    elsewhere = explain("--action", "ec2:RunInstances", "--context", "aws:RequestedRegion=ap-south-1")
    assert elsewhere.exit_code == 1
    assert "of regions:" in elsewhere.stdout
    assert explain("--action", "ec2:DescribeInstances").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--account", "shpo", "--principal", DEVELOPER), "did you mean shop?"),
        (("--account", "shop", "--principal", "Developer"), "is no ARN"),
        (("--account", "shop", "--principal", DEVELOPER, "--context", "x"), "expected KEY=VALUE"),
    ],
)
def test_explain_refuses_what_it_does_not_understand(arguments, error):
    result = run("explain", "-C", str(ROOT), "--action", "s3:GetObject", *arguments)
    assert result.exit_code == 2
    assert error in result.stderr


def test_synth_writes_what_binds_each_account(tmp_path):
    assert run("synth", "-C", str(ROOT), "--out", str(tmp_path / "out")).exit_code == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    accounts = {account["id"]: account for account in manifest["accounts"]}
    shop = accounts["444455556666"]
    assert shop["name"] == "Shop"
    assert [account["id"] for account in accounts.values() if account["management"]] == ["111122223333"]
    assert [len(level) > 0 for level in shop["scps"]] == [True, True, True]
    assert all("FullAWSAccess.json" in level for level in shop["scps"])
    named = {file for account in accounts.values() for file in account["boundaries"].values()}
    for account in accounts.values():
        for levels in (account["scps"], account["rcps"], *account["declarative"].values()):
            named |= {file for level in levels for file in level}
    assert {path.name for path in (tmp_path / "out").iterdir()} == named | {"manifest.json"}
    assert json.loads((tmp_path / "out" / shop["boundaries"]["guardrails-boundary"]).read_text())["Statement"]


def test_synth_twice_leaves_no_old_document(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.json").write_text("{}")
    assert run("synth", "-C", str(ROOT), "--out", str(out)).exit_code == 0
    assert not (out / "old.json").exists()


def test_synth_spares_a_folder_with_other_files(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    result = run("synth", "-C", str(ROOT), "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "notes.txt" in result.stderr
    assert (tmp_path / "notes.txt").read_text() == "mine"
