from pathlib import Path

import pulumi
import pytest
from ruamel.yaml import YAML

from config.loader import load_stack
from review.recorder import record_stack
from tests.components.helpers import ROOT, STACKS, record_baseline


def values(name):
    return YAML(typ="safe").load(ROOT / f"Pulumi.{name}.yaml")["config"]


@pytest.fixture(autouse=True)
def project(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("name", STACKS)
def test_the_program_builds_what_the_loaded_stack_describes(name):
    recorded = record_stack(ROOT, name, values(name))
    assert recorded.resources == record_baseline(load_stack(name, ROOT)).resources
    organized = {"policyIds"} if "guardrails:organization" in values(name) else set()
    assert recorded.exports.keys() == {"trailArn", "alertTopicArn"} | organized


def test_a_refused_configuration_stops_the_program():
    wrong = values("prod")
    wrong["guardrails:organization"] = wrong["guardrails:organization"] | {"homeRegion": "nowhere"}
    with pytest.raises(pulumi.RunError, match="homeRegion"):
        record_stack(ROOT, "prod", wrong)


def test_a_missing_configuration_stops_the_program():
    with pytest.raises(pulumi.ConfigMissingError, match="guardrails:baseline"):
        record_stack(ROOT, "prod", {})
    alone = {"guardrails:baseline": values("prod")["guardrails:baseline"]}
    with pytest.raises(pulumi.ConfigMissingError, match="guardrails:organization"):
        record_stack(ROOT, "prod", alone)


def test_a_directory_without_program_is_refused(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        record_stack(tmp_path, "prod", {})
