"""organization.json as text: read as it was written, one form for one content."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.files import read_sources
from config.snapshot import Snapshot
from operations.canonical import text_of, write
from operations.progress import progress

VALUES = {
    "organization": {"id": "o-exampleorg1", "managementAccountId": "111122223333"},
    "root": {"id": "r-exam"},
    "organizationalUnits": {"B": {"id": "ou-exam-bbbbbbbb"}, "A": {"id": "ou-exam-aaaaaaaa"}},
    "accounts": {"222233334444": {"state": "CLOSED"}, "111122223333": {"state": "ACTIVE"}},
}
INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
ONE, TWO = (f"{digit * 8}-2222-3333-4444-555555555555" for digit in "12")
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
DOCUMENTS = st.dictionaries(
    NAMES,
    st.recursive(
        st.one_of(NAMES, st.booleans(), st.integers(-(10**12), 10**12)),
        lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(NAMES, below, max_size=3)),
        max_leaves=8,
    ),
    max_size=4,
)


def policy(name, document, kind="SERVICE_CONTROL_POLICY"):
    return {"name": name, "type": kind, "characters": 3, "document": document}


def center(groups):
    return {"region": "eu-west-1", "instanceArn": INSTANCE, "identityStoreId": "d-1", "groups": groups}


def snapshot(**more):
    return Snapshot.model_validate(VALUES | more)


def test_one_content_has_one_text():
    one, two = policy("a", {"x": [1, {"y": 2, "b": 1}], "c": 3}), policy("b", {})
    first = snapshot(policies={"B": [one, two], "A": [two]}, identityCenter=center({"x": ONE, "a": TWO}))
    changed = policy("a", {"c": 3, "x": [1, {"b": 1, "y": 2}]})
    second = snapshot(policies={"A": [two], "B": [two, changed]}, identityCenter=center({"a": TWO, "x": ONE}))
    assert (
        text_of(first)
        == text_of(second)
        == (
            "{\n"
            '  "organization": {"id": "o-exampleorg1", "managementAccountId": "111122223333"},\n'
            '  "root": {\n'
            '    "id": "r-exam",\n'
            '    "policyTypes": ["SERVICE_CONTROL_POLICY"]\n'
            "  },\n"
            '  "organizationalUnits": {\n'
            '    "A": {"id": "ou-exam-aaaaaaaa"},\n'
            '    "B": {"id": "ou-exam-bbbbbbbb"}\n'
            "  },\n"
            '  "accounts": {\n'
            '    "111122223333": {"state": "ACTIVE"},\n'
            '    "222233334444": {"state": "CLOSED"}\n'
            "  },\n"
            '  "policies": {\n'
            '    "A": [{"name": "b", "type": "SERVICE_CONTROL_POLICY", "characters": 3, "document": {}}],\n'
            '    "B": [\n'
            '      {"name": "a", "type": "SERVICE_CONTROL_POLICY", "characters": 3,'
            ' "document": {"c": 3, "x": [1, {"b": 1, "y": 2}]}},\n'
            '      {"name": "b", "type": "SERVICE_CONTROL_POLICY", "characters": 3, "document": {}}\n'
            "    ]\n"
            "  },\n"
            '  "identityCenter": {\n'
            '    "region": "eu-west-1",\n'
            f'    "instanceArn": "{INSTANCE}",\n'
            '    "identityStoreId": "d-1",\n'
            f'    "groups": {{"a": "{TWO}", "x": "{ONE}"}}\n'
            "  }\n"
            "}\n"
        )
    )


def test_documents_that_are_long_have_short_lines():
    statement = {"Action": [f"service:Action{number}" for number in range(40)], "Effect": "Deny", "Resource": "*"}
    text = text_of(snapshot(policies={"A": [policy("a", {"Statement": [statement]})]}))
    assert max(len(line) for line in text.splitlines()) < 120
    assert '                "service:Action7",\n' in text


@settings(max_examples=60, deadline=None)
@given(document=DOCUMENTS, groups=st.dictionaries(NAMES, st.uuids().map(str), max_size=4), unit=NAMES)
def test_what_is_written_is_what_the_loader_reads(tmp_path_factory, document, groups, unit):
    written = snapshot(
        policies={unit: [policy(unit, document)]},
        organizationalUnits={unit: {"id": "ou-exam-aaaaaaaa"}},
        identityCenter=center(groups),
    )
    folder = tmp_path_factory.mktemp("written")
    assert write(written, folder / "organization.json")
    assert not write(written, folder / "organization.json")
    sources = read_sources("none", folder, None)
    assert [problem for problem in sources.problems if problem.file == "organization.json"] == []
    assert Snapshot.model_validate(sources.values()["snapshot"]) == written
    assert Snapshot.model_validate_json((folder / "organization.json").read_bytes()) == written


def test_a_link_is_followed_and_not_replaced(tmp_path):
    (tmp_path / "real.json").write_text("{}")
    (tmp_path / "organization.json").symlink_to("real.json")
    assert write(snapshot(), tmp_path / "organization.json")
    assert (tmp_path / "organization.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text())["root"]["id"] == "r-exam"


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_shown_on_a_terminal_only(capsys, monkeypatch, terminal):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    with progress() as show:
        show("policies", 1, 2)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ("policies" in shown.err) == terminal
