"""The drill goes every way that there is: no alarm and no rule of a stack is left out of it."""

import pytest

from operations.alert_paths import AlarmPath, EventPath, QueuePath, paths
from policies import names
from policies.hub_rules import HUB_RULES
from tests.components.helpers import read_stack, record_baseline
from tests.components.tokens import ALARM, RULE, TOPIC

MARK = "20261125T140000Z"
PIPELINE = {
    "github": {
        "organization": "example-org",
        "organizationId": "1234567",
        "repository": "guardrails",
        "repositoryId": "7654321",
        "environment": "production",
        "workflow": "example-org/guardrails/.github/workflows/deploy.yml@refs/heads/main",
    }
}


@pytest.fixture(scope="module")
def stack():
    """The example with a pipeline, so that a deployer's role that is taken by hand is alarmed."""
    return read_stack("prod", lambda values: values["baseline"]["deployment"].update(pipeline=PIPELINE))


@pytest.fixture(scope="module")
def graph(stack):
    return record_baseline(stack)


@pytest.fixture(scope="module")
def ways(stack):
    return paths(stack, MARK, tuple(stack.active_accounts()))


def test_every_alarm_is_raised_in_every_region_in_which_it_is(graph, stack, ways):
    home = stack.organization.home_region
    there = {(alarm.inputs["name"], alarm.inputs.get("region", home)) for alarm in graph.of_type(ALARM)}
    assert any(name.endswith("deployer-outside-pipeline") for name, _ in there)
    raised = {(way.alarm, home) for way in ways if isinstance(way, AlarmPath)}
    assert raised | {(way.name, way.region) for way in ways if isinstance(way, QueuePath)} == there


def test_every_topic_of_an_alarm_is_listened_to(graph, ways):
    topics = {f"arn:aws:mock:::Topic/{topic.name}": topic.inputs["name"] for topic in graph.of_type(TOPIC)}
    publish = {
        (alarm.inputs["name"], topics[arn])
        for alarm in graph.of_type(ALARM)
        for arn in alarm.inputs.get("alarmActions") or ()
    }
    heard = {(way.alarm, way.topic) for way in ways if isinstance(way, AlarmPath)}
    heard |= {(way.name, way.topic) for way in ways if isinstance(way, QueuePath) and not way.by_hub}
    assert heard == publish


def test_every_rule_on_the_hub_is_drilled_from_every_place_that_it_hears_of(graph, stack, ways):
    events = [way for way in ways if isinstance(way, EventPath)]
    assert {way.name for way in events} == {rule.name for rule in HUB_RULES}
    forwarders = [rule for rule in graph.of_type(RULE) if not rule.inputs.get("eventBusName")]
    listening = {rule.inputs["region"] for rule in forwarders if rule.inputs["name"] == names.ROOT_RULE}

    def places(name):
        return {(way.account, way.region) for way in events if way.name == name}

    everywhere = {(key, region) for key in stack.active_accounts() for region in listening}
    assert places(names.ROOT_RULE) == places(names.BREAK_GLASS_RULE) == everywhere
    assert places(names.UNDELIVERED_EVENTS) == {(stack.organization.audit_account, region) for region in listening}
