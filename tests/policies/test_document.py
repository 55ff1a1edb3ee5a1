import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.document import Document, Statement

words = st.text(alphabet="abcdefgh:*", min_size=1, max_size=8)
lists = st.lists(words, min_size=1, max_size=6)


def document(*statements: Statement) -> Document:
    return Document(statements=statements)


def deny(**more) -> Statement:
    return Statement(**{"sid": "Deny", "effect": "Deny", "actions": ("s3:*",)} | more)


def test_json_is_minified_and_sorted():
    assert document(deny(actions=("s3:b", "s3:a"))).json() == (
        '{"Statement":[{"Action":["s3:a","s3:b"],"Effect":"Deny","Resource":["*"],"Sid":"Deny"}],"Version":"2012-10-17"}'
    )


@settings(database=None)
@given(actions=lists, resources=lists, values=lists, seed=st.randoms(use_true_random=False))
def test_order_and_duplicates_do_not_change_the_text(actions, resources, values, seed):
    def shuffled(items):
        longer = [*items, *items]
        seed.shuffle(longer)
        return tuple(longer)

    def build(change):
        return document(
            deny(
                actions=change(actions),
                resources=change(resources),
                principals={"AWS": change(values)},
                conditions={"ArnNotLike": {"aws:PrincipalArn": change(values)}},
            )
        ).json()

    assert build(tuple) == build(shuffled)


@settings(database=None)
@given(actions=lists, resources=lists)
def test_text_says_what_the_dictionary_says(actions, resources):
    built = document(deny(actions=tuple(actions), resources=tuple(resources)))
    assert json.loads(built.json()) == built.as_dict()
    assert built.characters == len(built.json())
    assert set(built.as_dict()["Statement"][0]["Action"]) == set(actions)


def test_order_of_condition_keys_does_not_change_the_text():
    first = deny(conditions={"StringEquals": {"a": "1", "b": "2"}, "Bool": {"c": "true"}})
    second = deny(conditions={"Bool": {"c": "true"}, "StringEquals": {"b": "2", "a": "1"}})
    assert document(first).json() == document(second).json()


def test_a_single_value_stays_a_string():
    written = document(deny(principals={"AWS": "*"}, conditions={"Bool": {"aws:SecureTransport": "false"}})).as_dict()
    assert written["Statement"][0]["Principal"] == {"AWS": "*"}
    assert written["Statement"][0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_empty_elements_are_left_out():
    written = document(deny(resources=())).as_dict()["Statement"][0]
    assert written.keys() == {"Sid", "Effect", "Action"}


def test_a_statement_without_actions_is_refused():
    with pytest.raises(ValueError, match="statement Deny has no actions"):
        document(deny(actions=())).json()


def test_a_sid_used_twice_is_refused():
    with pytest.raises(ValueError, match="Sid used twice: Deny"):
        document(deny(), deny(effect="Allow")).json()


def test_statements_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        deny().sid = "Other"
