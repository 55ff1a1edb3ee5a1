"""Each alarm counts the records that it should, no others, and says what to do."""

import itertools
import re
from fnmatch import fnmatchcase

import pytest

from policies.alarms import ALARMS, Alarm
from policies.baseline_resources import alerting
from policies.example import CONTEXT
from policies.types import Severity
from sandbox.aws.filter_patterns import LONGEST
from tests.policies.alarm_records import CALLS, MATCHING, OTHERS, counts
from tests.policies.control_patterns import CONTROL_PATTERNS

BY_ID = {alarm.id: alarm for alarm in ALARMS}
PARTS = re.compile(r'\(?\$[\w.]+ ?(?:!?= ?(?:"[^"]*"|[\w.-]+)|NOT EXISTS|IS FALSE)\)?')


def named(table: dict) -> list:
    return [
        pytest.param(key, record, id=f"{key}-{record['eventName']}-{at}")
        for key, records in table.items()
        for at, record in enumerate(records)
    ]


@pytest.mark.parametrize(("key", "record"), named(MATCHING))
def test_it_counts(key, record):
    assert counts(BY_ID[key].pattern, record)


@pytest.mark.parametrize(("key", "record"), named(OTHERS))
def test_it_does_not_count(key, record):
    assert not counts(BY_ID[key].pattern, record)


def test_every_alarm_has_records_of_both_kinds():
    assert BY_ID.keys() == MATCHING.keys() == OTHERS.keys()


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.id)
def test_every_condition_is_needed(alarm):
    """Whatever condition is replaced by one that never or always holds, a record is counted wrongly."""
    parts = list(PARTS.finditer(alarm.pattern))
    assert parts
    for part in parts:
        changed = [alarm.pattern[: part.start()] + other + alarm.pattern[part.end() :] for other in _constant(part[0])]
        wrong = [
            pattern
            for pattern in changed
            if any(not counts(pattern, record) for record in MATCHING[alarm.id])
            or any(counts(pattern, record) for record in OTHERS[alarm.id])
        ]
        assert wrong == changed, part[0]


def _constant(part: str) -> tuple[str, ...]:
    """One of several that suffice must not be missing; one that is needed must not hold of everything."""
    opened, closed = part.startswith("("), part.endswith(")")
    never = f"{'(' * opened}$.eventName NOT EXISTS{')' * closed}"
    always = f"{'(' * opened}$.eventName = *{')' * closed}"
    return (never, always)


def test_the_calls_of_a_control_are_all_in_its_pattern():
    for key, (_, wanted, _) in CALLS.items():
        found = set(re.findall(r'eventName ?= ?"?(\w+)', BY_ID[key].pattern))
        others = {record["eventName"] for record in MATCHING[key]}
        assert set(wanted.split()) <= found <= others, key


def test_every_control_of_the_chapter_has_its_alarm():
    assert [alarm.control for alarm in ALARMS if alarm.control] == [f"5.{number}" for number in range(1, 16)]
    assert {alarm.security_hub for alarm in ALARMS if alarm.security_hub} == {f"CloudWatch.{n}" for n in range(1, 15)}


def test_a_controls_pattern_is_to_the_letter_what_is_checked():
    assert {alarm.control: alarm.pattern for alarm in ALARMS if alarm.control} == CONTROL_PATTERNS


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.id)
def test_it_fits_and_is_protected(alarm):
    assert len(alarm.pattern) <= LONGEST
    assert len(alarm.description) <= 1_024
    assert alarm.name.isascii()
    arn = CONTEXT.arn("cloudwatch", f"alarm:{alarm.name}", account=CONTEXT.audit)
    assert any(fnmatchcase(arn, pattern) for pattern in alerting(CONTEXT))


@pytest.mark.parametrize("attribute", ["id", "name", "anchor", "key", "title", "pattern"])
def test_nothing_is_there_twice(attribute):
    values = [getattr(alarm, attribute) for alarm in ALARMS]
    assert len(set(values)) == len(values)


def test_a_control_is_raised_by_one_record():
    assert {alarm.threshold for alarm in ALARMS if alarm.control} == {1}


def test_noise_has_a_louder_alarm_beside_it():
    """What does not page is either routine or paged in numbers by an alarm of its own."""
    for quiet, loud in (
        ("unauthorized-calls", "refused-changes"),
        ("console-failures", "failed-sign-ins"),
        ("root-use", "permanent-root"),
    ):
        assert not BY_ID[quiet].pages
        assert BY_ID[loud].pages
        assert BY_ID[loud].threshold > 1 or loud == "permanent-root"
        assert BY_ID[loud].name in " ".join(BY_ID[quiet].steps)


def test_severity_decides_who_is_woken():
    assert {severity for severity in Severity if _alarm(severity).pages} == {Severity.CRITICAL, Severity.HIGH}


def _alarm(severity: Severity) -> Alarm:
    return Alarm(id="x", title="x", pattern="x", severity=severity, meaning="It happened.", steps=("Ask.",))


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.id)
def test_the_message_says_what_happened_what_to_do_and_where_more_stands(alarm):
    assert alarm.meaning in alarm.description
    assert alarm.steps[0] in alarm.description
    assert alarm.description.endswith(f"docs/runbook.md#{alarm.anchor}")


def test_two_patterns_count_no_record_of_the_other_by_accident():
    """A record of one control raises another only where both are meant."""
    both = {
        frozenset({first, second})
        for first, second in itertools.permutations(BY_ID, 2)
        if any(counts(BY_ID[second].pattern, record) for record in MATCHING[first])
    }
    assert both == {
        frozenset(pair)
        for pair in (
            ("unauthorized-calls", "refused-changes"),
            ("console-failures", "failed-sign-ins"),
            ("console-failures", "root-use"),
            ("failed-sign-ins", "root-use"),
            ("root-use", "new-users"),
            ("root-use", "permanent-root"),
            ("console-failures", "permanent-root"),
            ("failed-sign-ins", "permanent-root"),
            ("permanent-root", "new-users"),
            ("organization-changes", "organization-departure"),
            ("refused-changes", "iam-policy-changes"),
        )
    }
