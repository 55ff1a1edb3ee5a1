"""A webhook that doesn't take a page: the event is kept, and the other channels hear that it was not delivered."""

import json

import pytest

from policies import names
from tests.detection.samples import ROOT_CHANGES
from tests.detection.site import AUDIT, HOME, SHOP, WEBHOOK
from tests.detection.webhook import OK
from tests.policies import alarm_records

ALARM = "cis-5.5-trail-changes"
TOLD = "Alerts were NOT DELIVERED from region eu-west-1"


@pytest.fixture
def broken_webhook(webhook):
    """It answers with an error to every call, as one that is down does."""
    webhook.status = 503
    yield
    webhook.status = OK


@pytest.fixture
def undelivered(aws, deployed):
    """Take what the queue of undelivered events holds; it is empty, and its alarm calm, after the test."""
    sqs = deployed.client("sqs", AUDIT)
    url = sqs.get_queue_url(QueueName=names.UNDELIVERED_EVENTS)["QueueUrl"]

    def take():
        batch = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], MaxNumberOfMessages=10)
        for message in (found := batch.get("Messages", [])):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [
            ({key: value["StringValue"] for key, value in one["MessageAttributes"].items()}, json.loads(one["Body"]))
            for one in found
        ]

    yield take
    take()
    aws.skip(301)


@pytest.mark.usefixtures("broken_webhook")
@pytest.mark.parametrize(
    ("record", "rule", "says"),
    [
        (ROOT_CHANGES, f"{names.ROOT_HUB_BUS}/{names.ROOT_RULE}", ("eventName", "CreateGroup")),
        (alarm_records.MATCHING["trail-changes"][0], f"{names.ALARM_RULE}-page", ("alarmName", ALARM)),
    ],
    ids=["rule", "alarm"],
)
def test_a_page_that_a_webhook_did_not_take(aws, received_anywhere, undelivered, record, rule, says):
    aws.record({**record, "recipientAccountId": SHOP})
    aws.skip(301)
    heard = received_anywhere()
    kept = [event for why, event in undelivered() if is_of(rule, why)]
    # The webhook doesn't take the alarm over the queue either.
    assert {event["detail"][says[0]] for event in kept} - {names.UNDELIVERED_EVENTS} == {says[1]}
    everybody_else = {names.ALERT_TOPIC, f"{names.ALERT_TOPIC}{names.CHAT_SUFFIX}"}
    assert {message.topic for message in heard if TOLD in message.text} == everybody_else
    own = {message.topic for message in heard if message.alarm == names.UNDELIVERED_EVENTS}
    assert own >= everybody_else | {names.NOTICE_TOPIC}
    assert WEBHOOK not in {message.topic for message in heard}


def is_of(rule, why):
    return why["RULE_ARN"].endswith(f"{HOME}:{AUDIT}:rule/{rule}") and "503" in why["ERROR_MESSAGE"]


def test_a_webhook_that_is_there_again_takes_the_next_page(aws, received_anywhere, undelivered):
    aws.record({**ROOT_CHANGES, "recipientAccountId": SHOP})
    aws.skip(301)
    heard = received_anywhere()
    assert WEBHOOK in {message.topic for message in heard}
    assert not [message for message in heard if TOLD in message.text]
    assert undelivered() == []
