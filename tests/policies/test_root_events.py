"""Which events of root become which message, by the matcher of the local EventBridge."""

import json

import pytest

from policies.alarms import ALARMS
from policies.alarms.root_reads import ROOT_READS
from policies.example import MANAGEMENT, MEMBER
from policies.hub_rules import HUB_RULES, ROOT_RULES
from policies.root_events import forwarded
from sandbox.aws.filter_patterns import filter_pattern
from tests.policies.event_patterns import matches, unneeded
from tests.policies.root_records import MANAGED, OTHERS, at, uses

HEARD = {**uses(MEMBER), **MANAGED}
# The same events as the drill puts them, and as an application could.
DRILLS = {name: ({**event, "source": "guardrails.drill"}, rules) for name, (event, rules) in HEARD.items()}
FORGED = {f"{name}, forged": {**event, "source": "app.orders"} for name, (event, _) in HEARD.items()}
QUIET = {**OTHERS, **FORGED}
READS = {name for name, (_, rules) in HEARD.items() if not rules}
PATTERNS = {rule.id: json.loads(rule.pattern) for rule in ROOT_RULES}
(ON_TRAIL,) = [alarm for alarm in ALARMS if alarm.id == "permanent-root"]


def heard_by(event):
    return {key for key, pattern in PATTERNS.items() if matches(event, pattern)}


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1", "ap-southeast-2"])
@pytest.mark.parametrize("account", [MEMBER, MANAGEMENT])
@pytest.mark.parametrize("name", HEARD)
def test_each_use_is_forwarded_and_has_its_rules(name, account, region):
    event, rules = {**uses(account), **MANAGED}[name]
    event = at(event, account, region)
    assert matches(event, forwarded())
    assert heard_by(event) == rules


@pytest.mark.parametrize("name", QUIET)
def test_is_quiet(name):
    assert not matches(QUIET[name], forwarded())
    assert heard_by(QUIET[name]) == set()


@pytest.mark.parametrize("rule", ROOT_RULES, ids=lambda rule: rule.id)
def test_every_part_of_a_rules_pattern_is_needed(rule):
    heard = [(event, rule.id in rules) for event, rules in (*HEARD.values(), *DRILLS.values())]
    assert unneeded(PATTERNS[rule.id], [*heard, *((event, False) for event in QUIET.values())]) == []


def test_every_part_of_what_is_forwarded_is_needed():
    heard = [(event, True) for event, _ in (*HEARD.values(), *DRILLS.values())]
    assert unneeded(json.loads(forwarded()), [*heard, *((event, False) for event in QUIET.values())]) == []


@pytest.mark.parametrize("name", sorted(uses(MEMBER).keys() - READS))
def test_the_trail_tells_changes_of_the_root_user_apart_from_reads(name):
    event, rules = HEARD[name]
    record = json.dumps(at(event, MEMBER, "eu-west-1")["detail"])
    assert filter_pattern(ON_TRAIL.pattern)(record) is ("root" in rules)


@pytest.mark.parametrize("name", HEARD)
def test_reads_are_counted_for_the_notice_and_nothing_else_of_root(name):
    event, _ = HEARD[name]
    if "CloudWatch" not in event["detail-type"]:
        counted = filter_pattern(ROOT_READS.pattern)(json.dumps(at(event, MEMBER, "eu-west-1")["detail"]))
        root = event["detail"]["userIdentity"]["type"] == "Root"
        assert counted is (root and event["detail"].get("readOnly") is True)


@pytest.mark.parametrize("rule", HUB_RULES, ids=lambda rule: rule.id)
def test_a_rule_fits(rule):
    """https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html"""
    assert len(rule.pattern) <= 2_048
    assert len(forwarded()) <= 2_048
    assert len(rule.title) <= 512
    assert rule.name.startswith("guardrails-")


@pytest.mark.parametrize("attribute", ["id", "name", "anchor", "title", "pattern"])
def test_nothing_is_there_twice(attribute):
    values = [getattr(rule, attribute) for rule in HUB_RULES]
    assert len(set(values)) == len(values)
