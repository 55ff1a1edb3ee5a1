"""Which events of AWS's own services become which message, by the matcher of the local EventBridge."""

import json

import pytest

from policies.finding_messages import access_message
from policies.finding_rules import EXTERNAL_ACCESS, FINDING_RULES, FINDING_SOURCES, deployed_rule
from policies.hub_rules import HUB_RULES
from policies.root_events import forwarded
from tests.policies.event_patterns import matches, unneeded
from tests.policies.finding_records import EXPECTED, HEARD, OWN, QUIET
from tests.policies.root_records import MANAGED, OTHERS

DEPLOYED = [deployed_rule(rule, "aws", OWN, 100) for rule in HUB_RULES]
PATTERNS = {rule.id: json.loads(rule.pattern) for rule in DEPLOYED}
FORWARDED = forwarded(tuple(source.forwarded for source in FINDING_SOURCES))
DRILLS = {name: ({**event, "source": "guardrails.drill"}, rules) for name, (event, rules) in HEARD.items()}
FORGED = {f"{name}, forged": {**event, "source": "app.orders"} for name, (event, _) in HEARD.items()}
SILENT = {**QUIET, **FORGED, **OTHERS}


def heard_by(event):
    return {key for key, pattern in PATTERNS.items() if matches(event, pattern)}


@pytest.mark.parametrize("name", HEARD)
def test_each_finding_is_forwarded_and_has_its_rule(name):
    event, rules = HEARD[name]
    assert matches(event, FORWARDED)
    assert heard_by(event) == rules


@pytest.mark.parametrize("name", SILENT)
def test_is_quiet(name):
    assert heard_by(SILENT[name]) == set()


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_expected_is_told_by_nobody(name):
    assert matches(EXPECTED[name], FORWARDED)
    assert heard_by(EXPECTED[name]) == set()


def test_without_accounts_everybody_is_outside():
    assert matches(EXPECTED["another account of the stack"], EXTERNAL_ACCESS.pattern)
    assert not matches(EXPECTED["Identity Center's own role"], EXTERNAL_ACCESS.pattern)


def test_root_is_forwarded_with_all_findings_beside_it():
    assert all(matches(event, FORWARDED) for event, _ in MANAGED.values())
    assert not any(matches(event, FORWARDED) for event in OTHERS.values())


@pytest.mark.parametrize("rule", FINDING_RULES, ids=lambda rule: rule.id)
def test_every_part_of_a_rules_pattern_is_needed(rule):
    heard = [(event, rule.id in rules) for event, rules in (*HEARD.values(), *DRILLS.values())]
    quiet = [(event, False) for event in (*SILENT.values(), *EXPECTED.values())]
    assert unneeded(PATTERNS[rule.id], [*heard, *quiet]) == []


@pytest.mark.parametrize("source", FINDING_SOURCES, ids=lambda source: source.rules[0].id)
def test_every_part_of_what_is_forwarded_is_needed(source):
    """What is quiet on the hub needn't be sent there."""
    pattern = json.loads(json.dumps(source.forwarded))
    own = {rule.id for rule in source.rules}
    heard = [(event, True) for event, rules in HEARD.values() if rules & own]
    assert unneeded(pattern, [*heard, *((event, False) for event in SILENT.values())]) == []


def test_all_that_is_forwarded_anywhere_fits():
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""
    assert len(FORWARDED) <= 2_048
    many = tuple(f"{number:012d}" for number in range(15))
    assert all(len(deployed_rule(rule, "aws-us-gov", many).pattern) <= 2_048 for rule in FINDING_RULES)


@pytest.mark.parametrize("rule", FINDING_RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_every_word_of_a_message_has_a_place_in_the_event(rule, partition):
    message = rule.message(partition)
    said = "\n".join(message.lines)
    assert {word.partition(">")[0] for word in said.split("<")[1:]} <= set(message.paths)
    assert all(
        label in said for label in ("Who: ", "What: ", "Where: account ", "When: ", "https://", "runbook.md#rule-")
    )


def test_a_console_is_the_partitions_own():
    (link,) = [line for line in access_message("x", "y", "aws-cn").lines if "https://" in line]
    assert "https://console.amazonaws.cn/access-analyzer/" in link
