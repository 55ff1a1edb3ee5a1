"""EventBridge: which rules an event on a bus matches, and that it reaches their targets.

moto decides whether a pattern matches; its own delivery knows neither policies nor topics.
"""

import json
import logging
import uuid
from typing import Any

from moto.core.utils import utcnow
from moto.events.models import EventsBackend, Rule, events_backends

from policies.simulation import account_of
from sandbox.aws.events.input_transformer import target_input
from sandbox.aws.events.patterns import matches
from sandbox.aws.events.permissions import Sender, require_role
from sandbox.aws.events.topics import publish, put, send
from sandbox.aws.events.undelivered import Undelivered
from sandbox.aws.events.webhooks import call
from sandbox.aws.services.patching import patch

LOG = logging.getLogger("sandbox.aws.events")
SERVICE = "events.amazonaws.com"
_ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
_REQUIRED = ("Source", "DetailType", "Detail")
Event = dict[str, Any]


def deliver(event: Event, account: str, region: str, bus: str = "default", *, forwarded: bool = False) -> None:
    """Carry an event from a bus to the targets of the rules that it matches.

    `forwarded`: it came from another bus, and so goes to no third one.
    """
    for rule in list(events_backends[account][region].event_buses[bus].rules.values()):
        if _hears(rule, event):
            for target in list(rule.targets):
                _carry(rule, target, event, forwarded)


def _hears(rule: Rule, event: Event) -> bool:
    """Rules that don't ask for them get no read-only management events, on custom buses neither.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
    """
    if rule.state == "DISABLED" or not rule.event_pattern.get_pattern():
        return False
    detail = event["detail"]
    if detail.get("readOnly") is True and detail.get("managementEvent") is True and rule.state != _ALL_EVENTS:
        return False
    return matches(rule.event_pattern, event)


def _carry(rule: Rule, target: dict[str, Any], event: Event, forwarded: bool) -> None:
    sender = Sender(service=SERVICE, source_arn=rule.arn)
    try:
        _invoke(sender, target, event, forwarded)
    except Undelivered as reason:
        LOG.warning("an event of %s did not reach %s: %s", rule.arn, target["Arn"], reason)
        if queue := (target.get("DeadLetterConfig") or {}).get("Arn"):
            _bury(sender, queue, target, event, reason)


def _invoke(sender: Sender, target: dict[str, Any], event: Event, forwarded: bool) -> None:
    arn, role = target["Arn"], target.get("RoleArn")
    service = arn.split(":")[2]
    if service == "events" and ":event-bus/" in arn:
        _forward(sender, arn, role, event, forwarded)
    elif service == "events" and ":api-destination/" in arn:
        call(sender, arn, role, target_input(target, event, sender.source_arn))
    elif service == "sqs":
        text = target_input(target, event, sender.source_arn)
        group = (target.get("SqsParameters") or {}).get("MessageGroupId")
        if role:
            require_role(sender, role, "sqs:SendMessage", arn)
            put(arn, text, group=group)
        else:
            send(sender, arn, text, group=group)
    elif service == "sns" and not role:
        publish(sender, arn, target_input(target, event, sender.source_arn))
    else:
        LOG.error("not implemented: EventBridge's target %s", arn)


def _forward(sender: Sender, arn: str, role: str | None, event: Event, forwarded: bool) -> None:
    """An event passes between buses once only, by a role that may put it there.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    """
    if forwarded:
        raise Undelivered("THIRD_ACCOUNT_HOP_DETECTED", f"{arn} is the third bus")
    _, _, _, region, account, name = arn.split(":", 5)
    bus = name.removeprefix("event-bus/")
    if bus not in events_backends[account][region].event_buses:
        raise Undelivered("NO_RESOURCE", f"{arn} does not exist")
    if role is None:
        raise Undelivered("NO_PERMISSIONS", f"no role puts events on {arn}")
    require_role(sender, role, "events:PutEvents", arn)
    deliver(event, account, region, bus, forwarded=True)


def _bury(sender: Sender, queue: str, target: dict[str, Any], event: Event, reason: Undelivered) -> None:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"""
    why = {"ERROR_CODE": reason.code, "ERROR_MESSAGE": reason.message}
    where = {"RULE_ARN": sender.source_arn, "TARGET_ARN": target["Arn"]}
    try:
        send(sender, queue, json.dumps(event), **where, **why)
    except Undelivered as lost:
        LOG.warning("an event of %s was lost: %s", sender.source_arn, lost)


def _put_events(self: EventsBackend, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events of whoever calls; AWS's own sources are AWS's.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
    """
    return [_put_event(self, entry) for entry in events]


def _put_event(self: EventsBackend, entry: dict[str, Any]) -> dict[str, Any]:
    for name in _REQUIRED:
        if not entry.get(name):
            reason = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            return {"ErrorCode": "InvalidArgument", "ErrorMessage": reason}
    if entry["Source"].startswith("aws."):
        return {"ErrorCode": "NotAuthorizedForSourceException", "ErrorMessage": "Not authorized for the source."}
    try:
        detail = json.loads(entry["Detail"])
    except ValueError:
        return {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
    bus = str(entry.get("EventBusName") or "default")
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": self.account_id,
        "time": f"{utcnow():%Y-%m-%dT%H:%M:%SZ}",
        "region": self.region_name,
        "resources": entry.get("Resources", []),
        "detail": detail,
    }
    owner, name = account_of(bus) or self.account_id, bus.rpartition("/")[2]
    events_backends[owner][self.region_name].describe_event_bus(name)
    deliver(event, owner, self.region_name, name)
    return {"EventId": event["id"]}


def install() -> None:
    """Deliver what is put on a bus by this code instead of moto's."""
    patch(EventsBackend, put_events=_put_events)
