"""Each link from an alarm or a rule to whoever hears: planted breaks turn the walk red, with every kind of channel."""

import dataclasses
import json

import pytest

from tests.components import invariants as i
from tests.components import tokens as t
from tests.components.helpers import A_TEAM, plant, read_stack, record_baseline, remove
from tests.components.test_planted import one, red

CONNECTION = "arn:aws:events:eu-west-1:333344445555:connection/guardrails-pager/1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d"
CHANNELS = {
    "email": {"email": "security@example.com"},
    "chat": {"slack": {"workspace": "T0123ABCD", "channel": "C0123ABCD"}},
    "room": {"teams": A_TEAM},
    "pager": {"webhook": {"url": "https://events.example.com/alerts", "connection": CONNECTION}},
}


@pytest.fixture(scope="module")
def stack():
    alerts = {"channels": CHANNELS, "page": ["email", "chat", "pager"], "notify": ["email", "room"]}
    return read_stack("prod", lambda values: values["baseline"].update(alerts=alerts))


@pytest.fixture(scope="module")
def graph(stack):
    return record_baseline(stack)


def test_each_kind_of_channel_is_heard(graph, stack):
    assert i.alerts_are_heard(graph, stack) == []


@pytest.mark.parametrize(
    ("token", "word"),
    [
        (t.SUBSCRIPTION, "alerts-topic has no subscription"),
        (t.TOPIC, "is no topic"),
        (t.KEY, "not encrypted"),
        (t.TOPIC_POLICY, "policy does not admit"),
        (t.TARGET, "no target"),
        (t.BUS, "is no topic"),
        (t.FILTER, "nothing writes"),
        (t.CHAT, "alerts-chat-topic has no subscription"),
        (t.TEAMS, "notices-chat-topic has no subscription"),
        (t.DESTINATION, "is no topic"),
    ],
)
def test_a_missing_link_of_an_alert(graph, stack, token, word):
    red(i.alerts_are_heard, remove(graph, token), stack, word)


def test_the_drills_queue_is_nobody(graph, stack):
    changed = plant(graph, one(graph, t.SUBSCRIPTION, "alerts-email"), inputs={"protocol": "sqs"})
    red(i.alerts_are_heard, changed, stack, "alerts-topic has no subscription")


def test_the_hubs_rule_is_missing(graph, stack):
    hub = one(graph, t.RULE, "root-hub-rule")
    kept = {urn: resource for urn, resource in graph.resources.items() if urn != hub.urn}
    red(i.alerts_are_heard, dataclasses.replace(graph, resources=kept), stack, "ends on root-hub-bus")


@pytest.mark.parametrize("topic", ["alerts-topic", "alerts-chat-topic"])
def test_a_topic_without_encryption(graph, stack, topic):
    changed = plant(graph, one(graph, t.TOPIC, topic), inputs={"kmsMasterKeyId": None})
    red(i.alerts_are_heard, changed, stack, f"{topic} is not encrypted")


@pytest.mark.parametrize("service", ["cloudwatch", "events"])
@pytest.mark.parametrize(
    ("token", "name", "word"),
    [(t.KEY, "alerts-key", "key does not admit"), (t.TOPIC_POLICY, "alerts-policy", "policy does not admit")],
)
def test_a_publisher_that_is_shut_out(graph, stack, token, name, word, service):
    shut = one(graph, token, name)
    policy = shut.inputs["policy"].replace(f"{service}.amazonaws.com", "other.amazonaws.com")
    red(i.alerts_are_heard, plant(graph, shut, inputs={"policy": policy}), stack, word)


@pytest.mark.parametrize("key", ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID"])
@pytest.mark.parametrize("name", ["alerts-key", "alerts-policy"])
def test_a_condition_that_eventbridge_can_not_meet(graph, stack, name, key):
    found = one(graph, t.KEY if name == "alerts-key" else t.TOPIC_POLICY, name)
    policy = json.loads(found.inputs["policy"])
    for statement in policy["Statement"]:
        if statement["Principal"] == {"Service": "events.amazonaws.com"}:
            statement["Condition"] = {"StringEquals": {key: "333344445555"}}
    changed = plant(graph, found, inputs={"policy": json.dumps(policy)})
    red(i.alerts_are_heard, changed, stack, "does not admit the publishers")


def test_an_alarm_on_a_foreign_topic(graph, stack):
    changed = plant(graph, one(graph, t.ALARM), inputs={"alarmActions": ["arn:aws:sns:eu-west-1:1:other"]})
    red(i.alerts_are_heard, changed, stack, "is no topic")


def test_a_target_in_another_region_than_its_rule(graph, stack):
    changed = plant(graph, one(graph, t.TARGET, "shop-root-alert-us-east-1-hub"), inputs={"region": "eu-west-1"})
    red(i.alerts_are_heard, changed, stack, "shop-root-alert-us-east-1 has no target")


@pytest.mark.parametrize("target", ["shop-root-alert-us-east-1-hub", "webhook-alarms-page-pager"])
def test_a_target_that_may_not_call(graph, stack, target):
    changed = plant(graph, one(graph, t.TARGET, target), inputs={"roleArn": None})
    red(i.alerts_are_heard, changed, stack, "no role")


@pytest.mark.parametrize(("token", "topic"), [(t.CHAT, "alerts-chat-topic"), (t.TEAMS, "notices-chat-topic")])
def test_a_channel_of_chat_that_shows_another_topic(graph, stack, token, topic):
    changed = plant(graph, one(graph, token), inputs={"snsTopicArns": ["arn:aws:sns:eu-west-1:1:other"]})
    red(i.alerts_are_heard, changed, stack, f"{topic} has no subscription")


def test_chat_can_do_nothing_in_aws(graph):
    for channel in (one(graph, t.CHAT), one(graph, t.TEAMS)):
        assert channel.inputs["guardrailPolicyArns"] == ["arn:aws:iam::aws:policy/AWSDenyAll"]
        assert channel.inputs["iamRoleArn"] == "arn:aws:mock:::Role/chat-role"
    given = {key: one(graph, t.TEAMS).inputs[f"{key}Id"] for key in ("tenant", "team", "channel")}
    assert given == A_TEAM


def test_a_webhook_by_another_connection(graph, stack):
    changed = plant(graph, one(graph, t.DESTINATION), inputs={"connectionArn": CONNECTION.replace("pager", "other")})
    red(i.alerts_are_heard, changed, stack, "by no connection of the configuration")
