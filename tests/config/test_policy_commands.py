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
SESSIONS = "arn:aws:sts::444455556666:assumed-role"


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
        ("", "1:1: no valid JSON"),
        ("[NaN]", "1:2: no valid JSON: NaN"),
        ("{}", "1:1: a list of requests is needed, found an empty mapping"),
        ("\ufeff{}", "1:1: a list of requests is needed"),
        ("[\n  5\n]", "2:3: [0]: a request is an object"),
        ('[\n  {"name": "x", "action": "s3:GetObject", "resource": "*"}\n]', "2:3: [0].principal: missing"),
        ('[\n\t{"name":\n\t"x",\n\t"action"\n\t:\n\t7}\n]', "6:2: [0].action: a string is needed, found 7"),
        ('[{"name": "x",\n "name": "y"}]', '2:10: the key "name" is given twice'),
        (f'[{{"name":\n{"9" * 5000}}}]', "2:1: a number of 5000 digits"),
        ('[\n{"context":\n' + "[" * 60 + "]" * 60 + "}]", "3:50: nested deeper than 50 levels"),
        ("[" * 100_000, "1:1: nested deeper"),
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
    assert ": [1].scps[1][1].Statement[0].Condition.StringEqualz: statement No: unknown condition operator" in first
    assert ": [2].actoin: unknown key; did you mean action?" in second


PLACES = {
    '"context": {"aws:username": {}}': ("[0].context.aws:username: ", "{}"),
    '"context": {"aws:x": "1", "AWS:X": "2"}': ("[0].context.AWS:X: ", '"2"'),
    '"account": "4444"': ("[0].account: an account's twelve digits", '"4444"'),
    '"principalArn": "Developer"': ("[0].principalArn: an ARN or null", '"Developer"'),
    '"managementAccount": "true"': ("[0].managementAccount: true or false", '"true"'),
    '"scps": [{}]': ("[0].scps[0]: each level is a list", "{}"),
    '"identity": [{"Version": "2012-10-18", "Statement": []}]': ("[0].identity[0].Statement: ", "[]"),
    '"identity": [{"Statement": {"Sid": 5}}]': ("[0].identity[0].Statement.Sid: ", "5"),
    '"session": {"Statement": [{"Effect": "Allow", "Action": 5}]}': ("[0].session.Statement[0].Action: ", "5"),
    '"boundary": {"Statement": [{"Effect": "allow"}]}': ("[0].boundary.Statement[0].Effect: ", '"allow"'),
    '"resourcePolicy": {"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Principal": {"AWS": 5}}]}': (
        "[0].resourcePolicy.Statement[0].Principal: statement #0: Principal AWS",
        '{"AWS"',
    ),
    '"identity": [{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", '
    '"Condition": {"NumericEquals": {"s3:max-keys": "NaN"}}}]}]': (
        "[0].identity[0].Statement[0].Condition.NumericEquals.s3:max-keys: statement #0: NaN is not a number",
        '"NaN"',
    ),
}


@pytest.mark.parametrize("given", PLACES)
def test_simulate_says_where_in_a_request_it_is_wrong(tmp_path, given):
    error, found = PLACES[given]
    line = f'{{"name": "x", "action": "s3:GetObject", "resource": "*", "principal": "*", {given}}}'
    result = simulate(tmp_path, f"[\n{line}\n]")
    assert result.exit_code == 2
    assert f":2:{line.rindex(found) + 1}: {error}" in result.stderr


def test_simulate_takes_every_text_of_json(tmp_path):
    assert simulate(tmp_path, "[]").exit_code == 0
    result = simulate(tmp_path, "\ufeff" + json.dumps([{**REQUEST, "name": "\ud83d \u00e9"}]))
    assert [json.loads(line)["name"] for line in result.stdout.splitlines()] == ["\ud83d \u00e9"]


def test_simulate_names_some_of_many_errors(tmp_path):
    result = simulate(tmp_path, json.dumps([5] * 60))
    assert len(result.stderr.splitlines()) == 51
    assert "10 more requests are wrong" in result.stderr


def test_simulate_reads_standard_input():
    result = CliRunner().invoke(build(), ["simulate", "-"], input="[{}]")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "-:1:2: [0].name: missing" in result.stderr


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


def asked(principal, action):
    return run("explain", "-C", str(ROOT), "--account", "shop", "--principal", principal, "--action", action)


def test_explain_knows_a_session_by_its_role():
    spared = asked(f"{SESSIONS}/OrganizationAccountAccessRole/pulumi", "cloudtrail:StopLogging")
    assert spared.exit_code == 0
    assert "as arn:aws:iam::444455556666:role/OrganizationAccountAccessRole with " in spared.stdout
    assert asked(f"{SESSIONS}/Developer/ada", "cloudtrail:StopLogging").exit_code == 1


def test_explain_knows_the_path_of_identity_centers_roles():
    result = asked(f"{SESSIONS}/AWSReservedSSO_Administrator_0123456789abcdef/ada", "s3:ListAllMyBuckets")
    path = "role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Administrator_0123456789abcdef"
    assert f"as arn:aws:iam::444455556666:{path} with " in result.stdout


def test_explain_knows_sessions_of_a_standalone_account():
    session = "arn:aws:sts::888899990000:assumed-role/AWSReservedSSO_Administrator_0123456789abcdef/ada"
    arguments = ("-s", "standalone", "-C", str(ROOT), "--account", "studio", "--action", "s3:ListAllMyBuckets")
    assert run("explain", *arguments, "--principal", session).exit_code == 0


def test_explain_gives_who_signs_in_no_organization():
    provider = "arn:aws:iam::444455556666:saml-provider/Okta"
    assert "aws:PrincipalOrgID" not in asked(provider, "sts:AssumeRoleWithSAML").stdout
    assert "aws:PrincipalOrgID" in asked(DEVELOPER, "sts:AssumeRole").stdout


def test_explain_takes_a_key_in_any_case():
    result = explain("--action", "ec2:RunInstances", "--context", "AWS:requestedregion=ap-south-1")
    assert result.exit_code == 1
    assert "eu-west-1" not in result.stdout


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
        (("--account", "shop", "--principal", "arn:aws:iam::44445555666:role/Developer"), "44445555666"),
        (
            ("--account", "shop", "--principal", f"{SESSIONS}/AWSServiceRoleForConfig/x"),
            "service-linked role's own ARN",
        ),
        (("--account", "shop", "--principal", DEVELOPER, "--context", "x"), "expected KEY=VALUE"),
        (("--account", "shop", "--principal", DEVELOPER, "--context", "aws:RequestedRegoin=x"), "aws:RequestedRegion?"),
        (("--account", "shop", "--principal", DEVELOPER, "--action", "s3:GetObjekt"), "did you mean s3:GetObject"),
        (
            ("--account", "shop", "--principal", DEVELOPER, "--action", "cloudtrial:StopLogging"),
            "cloudtrail:StopLogging",
        ),
        (("--account", "shop", "--principal", DEVELOPER, "--action", "s3:*"), "expected an action"),
        (("--account", "shop", "--principal", DEVELOPER, "--resource", "bucket"), "expected an ARN or *"),
    ],
)
def test_explain_refuses_what_it_does_not_understand(arguments, error):
    action = () if "--action" in arguments else ("--action", "s3:GetObject")
    result = run("explain", "-C", str(ROOT), *action, *arguments)
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
    (out / "manifest.json").write_text("{}")
    (out / "old.json").write_text("{}")
    assert run("synth", "-C", str(ROOT), "--out", str(out)).exit_code == 0
    assert not (out / "old.json").exists()


@pytest.mark.parametrize("name", ["notes.txt", "organization.json"])
def test_synth_spares_a_folder_with_other_files(tmp_path, name):
    (tmp_path / name).write_text("mine")
    result = run("synth", "-C", str(ROOT), "--out", str(tmp_path))
    assert result.exit_code == 2
    assert name in result.stderr
    assert (tmp_path / name).read_text() == "mine"
