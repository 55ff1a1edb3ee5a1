"""The ways that a drill of the alerts goes: each rule from each account and region, and each alarm."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config.alarm_plan import account_alarms, central_alarms, in_account
from config.deployer_plan import deployer_alarms
from config.finding_sources import alert_regions, finding_places
from config.models import Stack
from config.trail_path import records_account, records_group
from policies import names
from policies.alarms import Alarm
from policies.alarms.root_reads import ROOT_READS
from policies.baseline_changes import BASELINE_CHANGES
from policies.drill_samples import (
    BASELINE_CHANGE,
    BREAK_GLASS_USE,
    EVENTS,
    ROOT_READ,
    DrillEvent,
    Where,
    record,
    records,
    role_use,
)
from policies.hub_rules import UNDELIVERED
from policies.names import role_arn
from policies.types import Urgency
from policies.vending import VENDED, VENDED_USE

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
    """Records in a stream of an account's log group, counted by a filter, by an alarm there to a topic."""

    alarm: str
    account: str
    """Key of the account whose alarm it is."""
    group: str
    """Name of the trail's log group."""
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
        return message.topic == self.topic and _is_raised(message, self.alarm)


@dataclass(frozen=True, kw_only=True)
class QueuePath:
    """A message in a region's queue of undelivered events, counted by the alarm over it, to a topic.

    The alarm publishes itself where it can; `by_hub`: its change of state goes over the hub.
    """

    region: str
    mark: str
    topic: str
    by_hub: bool

    @property
    def name(self) -> str:
        """The queue's, and the alarm's."""
        return names.UNDELIVERED_EVENTS

    def __str__(self) -> str:
        return f"queue {self.name} in {self.region}{' over the hub' if self.by_hub else ''} to {self.topic}"

    def arrived(self, message: Message) -> bool:
        """Whether this is the alarm's message, and not that of the event by which the hub's rule is drilled."""
        if message.topic != self.topic:
            return False
        if not self.by_hub:
            return _is_raised(message, self.name)
        return UNDELIVERED.headline.replace("<region>", self.region) in message.text and self.mark not in message.text


Path = EventPath | AlarmPath | QueuePath


def _is_raised(message: Message, alarm: str) -> bool:
    if not message.text.startswith("{"):
        return False
    told = json.loads(message.text)
    return told.get("AlarmName") == alarm and told.get("NewStateValue") == "ALARM"


def paths(stack: Stack, mark: str, accounts: tuple[str, ...]) -> tuple[Path, ...]:
    """Every way of a stack, for what is of one account those of the accounts given, by key."""
    alarms = (*_alarms(stack, mark, accounts), *_account_alarms(stack, mark, accounts))
    return (*_events(stack, mark, accounts), *alarms, *_queues(stack, mark))


def _topics(stack: Stack, urgency: Urgency) -> tuple[str, ...]:
    topic = _TOPICS[urgency]
    return (topic, f"{topic}{names.CHAT_SUFFIX}") if stack.baseline.alerts.chats(urgency) else (topic,)


def _events(stack: Stack, mark: str, accounts: tuple[str, ...]) -> Iterator[EventPath]:
    home, audit = stack.organization.home_region, stack.organization.audit_account
    regions, found = alert_regions(stack), finding_places(stack)
    places = {
        Where.EVERYWHERE: [(key, region) for key in accounts for region in regions],
        Where.AUDIT: [(audit, region) for region in regions],
        Where.ONCE: [(audit, home)],
    }
    for event in EVENTS:
        if event.rule.name == names.BREAK_GLASS_RULE and stack.baseline.break_glass is None:
            continue
        # A rule about a service that is off isn't there.
        ways = [found[event.rule.id]] if event.rule.id in found else places.get(event.where, [])
        for key, region in ways:
            for topic in _topics(stack, event.rule.urgency):
                own = f"{mark}-{event.rule.id}-{key}-{region}"
                yield EventPath(account=key, region=region, event=event, mark=own, topic=topic)


def _alarms(stack: Stack, mark: str, accounts: tuple[str, ...]) -> Iterator[AlarmPath]:
    organization, known = stack.organization, stack.baseline.accounts
    audit = known[organization.audit_account].id
    taken = {alarm for alarm, _ in deployer_alarms(stack)}
    told = [
        (alarm.name, alarm.urgency, tuple(records(alarm, threshold, mark, audit)))
        for alarm, threshold in central_alarms(stack)
        if alarm not in taken
    ]
    if stack.baseline.break_glass is not None:
        told.append((names.BREAK_GLASS_RULE, Urgency.PAGE, (record(mark, audit, **BREAK_GLASS_USE),)))
    for alarm, _ in deployer_alarms(stack):
        told.append((alarm.name, alarm.urgency, (record(mark, audit, **_by_hand(stack, alarm)),)))
    for key in accounts:
        reads = record(mark, known[key].id, **ROOT_READ)
        told.append((f"{ROOT_READS.name}-{known[key].id}", ROOT_READS.urgency, (reads,)))
    there, group = records_account(stack), records_group(stack)
    for alarm, urgency, sample in told:
        for topic in _topics(stack, urgency):
            yield AlarmPath(alarm=alarm, account=there, group=group, records=sample, topic=topic)


def _account_alarms(stack: Stack, mark: str, accounts: tuple[str, ...]) -> Iterator[AlarmPath]:
    """Those over the accounts' own trails, each from its own log group."""
    for key in accounts:
        number = stack.baseline.accounts[key].id
        for alarm, threshold in account_alarms(stack):
            sample = tuple(records(alarm, threshold, mark, number))
            for topic in _topics(stack, alarm.urgency):
                yield AlarmPath(
                    alarm=in_account(stack, key, alarm).name,
                    account=key,
                    group=names.ACCOUNT_TRAIL,
                    records=sample,
                    topic=topic,
                )


def _by_hand(stack: Stack, alarm: Alarm) -> Mapping[str, Any]:
    """What somebody does that raises an alarm about the roles that deploy, or about what they deploy."""
    if alarm.id == BASELINE_CHANGES:
        return BASELINE_CHANGE
    organization = stack.organization
    management = stack.baseline.accounts[organization.management_account].id
    taken = VENDED[0] if alarm.id == VENDED_USE else stack.baseline.deployment.role_name
    return role_use(role_arn(organization.home_region, management, taken))


def _queues(stack: Stack, mark: str) -> Iterator[QueuePath]:
    """An alarm publishes in its own region only, at home on every topic; from everywhere the hub tells of it."""
    for region in alert_regions(stack):
        if region == stack.organization.home_region:
            for topic in (topic for urgency in Urgency for topic in _topics(stack, urgency)):
                yield QueuePath(region=region, mark=mark, topic=topic, by_hub=False)
        for topic in _topics(stack, UNDELIVERED.urgency):
            yield QueuePath(region=region, mark=mark, topic=topic, by_hub=True)
