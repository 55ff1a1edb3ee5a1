"""The invariant of what AWS's services found goes red, one planted violation after another."""

import json

import pytest

from tests.components import invariants as i
from tests.components.helpers import add, plant, read_stack, record_baseline
from tests.components.test_planted import one, red
from tests.components.tokens import RULE

AUDIT_HOME, SHOP_GLOBAL = "audit-root-alert-eu-west-1", "shop-root-alert-us-east-1"


@pytest.mark.parametrize(
    ("rule", "kind", "word"),
    [
        (AUDIT_HOME, "GuardDuty Finding", "GuardDuty of"),
        ("shop-root-alert-eu-central-1", "Access Analyzer Finding", "Access Analyzer of"),
        (AUDIT_HOME, "Security Hub Findings - Imported", "Security Hub of"),
        (SHOP_GLOBAL, "AWS Health Event", "AWS Health of"),
        (SHOP_GLOBAL, "AWSCompromisedKeyQuarantine", "IAM of"),
        ("management-root-alert-us-east-1", "Anomaly Detected", "Cost Anomaly Detection of"),
    ],
)
def test_a_service_that_is_not_heard(graph, stack, rule, kind, word):
    found = one(graph, RULE, rule)
    pattern = found.inputs["eventPattern"].replace(kind, "Other")
    red(i.findings_are_heard, plant(graph, found, inputs={"eventPattern": pattern}), stack, word)


@pytest.mark.parametrize("rule", ["findings-threat-rule", "findings-detected-rule", "findings-public-access-rule"])
def test_a_finding_that_ends_on_the_hub(graph, stack, rule):
    changed = plant(graph, one(graph, RULE, rule), inputs={"eventPattern": json.dumps({"source": ["other"]})})
    red(i.alerts_are_heard, changed, stack, "ends on root-hub-bus")


def test_a_rule_in_a_region_in_which_nothing_is_told(graph, stack):
    found = one(graph, RULE, AUDIT_HOME)
    changed = add(graph, found, inputs={**found.inputs, "region": "us-east-1"})
    red(i.findings_are_heard, changed, stack, "listens to GuardDuty")


@pytest.fixture(scope="module")
def least():
    """The stand-alone account without an analyzer."""
    stack = read_stack(
        "standalone", lambda values: values["baseline"]["presets"]["standard"].update(externalAccessAnalyzer=False)
    )
    return record_baseline(stack), stack


def test_what_is_off_has_no_rule(least):
    graph, stack = least
    assert i.findings_are_heard(graph, stack) == []
    rules = {rule.inputs["name"] for rule in graph.of_type(RULE) if rule.name.startswith("findings-")}
    assert rules == {"guardrails-exposed-credentials", "guardrails-quarantined"}


def test_a_rule_about_a_service_that_is_off(graph, least):
    alone, stack = least
    changed = add(alone, one(graph, RULE, "findings-threat-rule"))
    red(i.findings_are_heard, changed, stack, "listens to GuardDuty")
