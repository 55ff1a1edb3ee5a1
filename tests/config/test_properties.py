"""Whatever is written into the file: an error with a place, or a stack; never a traceback."""

import json
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.loader import inspect
from config.source import parse
from tests.config.project import GOOD, STACK_FILE

DATA = parse((GOOD / STACK_FILE).read_text(), STACK_FILE).root.data()
KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), KEYS,
    st.lists(st.integers(), max_size=2), st.dictionaries(KEYS, st.integers(), max_size=2),
)  # fmt: skip


def paths(value, here=()):
    yield here
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(below, (*here, key))


OURS = [path for path in paths(DATA) if len(path) >= 2 and path[1] != "aws:region"]
MAPPINGS = [
    path
    for path in OURS
    if path[-1] not in ("guardrails", "presets", "accounts", "permissionSets", "exemptions", "regions")
]


def replaced(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


def at(value, path):
    for part in path:
        value = value[part]
    return value


def problems(data):
    loaded = inspect("prod", GOOD, text=json.dumps(data, indent=1, ensure_ascii=False))
    for problem in loaded.problems:
        assert problem.file
        assert problem.line >= 1
        assert problem.column >= 1
        assert "\n" not in str(problem)
    assert (loaded.stack is None) == bool(loaded.problems)
    return loaded.problems


@settings(deadline=None, max_examples=80)
@given(path=st.sampled_from([p for p in MAPPINGS if isinstance(at(DATA, p), dict)]), key=KEYS)
@example(path=("config", "guardrails:organization"), key="[key]")
def test_any_unknown_key_is_refused_at_its_place(path, key):
    mapping = at(DATA, path)
    optional = {"overrides", "deployment", "encryptEbsByDefault", "billing", "operations"}
    key = f"{key}?" if key in mapping or key in optional else key
    found = problems(replaced(DATA, path, {**mapping, key: 1}))
    assert any("an unknown key" in problem.found for problem in found)


@settings(deadline=None, max_examples=120)
@given(path=st.sampled_from(OURS), new=WRONG)
def test_any_wrong_value_is_an_error_with_a_place(path, new):
    problems(replaced(DATA, path, new))


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_an_error_with_a_place(text):
    assert inspect("prod", GOOD, text=text).problems


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_a_damaged_file_is_no_traceback(data):
    text = (GOOD / STACK_FILE).read_text()
    place = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 20))
    inspect("prod", GOOD, text=text[:place] + data.draw(st.text(max_size=3)) + text[place + length :])


def test_the_good_data_is_good():
    assert not problems(DATA)
    assert Path(GOOD / STACK_FILE).is_file()
