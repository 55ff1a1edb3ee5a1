"""What stays in AWS when an option goes, or the whole stack."""

from sandbox.kept import kept, lines

TRAIL = {"type": "aws:cloudtrail/trail:Trail", "id": "trail", "custom": True, "retainOnDelete": True}
KEY = {"type": "aws:kms/key:Key", "id": "old", "custom": True, "retainOnDelete": True}
TOPIC = {"type": "aws:sns/topic:Topic", "id": "topic", "custom": True}
COMPONENT = {"type": "guardrails:logs:Trail", "retainOnDelete": True}


def state(*resources):
    return {"version": 3, "deployment": {"resources": list(resources)}}


def test_what_is_retained_and_gone_from_the_state_is_kept():
    before = state(TRAIL, KEY, TOPIC, COMPONENT)
    assert kept(before, state(TRAIL, COMPONENT)) == ["aws:kms/key:Key old"]
    assert kept(before, state()) == ["aws:cloudtrail/trail:Trail trail", "aws:kms/key:Key old"]
    assert kept(before, before) == []


def test_a_resource_that_was_made_again_leaves_its_old_one():
    assert kept(state(KEY), state({**KEY, "id": "new"})) == ["aws:kms/key:Key old"]


def test_a_stack_without_resources_keeps_nothing():
    assert kept({"version": 3, "deployment": None}, state(TRAIL)) == []


def test_it_is_said_in_words_where_there_is_something_to_say():
    assert lines([]) == []
    assert lines(["aws:kms/key:Key old"])[1:] == ["  aws:kms/key:Key old"]
