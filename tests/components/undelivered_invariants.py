"""What must hold where an event can't be delivered: it stays in a queue, and somebody hears of it."""

import json
from collections.abc import Iterator

from config.models import Stack
from policies.names import UNDELIVERED_EVENTS, partition
from review.recorder import Graph, Resource
from tests.components.event_samples import SAMPLES, samples_of
from tests.components.tokens import ALARM, DESTINATION, QUEUE, QUEUE_POLICY, RULE, TARGET
from tests.policies.root_records import alarm as alarm_event

ALARM_EVENT = SAMPLES.index(alarm_event())
SQS = "AWS/SQS"
SOON = 900
"""Seconds after which a page that a webhook doesn't take must be told to the others."""


def _arn(resource: Resource) -> str:
    return f"arn:aws:mock:::{resource.type.rpartition(':')[2]}/{resource.name}"


def _account(graph: Graph, resource: Resource) -> str:
    (account,) = json.loads(graph.resources[resource.provider.rsplit("::", 1)[0]].inputs["allowedAccountIds"])
    return account


def undelivered_events_are_kept(graph: Graph, stack: Stack) -> list[str]:
    """target -> queue of its region -> policy that names the rule -> alarm -> topics, or a rule that forwards it."""
    home = stack.organization.home_region
    why = [w for target in graph.of_type(TARGET) for w in _target(graph, home, target)]
    kept = {_kept(target) for target in graph.of_type(TARGET)}
    return why + [w for queue in graph.of_type(QUEUE) if _arn(queue) in kept for w in _queue(graph, home, queue)]


def _kept(target: Resource) -> str | None:
    return target.inputs.get("deadLetterConfig", {}).get("arn")


def _target(graph: Graph, home: str, target: Resource) -> Iterator[str]:
    region = target.inputs.get("region") or home
    queues = [queue for queue in graph.of_type(QUEUE) if _arn(queue) == _kept(target)]
    if not queues:
        yield f"{target.name} loses what it can't deliver"
        return
    if queues[0].inputs["region"] != region:
        yield f"{target.name} has its queue in another region"
    bus = target.inputs.get("eventBusName")
    name = f"{bus}/{target.inputs['rule']}" if bus else target.inputs["rule"]
    rule = f"arn:{partition(home)}:events:{region}:{_account(graph, target)}:rule/{name}"
    if not any(rule in _admitted(policy) for policy in _policies(graph, queues[0])):
        yield f"{target.name}: the queue's policy does not name {rule}"
    tries = target.inputs.get("retryPolicy", {})
    if target.inputs["arn"] in {_arn(webhook) for webhook in graph.of_type(DESTINATION)} and not (
        tries.get("maximumEventAgeInSeconds", 86_400) <= SOON and tries.get("maximumRetryAttempts", 0) > 0
    ):
        yield f"{target.name} tells too late, or without a second try, that it was not heard"


def _policies(graph: Graph, queue: Resource) -> list[Resource]:
    found = (policy for policy in graph.of_type(QUEUE_POLICY) if queue.urn in policy.dependencies)
    return [policy for policy in found if policy.inputs.get("region") == queue.inputs["region"]]


def _admitted(policy: Resource) -> set[str]:
    return {
        arn
        for statement in json.loads(policy.inputs["policy"])["Statement"]
        if statement["Effect"] == "Allow"
        and statement["Principal"] == {"Service": "events.amazonaws.com"}
        and statement["Action"] == ["sqs:SendMessage"]
        for arn in statement["Condition"]["ArnEquals"]["aws:SourceArn"]
    }


def _queue(graph: Graph, home: str, queue: Resource) -> Iterator[str]:
    if not queue.inputs.get("sqsManagedSseEnabled"):
        yield f"{queue.name} is not encrypted"
    alarms = [
        alarm
        for alarm in graph.of_type(ALARM)
        if alarm.inputs["namespace"] == SQS
        and alarm.inputs["metricName"] == "ApproximateNumberOfMessagesVisible"
        and alarm.inputs["dimensions"] == {"QueueName": queue.inputs["name"]}
        and (alarm.provider, alarm.inputs["region"]) == (queue.provider, queue.inputs["region"])
    ]
    if not alarms:
        yield f"nobody watches {queue.name}"
    for alarm in alarms:
        if alarm.inputs["region"] == home and len(alarm.inputs["alarmActions"]) < 2:
            yield f"{alarm.name} depends on one topic, which may be what is broken"


def state_is_forwarded(graph: Graph, alarm: Resource) -> bool:
    """Whether a rule of the alarm's own account and region sends its change of state on."""
    return alarm.inputs["name"] == UNDELIVERED_EVENTS and any(
        ALARM_EVENT in samples_of(rule.inputs["eventPattern"])
        and (rule.provider, rule.inputs.get("region")) == (alarm.provider, alarm.inputs.get("region"))
        for rule in graph.of_type(RULE)
    )
