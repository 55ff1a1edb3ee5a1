"""The ways that a drill of the alerts goes: each rule from each account and region, and each alarm over the trail."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from config.models import Stack
from policies import names
from policies.drill_samples import BREAK_GLASS_USE, EVENTS, DrillEvent, record, records
from policies.names import global_region
from policies.types import Urgency

_TOPICS = {Urgency.PAGE: names.ALERT_TOPIC, Urgency.NOTIFY: names.NOTICE_TOPIC}


@dataclass(frozen=True, kw_only=True)
class Message:
    """What the drill's queue heard: the topic's name and the text that it published."""

    topic: str
    text: str


@dataclass(frozen=True, kw_only=True)
class EventPath:
    """An event on an account's own bus in a region, by a forwarder to the hub, by the hub's rule to a topic."""

    account: str
    region: str
    event: DrillEvent
    mark: str
    topic: str

    @property
    def name(self) -> str:
        """The rule's."""
        return self.event.rule.name

    def __str__(self) -> str:
        return f"rule {self.event.rule.name} of {self.account} in {self.region} to {self.topic}"

    def arrived(self, message: Message) -> bool:
        """Whether this is the event's message: it holds the mark."""
        return message.topic == self.topic and self.mark in message.text


@dataclass(frozen=True, kw_only=True)
class AlarmPath:
    """Records in a stream of the trail's log group, counted by a filter, by an alarm to a topic."""

    alarm: str
    records: tuple[dict[str, Any], ...]
    topic: str

    @property
    def name(self) -> str:
        """The alarm's."""
        return self.alarm

    def __str__(self) -> str:
        return f"alarm {self.alarm} to {self.topic}"

    def arrived(self, message: Message) -> bool:
        """Whether this is the alarm's message, raised and not calm again."""
        if message.topic != self.topic or not message.text.startswith("{"):
            return False
        told = json.loads(message.text)
        return told.get("AlarmName") == self.alarm and told.get("NewStateValue") == "ALARM"


Path = EventPath | AlarmPath


def paths(stack: Stack, mark: str, accounts: tuple[str, ...]) -> tuple[Path, ...]:
    """Every way of a stack, its events from the accounts given, by key."""
    return (*_events(stack, mark, accounts), *_alarms(stack, mark))


def _topics(stack: Stack, urgency: Urgency) -> tuple[str, ...]:
    topic = _TOPICS[urgency]
    return (topic, f"{topic}{names.CHAT_SUFFIX}") if stack.baseline.alerts.slacks(urgency) else (topic,)


def _events(stack: Stack, mark: str, accounts: tuple[str, ...]) -> Iterator[EventPath]:
    home, audit = stack.organization.home_region, stack.organization.audit_account
    regions = sorted({*stack.organization.regions, global_region(home)})
    for event in EVENTS:
        if event.rule.name == names.BREAK_GLASS_RULE and stack.baseline.break_glass is None:
            continue
        places = [(key, region) for key in accounts for region in regions] if event.everywhere else [(audit, home)]
        for key, region in places:
            for topic in _topics(stack, event.rule.urgency):
                own = f"{mark}-{event.rule.id}-{key}-{region}"
                yield EventPath(account=key, region=region, event=event, mark=own, topic=topic)


def _alarms(stack: Stack, mark: str) -> Iterator[AlarmPath]:
    audit = stack.baseline.accounts[stack.organization.audit_account].id
    told = [
        (alarm.name, alarm.urgency, tuple(records(alarm, threshold, mark, audit)))
        for alarm, threshold in stack.baseline.alarms.wanted()
    ]
    if stack.baseline.break_glass is not None:
        told.append((names.BREAK_GLASS_RULE, Urgency.PAGE, (record(mark, audit, **BREAK_GLASS_USE),)))
    for alarm, urgency, sample in told:
        for topic in _topics(stack, urgency):
            yield AlarmPath(alarm=alarm, records=sample, topic=topic)
