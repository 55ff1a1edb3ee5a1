"""The last piece of an alert's way, which no queue sees: addresses, channels of chat, webhooks."""

from collections.abc import Iterator
from typing import Any

import boto3

from config.alerts import Slack, Teams
from config.models import Stack
from operations.alert_subscriptions import TOPICS, State, subscriptions, topic_arn
from operations.aws import client
from operations.drill_checks import Check
from policies import names
from policies.chat import chat_region
from policies.types import Urgency

_LOOK = "whether a drill arrives is to be seen there"


def channels(audit: boto3.Session, stack: Stack) -> Iterator[Check]:
    """Each channel as far as AWS tells; what is well is still to be looked at. Raises botocore's exceptions."""
    for subscription in subscriptions(audit, stack):
        name = f"e-mail to {subscription.address} from {subscription.topic}"
        owned = subscription.state == State.OWNED
        yield Check(
            name=name,
            passed=None if owned else False,
            found=f"{subscription.state}; {_LOOK}" if owned else str(subscription.state),
        )
    yield from _chats(audit, stack)
    yield from _webhooks(audit, stack)


def _chats(audit: boto3.Session, stack: Stack) -> Iterator[Check]:
    alerts = stack.baseline.alerts
    wanted = {urgency: alerts.chats(urgency) for urgency in Urgency}
    if not any(wanted.values()):
        return
    found = _configured(client(audit, "chatbot", chat_region(stack.organization.home_region)))
    for urgency, chats in wanted.items():
        for key, chat in chats.items():
            topic = topic_arn(stack, f"{TOPICS[urgency]}{names.CHAT_SUFFIX}")
            yield _shown(type(chat).__name__, key, topic, found.get((type(chat).__name__, f"guardrails-{key}")))


def _configured(chat: Any) -> dict[tuple[str, str], dict[str, Any]]:  # noqa: ANN401 - boto3 makes its classes at run time
    """The channels by their application and name."""
    listed = {
        Slack: ("describe_slack_channel_configurations", "SlackChannelConfigurations"),
        Teams: ("list_microsoft_teams_channel_configurations", "TeamChannelConfigurations"),
    }
    return {
        (kind.__name__, one["ConfigurationName"]): one
        for kind, (operation, member) in listed.items()
        for page in chat.get_paginator(operation).paginate()
        for one in page[member]
    }


def _shown(application: str, key: str, topic: str, found: dict[str, Any] | None) -> Check:
    name = f"{application} channel {key} from {topic.rpartition(':')[2]}"
    if found is None:
        return Check(name=name, passed=False, found="there is no such configuration")
    if topic not in found["SnsTopicArns"]:
        return Check(name=name, passed=False, found="the channel doesn't show the topic")
    if found.get("State", "ENABLED") != "ENABLED":
        return Check(name=name, passed=False, found=f"its state is {found['State']}: {found.get('StateReason', '')}")
    return Check(name=name, passed=None, found=f"configured; {_LOOK}")


def _webhooks(audit: boto3.Session, stack: Stack) -> Iterator[Check]:
    events = client(audit, "events", stack.organization.home_region)
    for key, webhook in stack.baseline.alerts.any_webhooks():
        name = f"webhook {key}"
        try:
            destination = events.describe_api_destination(Name=f"guardrails-{key}")
            connection = events.describe_connection(Name=webhook.connection.split("/")[1])
        except events.exceptions.ResourceNotFoundException as error:
            yield Check(name=name, passed=False, found=error.response["Error"]["Message"])
            continue
        states = f"{destination['ApiDestinationState']}, its connection {connection['ConnectionState']}"
        fine = states == "ACTIVE, its connection AUTHORIZED"
        yield Check(name=name, passed=None if fine else False, found=f"{states}; {_LOOK}" if fine else states)
