"""The invariants of events that can't be delivered go red, one planted violation after another."""

import pytest

from tests.components import invariants as i
from tests.components.helpers import plant, remove
from tests.components.test_planted import one, red
from tests.components.tokens import QUEUE, QUEUE_POLICY, TARGET

FORWARDS, WRITES = "shop-root-alert-us-east-1-hub", "root-hub-topic"
CALLS = ["root-hub-pager", "webhook-alarms-page-pager"]


def policy_of(graph, region):
    return one(graph, QUEUE_POLICY, f"undelivered-events-{region}-policy")


@pytest.mark.parametrize("name", [FORWARDS, WRITES, *CALLS])
def test_a_target_without_queue(graph, stack, name):
    changed = plant(graph, one(graph, TARGET, name), inputs={"deadLetterConfig": None})
    red(i.undelivered_events_are_kept, changed, stack, f"{name} loses")


def test_a_target_with_another_regions_queue(graph, stack):
    foreign = one(graph, TARGET, WRITES).inputs["deadLetterConfig"]
    changed = plant(graph, one(graph, TARGET, FORWARDS), inputs={"deadLetterConfig": foreign})
    red(i.undelivered_events_are_kept, changed, stack, f"{FORWARDS} has its queue in another region")


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    "tries", [None, {"maximumEventAgeInSeconds": 901, "maximumRetryAttempts": 185}, {"maximumEventAgeInSeconds": 900}]
)
def test_a_webhook_that_is_given_up_too_late_or_at_once(graph, stack, name, tries):
    changed = plant(graph, one(graph, TARGET, name), inputs={"retryPolicy": tries})
    red(i.undelivered_events_are_kept, changed, stack, f"{name} tells too late")


@pytest.mark.parametrize(
    ("region", "arn"),
    [
        ("us-east-1", "arn:aws:events:us-east-1:444455556666:rule/guardrails-root-use"),
        ("eu-west-1", "arn:aws:events:eu-west-1:333344445555:rule/guardrails-hub/guardrails-break-glass"),
        ("eu-west-1", "arn:aws:events:eu-west-1:333344445555:rule/guardrails-alarms-page"),
        ("eu-west-1", "events.amazonaws.com"),
        ("eu-west-1", "sqs:SendMessage"),
    ],
)
def test_a_queue_whose_policy_shuts_a_rule_out(graph, stack, region, arn):
    policy = policy_of(graph, region)
    changed = plant(graph, policy, inputs={"policy": policy.inputs["policy"].replace(f'"{arn}"', '"other"')})
    red(i.undelivered_events_are_kept, changed, stack, "policy does not name")


def test_a_queue_without_policy_encryption_or_alarm(graph, stack):
    red(i.undelivered_events_are_kept, remove(graph, QUEUE_POLICY), stack, "policy does not name")
    changed = plant(
        graph, one(graph, QUEUE, "undelivered-events-us-east-1-queue"), inputs={"sqsManagedSseEnabled": False}
    )
    red(i.undelivered_events_are_kept, changed, stack, "not encrypted")
    red(i.undelivered_events_are_kept, remove(graph, i.ALARM), stack, "nobody watches")


def test_an_alarm_of_another_queue(graph, stack):
    alarm = one(graph, i.ALARM, "undelivered-events-us-east-1-alarm")
    changed = plant(graph, alarm, inputs={"dimensions": {"QueueName": "other"}})
    red(i.undelivered_events_are_kept, changed, stack, "nobody watches undelivered-events-us-east-1-queue")


def test_an_alarm_that_depends_on_what_it_watches(graph, stack):
    alarm = one(graph, i.ALARM, "undelivered-events-eu-west-1-alarm")
    changed = plant(graph, alarm, inputs={"alarmActions": alarm.inputs["alarmActions"][:1]})
    red(i.undelivered_events_are_kept, changed, stack, "depends on one topic")


def test_an_alarm_abroad_that_nobody_forwards(graph, stack):
    changed = plant(graph, one(graph, i.RULE, "audit-root-alert-us-east-1"), inputs={"region": "eu-central-1"})
    red(i.alarms_act, changed, stack, "undelivered-events-us-east-1-alarm has no action")
