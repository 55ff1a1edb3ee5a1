"""The queues of undelivered events in a drill: a message of its own in each, which it takes back."""

import json
from collections.abc import Iterable

import boto3
from botocore import exceptions

from operations.alarm_states import undrillable
from operations.alert_paths import QueuePath
from operations.aws import client
from operations.drill_checks import Check
from policies import names

_BATCH = 10
_TRIES = 10
_POLL_SECONDS = 5


class UndeliveredQueues:
    """The audit account's queues, one in each region, and what was put into them.

    A queue that holds anything already is left alone: then its alarm is raised, and what is there is evidence. Real
    events that come meanwhile raise no alarm of their own, so that `take_back` says whether there are any.
    """

    def __init__(self, session: boto3.Session, mark: str) -> None:
        self.session = session
        self.text = json.dumps({"drill": mark, "says": "nobody: this is a drill, and its message may be deleted"})
        self.sent: dict[str, str] = {}

    def put(self, wanted: Iterable[QueuePath]) -> dict[str, str]:
        """One message into the queue of each region; why it could not be put, by the ways on which that is so."""
        failed: dict[str, str] = {}
        paths = list(wanted)
        for region in sorted({path.region for path in paths}):
            if reason := self._put(region):
                failed |= {str(path): reason for path in paths if path.region == region}
        return failed

    def take_back(self) -> list[Check]:
        """Delete the drill's own messages; whether each queue is as it was."""
        return [self._take(region, url) for region, url in self.sent.items()]

    def _put(self, region: str) -> str | None:
        alarm = names.UNDELIVERED_EVENTS
        if reason := undrillable(client(self.session, "cloudwatch", region), [alarm]).get(alarm):
            return reason
        sqs = client(self.session, "sqs", region)
        try:
            url = sqs.get_queue_url(QueueName=names.UNDELIVERED_EVENTS)["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody=self.text)
        except exceptions.ClientError as error:
            return f"no message was put: {error.response['Error']['Code']}"
        self.sent[region] = url
        return None

    def _take(self, region: str, url: str) -> Check:
        """What else is there stays visible to whoever looks for it."""
        sqs, name = client(self.session, "sqs", region), f"queue {names.UNDELIVERED_EVENTS} in {region} afterwards"
        others: set[str] = set()
        for _ in range(_TRIES):
            batch = sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=_BATCH, WaitTimeSeconds=_POLL_SECONDS, VisibilityTimeout=0
            ).get("Messages", [])
            own = [message for message in batch if message["Body"] == self.text]
            others |= {message["MessageId"] for message in batch if message["Body"] != self.text}
            for message in own:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            if own:
                break
        else:
            return Check(name=name, passed=False, found="the drill's message was not found again: delete it by hand")
        if others:
            return Check(
                name=name, passed=False, found=f"{len(others)} that did not arrive meanwhile: read what is there"
            )
        return Check(name=name, passed=True, found="without the drill's message again")
