"""Sends harmless events and records along every way of an alert, and sees in a queue what arrives."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore import exceptions

from config.models import Stack
from operations.alarm_states import undrillable
from operations.alert_channels import channels
from operations.alert_paths import AlarmPath, EventPath, Message, Path, QueuePath, paths
from operations.audit_account import assumed, in_audit_account
from operations.aws import AwsError, client
from operations.drill import Rehearsal
from operations.drill_checks import Check
from operations.undelivered_drill import UndeliveredQueues
from policies import names
from policies.names import role_arn

_BATCH = 10
_POLL_SECONDS = 5
# With any wait at all SQS asks all of its servers, else a part of them
# (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html).
_ASK_ALL = 1


@dataclass(frozen=True, kw_only=True)
class AlertDrill(Rehearsal):
    """What arrived and what didn't; what nobody can see from AWS is left to those who look at their screens."""

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return all(check.passed is not False for check in self.checks)


def drill(
    session: boto3.Session,
    stack: Stack,
    accounts: tuple[str, ...],
    *,
    only: tuple[str, ...],
    mark: str,
    patience: float,
    apply: bool = False,
) -> AlertDrill:
    """Look at the channels, and with `apply` send along every way and wait up to `patience` seconds after that.

    `only` leaves the ways of the rules and alarms of which a name holds one of these words; all without any.
    Raises AwsError where nothing is left, and botocore's exceptions where the audit account can't be reached.
    """
    home = stack.organization.home_region
    caller = client(session, "sts", home).get_caller_identity()["Arn"]
    audit = in_audit_account(session, stack)
    wanted = tuple(path for path in paths(stack, mark, accounts) if not only or any(word in path.name for word in only))
    if not wanted:
        raise AwsError([f"found no rule or alarm for --only {' '.join(only)}, expected part of a name; correct it"])
    looked = [*channels(audit, stack)]
    if not apply:
        sent = [Check(name=str(path), passed=None, found="not sent") for path in wanted]
        return AlertDrill(caller=caller, applied=False, checks=(*sent, *looked))
    sessions, refused = _sessions(audit, stack, {path.account for path in wanted if not isinstance(path, QueuePath)})
    listening = sessions.get(stack.organization.audit_account)
    if listening is None:
        return AlertDrill(caller=caller, applied=True, checks=(*refused, *looked))
    queue, undelivered = Queue(client(listening, "sqs", home)), UndeliveredQueues(listening, mark)
    queue.forget()
    began = time.monotonic()
    try:
        failed = undelivered.put(path for path in wanted if isinstance(path, QueuePath))
        failed |= _put_events(sessions, wanted)
        alarms = [path for path in wanted if isinstance(path, AlarmPath)]
        for key, group in dict.fromkeys((path.account, path.group) for path in alarms):
            here = [path for path in alarms if (path.account, path.group) == (key, group)]
            failed |= _put_records(sessions.get(key), home, group, here, mark)
        seen = _wait([path for path in wanted if str(path) not in failed], queue, began, patience)
    finally:
        afterwards = undelivered.take_back()
    checks = [_check(str(path), failed.get(str(path)), seen.get(str(path)), patience) for path in wanted]
    return AlertDrill(caller=caller, applied=True, checks=(*refused, *checks, *afterwards, *looked))


def _sessions(audit: boto3.Session, stack: Stack, accounts: set[str]) -> tuple[dict[str, boto3.Session], list[Check]]:
    """Sessions of the drill role in every account, and in which it can't be taken."""
    home = stack.organization.home_region
    taken, refused = {}, []
    for key in sorted({*accounts, stack.organization.audit_account}):
        role = role_arn(home, stack.baseline.accounts[key].id, names.DRILL_ROLE)
        try:
            taken[key] = assumed(audit, home, role, "guardrails-drill")
        except exceptions.ClientError as error:
            found = f"{role}: {error.response['Error']['Code']}"
            refused.append(Check(name=f"drill role of {key}", passed=False, found=found))
    return taken, refused


def _put_events(sessions: Mapping[str, boto3.Session], wanted: tuple[Path, ...]) -> dict[str, str]:
    """One event for each mark; why it could not be put, by the ways on which that is so."""
    failed, tried = {}, {}
    for path in wanted:
        if not isinstance(path, EventPath):
            continue
        if path.mark not in tried:
            tried[path.mark] = _put_event(sessions.get(path.account), path)
        if tried[path.mark]:
            failed[str(path)] = tried[path.mark]
    return failed


def _put_event(session: boto3.Session | None, path: EventPath) -> str | None:
    if session is None:
        return "no event was put: the drill role can't be taken"
    entry = {
        "Source": names.DRILL_SOURCE,
        "DetailType": path.event.detail_type,
        "Detail": json.dumps(path.event.detail(path.mark, path.account)),
    }
    try:
        answer = client(session, "events", path.region).put_events(Entries=[entry])
    except exceptions.ClientError as error:
        return f"no event was put: {error.response['Error']['Code']}"
    return f"no event was put: {answer['Entries'][0]['ErrorCode']}" if answer["FailedEntryCount"] else None


def _put_records(
    session: boto3.Session | None, home: str, group: str, alarms: list[AlarmPath], mark: str
) -> dict[str, str]:
    """The records of a log group's alarms, in a stream of their own; why one can't be drilled."""
    if session is None:
        return {str(path): "no record was put: the drill role can't be taken" for path in alarms}
    try:
        failed = undrillable(client(session, "cloudwatch", home), {path.alarm for path in alarms})
        logs, place = client(session, "logs", home), {"logGroupName": group}
        place["logStreamName"] = f"{names.DRILL_STREAMS}{mark}"
        logs.create_log_stream(**place)
        for path in {path.alarm: path for path in alarms if path.alarm not in failed}.values():
            now = int(time.time() * 1000)
            events = [{"timestamp": now, "message": json.dumps(one)} for one in path.records]
            logs.put_log_events(**place, logEvents=events)
    except exceptions.ClientError as error:
        return {str(path): f"no record was put: {error.response['Error']['Code']}" for path in alarms}
    return {str(path): failed[path.alarm] for path in alarms if path.alarm in failed}


class Queue:
    """The drill's queue."""

    def __init__(self, sqs: Any) -> None:  # noqa: ANN401 - boto3 makes its classes at run time
        self.sqs = sqs
        self.url: str = sqs.get_queue_url(QueueName=names.DRILL_QUEUE)["QueueUrl"]

    def forget(self) -> None:
        """Drop what came before: an alarm's message has no mark, so one of the last hour would count as the drill's."""
        for _ in self.read(_ASK_ALL):
            pass

    def read(self, seconds: int) -> Iterator[Message]:
        """What is there, waiting up to `seconds` for a first one; it is gone then."""
        while True:
            batch = self.sqs.receive_message(
                QueueUrl=self.url, MaxNumberOfMessages=_BATCH, WaitTimeSeconds=seconds
            ).get("Messages", [])
            for message in batch:
                told = json.loads(message["Body"])
                yield Message(topic=told["TopicArn"].rpartition(":")[2], text=told["Message"])
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
            if not batch:
                return
            seconds = min(seconds, _ASK_ALL)


def _wait(wanted: list[Path], queue: Queue, began: float, patience: float) -> dict[str, float]:
    """Seconds from the first that was sent until each message came, by the ways of those that did."""
    seen: dict[str, float] = {}
    until = time.monotonic() + patience
    while len(seen) < len(wanted) and (left := until - time.monotonic()) > 0:
        for message in queue.read(min(_POLL_SECONDS, int(left))):
            for path in wanted:
                if str(path) not in seen and path.arrived(message):
                    seen[str(path)] = time.monotonic() - began
    return seen


def _check(name: str, failed: str | None, seconds: float | None, patience: float) -> Check:
    if failed:
        return Check(name=name, passed=False, found=failed)
    if seconds is None:
        return Check(name=name, passed=False, found=f"not delivered within {patience:.0f} s")
    return Check(name=name, passed=True, found=f"arrived after {seconds:.0f} s")
