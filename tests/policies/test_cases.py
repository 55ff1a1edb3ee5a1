"""The evaluator against cases written from AWS's documentation alone; each names the page that states its rule."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from policies.compiled import UnsupportedError
from policies.simulation import simulate

FOLDER = Path(__file__).parent / "cases"
BLOCKS = json.loads((FOLDER / "blocks.json").read_text())
SOURCES = ("https://docs.aws.amazon.com/", "https://aws.amazon.com/blogs/")
FILES = [path for path in sorted(FOLDER.glob("*.json")) if path.name != "blocks.json"]
PARAMETERS = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in FILES
    for case in json.loads(path.read_text())["cases"]
]
CASES = [parameter.values[0] for parameter in PARAMETERS]
ABOUT = {"why", "source", "expect"}


def one_statement(sid: str, effect: str, given: dict[str, Any], **defaults: str) -> dict[str, Any]:
    absent = {name: value for name, value in defaults.items() if not {name, f"Not{name}"} & given.keys()}
    return {"Version": "2012-10-17", "Statement": [{"Sid": sid, "Effect": effect, **absent, **given}]}


def expanded(value: Any) -> Any:
    """The value with the blocks that blocks.json describes in place of their names."""
    match value:
        case {"$ref": name}:
            return BLOCKS["documents"][name]
        case {"$allow": given}:
            return one_statement("Grant", "Allow", given, Action="*", Resource="*")
        case {"$deny": given}:
            return one_statement("Block", "Deny", given, Action="*", Resource="*")
        case {"$rcp": given}:
            return one_statement("Block", "Deny", given, Principal="*", Action="*", Resource="*")
        case {"$trust": given}:
            return one_statement("Trust", "Allow", given, Action="sts:AssumeRole")
        case list():
            return [expanded(entry) for entry in value]
        case _:
            return value


def item(case: dict[str, Any]) -> dict[str, Any]:
    given = {key: value for key, value in case.items() if key not in ABOUT}
    return BLOCKS["defaults"] | {key: expanded(value) for key, value in given.items()}


@pytest.mark.parametrize("case", PARAMETERS)
def test_case(case):
    expect = case["expect"]
    if "error" in expect:
        with pytest.raises(UnsupportedError) as caught:
            simulate(item(case))
        assert expect["error"] in str(caught.value)
    else:
        assert simulate(item(case)) == {"name": case["name"], **expect}


def test_there_are_enough_cases():
    assert len(CASES) >= 150


def test_no_name_is_used_twice():
    assert [name for name, times in Counter(case["name"] for case in CASES).items() if times > 1] == []


def test_every_case_says_why_and_names_a_page_of_aws():
    assert [
        case["name"] for case in CASES if not case.get("why") or not case.get("source", "").startswith(SOURCES)
    ] == []


def test_every_case_uses_known_keys_only():
    known = BLOCKS["defaults"].keys() | ABOUT | {"name"}
    assert {key for case in CASES for key in case} <= known


def test_every_decision_and_every_layer_occurs():
    outcomes = {(case["expect"].get("decision"), case["expect"].get("layer")) for case in CASES}
    layers = {"scp", "rcp", "resource", "identity", "boundary", "session"}
    assert {layer for decision, layer in outcomes if decision == "ExplicitDeny"} == layers
    # RCPFullAWSAccess can't be detached, so an RCP never denies implicitly.
    assert {layer for decision, layer in outcomes if decision == "ImplicitDeny"} == layers - {"rcp"}
    assert {layer for decision, layer in outcomes if decision == "Allow"} == {"identity", "resource"}
