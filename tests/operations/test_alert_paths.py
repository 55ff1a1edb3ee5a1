"""The drill goes every way that there is: no alarm and no rule of a stack is left out of it."""

import pytest

from config.alarm_plan import account_alarms
from operations.alert_paths import AlarmPath, EventPath, QueuePath, paths
from policies import names
from policies.alarms import ALARMS
from policies.hub_rules import HUB_RULES
from tests.components.helpers import A_PIPELINE, read_stack, record_baseline
from tests.components.tokens import ALARM, FILTER, RULE, TOPIC
from tests.components.trail_invariants import account_of

MARK = "20261125T140000Z"


TRAILS = {
    "central": {"alarms": "central"},
    "perAccount": {"alarms": "perAccount"},
    "existing": {"existing": {"logGroup": "aws-controltower/CloudTrailLogs"}},
}


@pytest.fixture(scope="module", params=TRAILS)
def stack(request):
    """The example with a pipeline, so that a deployer's role that is taken by hand is alarmed."""

    def change(values):
        values["baseline"]["deployment"]["pipeline"] = {"github": A_PIPELINE}
        values["baseline"]["trail"] = TRAILS[request.param]
        if request.param == "existing":
            values["baseline"]["logArchive"] = {"bucketName": "aws-controltower-logs-222233334444-eu-west-1"}
            values["baseline"]["alerts"]["page"] = ["email", "chat"]
            values["baseline"]["alerts"]["channels"].pop("pager")

    return read_stack("prod", change)


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


def test_each_alarm_is_raised_where_it_is_in_the_log_group_that_it_counts(graph, stack, ways):
    counted = {
        (account_of(graph, found), found.inputs["metricTransformation"]["name"]): found.inputs["logGroupName"]
        for found in graph.of_type(FILTER)
    }
    there = {
        (alarm.inputs["name"], account_of(graph, alarm), counted[account_of(graph, alarm), alarm.inputs["metricName"]])
        for alarm in graph.of_type(ALARM)
        if alarm.inputs["namespace"] == "Guardrails"
    }
    accounts = stack.baseline.accounts
    assert {(w.alarm, accounts[w.account].id, w.group) for w in ways if isinstance(w, AlarmPath)} == there


def test_an_accounts_own_alarms_are_drilled_with_it_alone(stack):
    names_of = {way.alarm for way in paths(stack, MARK, ("shop",)) if isinstance(way, AlarmPath)}
    own = {f"{alarm.name}-shop" for alarm, _ in account_alarms(stack)}
    assert bool(own) == stack.baseline.trail.per_account
    assert {name for name in names_of if name.startswith("cis-")} == (own or {a.name for a in ALARMS if a.control})


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
