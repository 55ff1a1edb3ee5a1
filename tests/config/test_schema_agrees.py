"""What an editor says by the JSON Schema, the loader says too: wrong values all over the example, tried by both."""

import json
import random
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from config.generated import schema_text
from config.models import Baseline, Organization
from tests.config.test_properties import paths, replaced

MODELS = {"guardrails:organization": Organization, "guardrails:baseline": Baseline}
DATA = json.loads(json.dumps(YAML(typ="safe").load(Path(__file__).parents[2] / "Pulumi.prod.yaml")))
SCHEMA = jsonschema.Draft7Validator(json.loads(schema_text()))
PATHS = [path for path in paths(DATA) if len(path) >= 3]
WORDS = ("", "x", "X y", "*", "2027-02-31", "1893456000", "eu-west-1", "a@b.cd", "012345678901", "r/*", "x" * 41)
VALUES = (None, True, 0, -1, 3, 61, 1.5, *WORDS, [], ["a"], [1], {}, {"a": 1})
# What no schema of draft 7 can say: that a day exists, and what one value is to another.
BEYOND = {"value_error"}


def refused(data):
    """Kinds of the loader's errors about shapes."""
    kinds = set()
    for key, model in MODELS.items():
        try:
            model.model_validate_json(json.dumps(data["config"].get(key)), strict=True, by_alias=True, by_name=False)
        except ValidationError as error:
            kinds |= {found["type"] for found in error.errors()}
    return kinds


@pytest.mark.parametrize("seed", range(4))
def test_both_take_and_refuse_the_same(seed):
    dice = random.Random(seed)  # noqa: S311
    seen = set()
    for path in dice.sample(PATHS, 60):
        value = dice.choice(VALUES)
        data = replaced(DATA, path, value)
        valid, kinds = SCHEMA.is_valid(data), refused(data)
        seen.add((valid, bool(kinds)))
        assert valid or kinds, f"only the schema refuses {value!r} at {path}"
        assert not valid or kinds <= BEYOND, f"only the loader refuses {value!r} at {path}: {kinds}"
    assert {(True, False), (False, True)} <= seen


def test_both_take_the_example():
    assert SCHEMA.is_valid(DATA)
    assert not refused(DATA)
