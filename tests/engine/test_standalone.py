"""An account without an organization, and options that come and go, with the real engine."""

import shutil

import pytest
from ruamel.yaml import YAML

import config.loader
from sandbox.deployment import Workspace
from sandbox.running import local_aws
from tests.engine.stack import PROJECT, UP, deployment
from tests.engine.test_deployment import changes

pytestmark = [pytest.mark.engine, pytest.mark.long, pytest.mark.timeout(900, func_only=True)]

STACK, ACCOUNT, HOME = "standalone", "888899990000", "eu-west-1"
OPTIONS = {
    "trail": {"insights": ["ApiErrorRateInsight"], "dataEvents": ["s3Reads"]},
    "unusedAccess": {"days": 90},
}


@pytest.fixture
def project(tmp_path):
    for room in ("policies", "config", "components"):
        shutil.copytree(PROJECT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("__main__.py", "Pulumi.yaml"):
        shutil.copyfile(PROJECT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(PROJECT / ".venv")
    write(tmp_path, OPTIONS)
    return tmp_path


def write(project, options):
    """The example in one region, without protection, with options."""
    yaml = YAML()
    values = yaml.load(PROJECT / f"Pulumi.{STACK}.yaml")
    values["config"]["guardrails:standalone"]["regions"] = [HOME]
    values["config"]["guardrails:baseline"]["deployment"]["protect"] = False
    values["config"]["guardrails:baseline"] |= options
    yaml.dump(values, project / f"Pulumi.{STACK}.yaml")


def optional(aws):
    """What AWS has of the options: Insights, kinds of recorded events, analyzers of unused access."""
    trails = aws.client("cloudtrail", HOME, ACCOUNT)
    name = {"TrailName": "guardrails-account-trail"}
    selectors = trails.get_event_selectors(**name)["AdvancedEventSelectors"]
    analyzers = aws.client("accessanalyzer", HOME, ACCOUNT).list_analyzers()["analyzers"]
    return (
        [selector["InsightType"] for selector in trails.get_insight_selectors(**name).get("InsightSelectors", [])],
        [selector["Name"] for selector in selectors],
        [analyzer["type"] for analyzer in analyzers if "UNUSED" in analyzer["type"]],
    )


def test_up_second_up_and_options_off_again(project, engine):
    workspace = Workspace(project=project, stack=STACK)
    with local_aws(config.loader.load_stack(STACK, project), workspace) as aws:
        stack = deployment(engine, aws, workspace)
        assert changes(stack.run(*UP, quiet=True).stdout).keys() == {"created"}
        (trail,) = aws.client("cloudtrail", HOME, ACCOUNT).describe_trails(trailNameList=["guardrails-account-trail"])[
            "trailList"
        ]
        assert (trail["IsMultiRegionTrail"], trail["LogFileValidationEnabled"]) == (True, True)
        assert not trail["IsOrganizationTrail"]
        assert optional(aws) == (["ApiErrorRateInsight"], ["management", "s3Reads"], ["ACCOUNT_UNUSED_ACCESS"])
        assert set(changes(stack.run(*UP, quiet=True).stdout)) == {"unchanged"}

        write(project, {})
        without = changes(deployment(engine, aws, workspace).run(*UP, quiet=True).stdout)
        assert without.keys() == {"updated", "deleted", "unchanged"}
        assert optional(aws) == ([], ["management"], [])
