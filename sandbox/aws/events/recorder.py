"""Records of what the local AWS serves, as CloudTrail writes them, and their way to whoever listens."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from moto.cloudtrail.models import Trail
from moto.core.utils import utcnow

from sandbox.aws.enforcement_request import Operation, read
from sandbox.aws.errors import Answer
from sandbox.aws.events import bus, trails
from sandbox.aws.events.parameters import request_parameters, response
from sandbox.aws.events.request_names import event_name, event_source, is_data_event, only_reads
from sandbox.aws.events.user_identity import user_identity

LOG = logging.getLogger("sandbox.aws.events")
VERSION = "1.11"
_DETAIL_TYPES = {
    "AwsApiCall": "AWS API Call via CloudTrail",
    "AwsConsoleAction": "AWS Console Action via CloudTrail",
    "AwsConsoleSignIn": "AWS Console Sign In via CloudTrail",
    "AwsServiceEvent": "AWS Service Event via CloudTrail",
}
# A refused call shows no parameters
# (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
_REFUSALS = ("AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation")
_NOT_SERVED = 501


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A request before it is served: who makes it, and which trails log it, for it may stop them."""

    operation: Operation
    who: dict[str, Any]
    trails: list[Trail]


class Recorder:
    """Records requests while it is on; the gate doesn't ask it while it is off."""

    def __init__(self, *, on: bool) -> None:
        self.on = on

    def begin(
        self, handler: Any, method: str, host: str, path: str, headers: Any, body: bytes | None, key: str | None
    ) -> Pending | None:
        """Look at a request before it is served; None for what is not recorded."""
        if key is None:
            return None
        operation = read(handler, method, host, path, headers, body)
        if operation is None:
            LOG.warning("not recorded, for nobody knows its name: %s %s", method, path.partition("?")[0])
            return None
        if is_data_event(operation):
            return None
        who = user_identity(key)
        return Pending(operation=operation, who=who, trails=trails.logging_trails(who["accountId"], operation.region))

    @staticmethod
    def end(pending: Pending | None, answer: Answer) -> None:
        """Record what came of the request; what the local AWS could not serve did not happen."""
        if pending is not None and answer[0] != _NOT_SERVED:
            deliver(_record(pending, answer), pending.trails)


def _record(pending: Pending, answer: Answer) -> dict[str, Any]:
    operation = pending.operation
    elements, error = response(operation, answer)
    reads = only_reads(operation)
    shows_answer = not reads or operation.service == "sts"
    return {
        "userIdentity": pending.who,
        "eventSource": event_source(operation),
        "eventName": event_name(operation),
        "awsRegion": operation.region,
        "sourceIPAddress": "127.0.0.1",
        "userAgent": operation.headers.get("user-agent", ""),
        **error,
        "requestParameters": None if error.get("errorCode") in _REFUSALS else request_parameters(operation),
        "responseElements": elements if shows_answer else None,
        "readOnly": reads,
    }


def deliver(record: dict[str, Any], before: Iterable[Trail] = ()) -> None:
    """Bring a record to the default bus and the log groups of every account that gets it, completed where it is short.

    `before` are the trails that logged when it happened. Without any trail CloudTrail sends EventBridge nothing
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
    Raises KeyError for a record without account, region, source or name.
    """
    for whole in trails.recipients(_complete(record)):
        account, region = whole["recipientAccountId"], whole["awsRegion"]
        mine = [trail for trail in before if account == whole["userIdentity"].get("accountId")]
        listening = list(dict.fromkeys([*mine, *trails.logging_trails(account, region)]))
        wanting = [trail for trail in listening if trails.selects(trail, whole)]
        for trail in wanting:
            trails.log(trail, whole)
        if wanting:
            bus.deliver(_event(whole), account, region)


def _complete(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "eventVersion": VERSION,
        "eventTime": f"{utcnow():%Y-%m-%dT%H:%M:%SZ}",
        "requestID": str(uuid.uuid4()),
        "eventID": str(uuid.uuid4()),
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": record.get("recipientAccountId") or record["userIdentity"]["accountId"],
        "eventCategory": "Management",
        **record,
    }


def _event(record: dict[str, Any]) -> bus.Event:
    """The record as EventBridge has it; the source is that of the service, with `aws.` before its name."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": _DETAIL_TYPES[record["eventType"]],
        "source": f"aws.{record['eventSource'].partition('.')[0]}",
        "account": record["recipientAccountId"],
        "time": record["eventTime"],
        "region": record["awsRegion"],
        "resources": [],
        "detail": record,
    }
