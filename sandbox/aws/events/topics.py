"""SNS: what services publish, and which of a topic's subscribers it reaches."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

import logging
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from moto.cloudwatch.models import cloudwatch_backends
from moto.core.utils import unix_time
from moto.sns.models import Subscription, sns_backends
from moto.sqs.models import Message, SQSBackend, sqs_backends

from sandbox.aws.constants import HOST
from sandbox.aws.events.permissions import Sender, require, require_key
from sandbox.aws.events.undelivered import Undelivered
from sandbox.aws.services.patching import patch

LOG = logging.getLogger("sandbox.aws.events")
QUEUES, WAITING = "AWS/SQS", "ApproximateNumberOfMessagesVisible"
_publish = Subscription.publish
_send_message = SQSBackend.send_message


def publish(sender: Sender, topic_arn: str, message: str, subject: str | None = None) -> None:
    """Publish for a service. Raises Undelivered unless topic and key policy let it.

    EventBridge doesn't say for which rule it publishes
    (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services).
    """
    if sender.service == "events.amazonaws.com":
        sender = replace(sender, says=False)
    _, _, _, region, account, _ = topic_arn.split(":", 5)
    topic = sns_backends[account][region].topics.get(topic_arn)
    if topic is None:
        raise Undelivered("NO_RESOURCE", f"{topic_arn} does not exist")
    require(sender, "sns:Publish", topic_arn)
    key = topic.kms_master_key_id
    require_key(sender, key, region, account, **{"kms:EncryptionContext:aws:sns:topicArn": topic_arn})
    topic.publish(message, subject=subject)


def _deliver(self: Subscription, message: str, message_id: str, **more: Any) -> None:
    """Queues take what their policies let them take; the local AWS reaches nobody outside of this machine."""
    if self.protocol == "sqs":
        try:
            _require_queue(Sender(service="sns.amazonaws.com", source_arn=self.topic_arn), self.endpoint)
        except Undelivered as reason:
            LOG.warning("%s did not reach %s: %s", self.topic_arn, self.endpoint, reason)
            return
    elif self.protocol in ("http", "https") and urlsplit(self.endpoint).hostname != HOST:
        LOG.info("%s would be told to %s", self.topic_arn, self.endpoint)
        return
    _publish(self, message, message_id, **more)


def _require_queue(sender: Sender, arn: str) -> None:
    _, _, _, region, account, name = arn.split(":", 5)
    queue = sqs_backends[account][region].queues.get(name)
    if queue is None:
        raise Undelivered("NO_RESOURCE", f"{arn} does not exist")
    require(sender, "sqs:SendMessage", arn)
    require_key(sender, getattr(queue, "kms_master_key_id", None), region, account)


def send(sender: Sender, arn: str, body: str, *, group: str | None = None, **attributes: str) -> None:
    """Send a message to a queue for a service. Raises Undelivered unless queue and key policy let it."""
    _require_queue(sender, arn)
    put(arn, body, group=group, **attributes)


def put(arn: str, body: str, *, group: str | None = None, **attributes: str) -> None:
    """Put a message into a queue for whom is known to be allowed to. Raises Undelivered where there is none."""
    _, _, _, region, account, name = arn.split(":", 5)
    if name not in sqs_backends[account][region].queues:
        raise Undelivered("NO_RESOURCE", f"{arn} does not exist")
    typed = {key: {"DataType": "String", "StringValue": value} for key, value in attributes.items()}
    sqs_backends[account][region].send_message(name, body, message_attributes=typed, group_id=group)


def count_waiting(account: str, region: str, name: str) -> None:
    """Tell CloudWatch how many messages wait in a queue.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    """
    queue = sqs_backends[account][region].queues.get(name)
    if queue is not None:
        waiting = {"MetricName": WAITING, "Value": queue.approximate_number_of_messages}
        datum = {**waiting, "Dimensions": [{"Name": "QueueName", "Value": name}]}
        cloudwatch_backends[account][region].put_metric_data(QUEUES, [datum])


def _send_counted(self: SQSBackend, queue_name: str, *args: Any, **kwargs: Any) -> Message:
    sent = _send_message(self, queue_name, *args, **kwargs)
    count_waiting(self.account_id, self.region_name, queue_name)
    return sent


def _is_kept(self: SQSBackend, queue_name: str, message: Message) -> bool:
    """Whether a message still waits; moto counts the whole queue once more for each message that it looks at."""
    sent = float(message.sent_timestamp or 0) / 1_000
    return sent + vars(self.get_queue(queue_name))["message_retention_period"] > unix_time()


def install() -> None:
    """Deliver to queues by their policies, and to no address outside; count what waits in them."""
    patch(Subscription, publish=_deliver)
    patch(SQSBackend, is_message_valid_based_on_retention_period=_is_kept, send_message=_send_counted)
