"""The committed schema and reference are what the models say now."""

import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from config.catalogue_document import catalogue_text
from config.generated import document_text, schema_text
from config.runbook_document import runbook_text
from tests.config.project import GOOD, STACK_FILE

ROOT = Path(__file__).parents[2]
EXAMPLES = (GOOD / STACK_FILE, *sorted(ROOT.glob("Pulumi.*.yaml")))


def test_the_schema_is_fresh():
    assert (ROOT / "config/schema/stack.schema.json").read_text() == schema_text(), "run `guardrails schema --write`"


def test_the_reference_is_fresh():
    assert (ROOT / "docs/configuration.md").read_text() == document_text(), "run `guardrails docs --write`"


def test_the_catalogue_is_fresh():
    assert (ROOT / "docs/guardrails.md").read_text() == catalogue_text(), "run `guardrails docs --write`"


def test_the_runbook_is_fresh():
    assert (ROOT / "docs/runbook.md").read_text() == runbook_text(), "run `guardrails docs --write`"


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_schema_takes_good_files_and_refuses_unknown_keys(file):
    schema = json.loads(schema_text())
    jsonschema.Draft7Validator.check_schema(schema)
    data = YAML(typ="safe").load(file)
    validator = jsonschema.Draft7Validator(schema)
    assert not list(validator.iter_errors(data))
    data["config"]["guardrails:baseline"]["xyzzy"] = 1
    assert len(list(validator.iter_errors(data))) == 1
    data["config"]["guardrails:basline"] = {}
    assert len(list(validator.iter_errors(data))) == 2
