"""A stand-alone account: what it has, and what is refused because an organization alone has it."""

import shutil

import pytest
from typer.testing import CliRunner

from cli import build
from config.cost import Assumptions
from config.cost_names import ProfileName
from config.cost_profiles import priced
from config.loader import inspect, load_stack, proof_errors
from config.models import Stack
from config.plan import policies
from config.proof import refusals
from policies.names import DRILL_ROLE
from tests.components.helpers import ROOT, read_stack, record_baseline
from tests.components.tokens import KEY, ROLE

FILE = "Pulumi.standalone.yaml"
FIX = "remove it, or describe the organization under guardrails:organization instead of guardrails:standalone"


@pytest.fixture
def project(tmp_path):
    """A project without organization.json."""
    for name in (FILE, "Pulumi.yaml"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def needless(key, path):
    return (
        f"guardrails:baseline.{path}: found {key} for a stand-alone account, expected what an account has without an "
        f"organization; {FIX}"
    )


def problems(project, old, new):
    """What is said of the file with one change, without places."""
    text = (project / FILE).read_text(encoding="utf-8")
    assert old in text
    (project / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = inspect("standalone", project).problems
    assert all(problem.file == FILE and problem.line > 1 for problem in found)
    return [str(problem).split(": ", 1)[1] for problem in found]


def test_it_loads_without_organization_json(project):
    stack = load_stack("standalone", project)
    assert isinstance(stack, Stack)
    assert stack.standalone
    assert list(stack.active_accounts()) == ["studio"]
    assert stack == read_stack("standalone")


def test_no_policy_of_an_organization_is_made_and_none_is_missed(project):
    stack = load_stack("standalone", project)
    assert policies(stack) == ()
    assert refusals(stack) == []
    assert proof_errors(inspect("standalone", project)) == []
    with pytest.raises(ValueError, match="no organization"):
        stack.organized()


@pytest.mark.parametrize(
    ("block", "key"),
    [
        ("rootAccess: {sessions: true}", "rootAccess"),
        ("groups: {Developers: 22222222-3333-4444-5555-666666666666}", "groups"),
        ("permissionSets: {ReadOnly: {preset: ReadOnly}}", "permissionSets"),
        ("managementPermissionSets: {ReadOnly: {preset: ReadOnly}}", "managementPermissionSets"),
    ],
)
def test_what_an_organization_alone_has_is_refused_with_its_place(project, block, key):
    assert problems(project, "    presets:\n", f"    {block}\n    presets:\n") == [needless(key, key)]


def test_alarms_of_its_own_are_what_it_has(project):
    said = problems(project, "    presets:\n", "    trail: {alarms: perAccount}\n    presets:\n")
    assert said == [
        'guardrails:baseline.trail.alarms: found "perAccount" for a stand-alone account, expected central: its one '
        "trail and its alarms are its own already; remove it"
    ]
    (project / FILE).write_text((project / FILE).read_text(encoding="utf-8").replace("perAccount", "central"))
    assert list(inspect("standalone", project).problems) == []


def test_guardrails_are_refused_but_third_parties_are_known(project):
    said = problems(project, "    guardrails:\n", "    guardrails:\n      rootUser: {mode: enforce}\n")
    assert said == [needless("rootUser", "guardrails.rootUser")]


def test_the_perimeter_itself_is_refused(project):
    said = problems(project, "      organizationPerimeter:\n", "      organizationPerimeter:\n        mode: enforce\n")
    assert said == [needless("mode", "guardrails.organizationPerimeter.mode")]


def test_a_pipeline_of_the_management_account_is_refused(project):
    said = problems(project, "      roleName: Deployer\n", "      roleName: Deployer\n      pipeline: {}\n")
    assert said == [
        "guardrails:baseline.deployment.pipeline: found pipeline for a stand-alone account, expected an organization, "
        "whose management account has a role for it; remove it, and name the pipeline under "
        "machineAccess.deploymentRoles"
    ]


def test_an_existing_trail_of_the_account_leaves_it_its_webhooks(project):
    path = project / FILE
    text = path.read_text(encoding="utf-8")
    archive = text[text.index("    logArchive:\n") : text.index("    # Two users and a role")]
    connection = (
        "arn:aws:events:eu-west-1:888899990000:connection/guardrails-pager/1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d"
    )
    webhook = f"{{webhook: {{url: https://events.example.com/alerts, connection: {connection}}}}}"
    channels = f"      channels: {{pager: {webhook}, mail: {{email: security@example.com}}}}\n"
    heard = f"{channels}      page: [pager, mail]\n      notify: [mail]\n"
    others = "    logArchive: {bucketName: others-archive}\n    trail: {existing: {logGroup: others-trail}}\n"
    path.write_text(
        text.replace(archive, others).replace("      email: security@example.com\n", heard), encoding="utf-8"
    )
    assert [str(problem) for problem in inspect("standalone", project).problems] == []


def test_an_organizational_unit_is_refused(project):
    said = problems(project, "preset: standard}", "preset: standard, organizationalUnit: Root}")
    assert said == [needless("organizationalUnit", "accounts.studio.organizationalUnit")]


def test_a_second_account_is_refused(project):
    line = '      second: {id: "777788889999", name: Second, email: aws+second@example.com, preset: standard}\n'
    assert problems(project, "    accounts:\n", f"    accounts:\n{line}") == [
        'guardrails:baseline.accounts.second: found a further account than "studio", expected one account; give it a '
        "stack file of its own"
    ]


def test_an_unknown_account_is_refused(project):
    assert problems(project, "account: studio", "account: studoi") == [
        'guardrails:standalone.account: found "studoi", expected a key under accounts; did you mean studio?'
    ]


def test_a_home_region_that_is_not_in_use_is_refused(project):
    assert problems(project, "homeRegion: eu-west-1", "homeRegion: eu-north-1") == [
        'guardrails:standalone.homeRegion: found "eu-north-1", expected one of regions; choose one of eu-central-1, '
        "eu-west-1"
    ]


def test_an_organization_besides_is_refused(project):
    said = problems(project, "  guardrails:standalone:\n", "  guardrails:organization: {}\n  guardrails:standalone:\n")
    assert said == [
        "guardrails:standalone: found guardrails:standalone and guardrails:organization, expected one of them; remove "
        "one: an account belongs to an organization or is on its own"
    ]


def test_the_organization_of_other_stacks_in_the_project_file_is_none_of_its_business(project):
    (project / "Pulumi.yaml").write_text("name: guardrails\nconfig:\n  guardrails:organization: {value: {id: 5}}\n")
    assert load_stack("standalone", project).standalone


def test_an_organizations_account_without_its_unit_is_refused(tmp_path):
    for name in ("Pulumi.prod.yaml", "Pulumi.yaml", "organization.json"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    text = (tmp_path / "Pulumi.prod.yaml").read_text(encoding="utf-8")
    unit = "email: aws+logs@example.com, organizationalUnit: Security"
    (tmp_path / "Pulumi.prod.yaml").write_text(text.replace(unit, "email: aws+logs@example.com"), encoding="utf-8")
    assert [problem.path for problem in inspect("prod", tmp_path).problems] == [
        "guardrails:baseline.accounts.log-archive.organizationalUnit"
    ]


def spoken(*words):
    result = CliRunner().invoke(build(), [*words, "-s", "standalone", "-C", str(ROOT)])
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


def test_the_commands_speak_of_an_account(tmp_path):
    """No command tells an account without an organization of what an organization alone has."""
    assert spoken("check") == ("standalone: ok, one account without an organization\n", "")
    about = (
        "--account",
        "studio",
        "--principal",
        "arn:aws:iam::888899990000:role/Developer",
        "--action",
        "iam:PassRole",
    )
    assert "has no guardrails" in spoken("explain", *about)[1]
    assert spoken("who-can", "--action", "iam:CreateUser")[1] == (
        "not looked at: whoever deploys, in the account, by credentials of their own\n"
    )
    assert "has no Identity Center" in spoken("access", "matrix")[1]
    assert spoken("synth", "--out", str(tmp_path / "out"))[0].startswith("wrote 6 files")
    bill = spoken("cost", "--profile", "core")[0]
    assert "for 1 account;" in bill
    options = bill.partition("\nprofile")[0]
    assert not [line for line in options.splitlines() if line.startswith(("rootAccess", "securityServices"))]


def test_no_profile_has_what_the_account_can_not_have():
    strict = priced(read_stack("standalone"), ProfileName.CIS_L2, Assumptions())
    assert [item.control for item in strict.failing] == ["4.3", "5.16"]


def test_what_is_deployed_speaks_of_an_account():
    graph = record_baseline(read_stack("standalone"))
    keys = {key.inputs["description"] for key in graph.of_type(KEY)}
    assert {"Alerts of the account", "Notices of the account", "CloudTrail records of the account"} <= keys
    assert [text for text in keys if "organization" in text] == []
    (driller,) = [r for r in graph.of_type(ROLE) if r.inputs["name"] == DRILL_ROLE]
    assert "role/Deployer" in driller.inputs["assumeRolePolicy"]
