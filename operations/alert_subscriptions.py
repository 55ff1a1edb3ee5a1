"""The addresses that hear alerts: whether each has confirmed, so that nobody else can unsubscribe it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore import exceptions

from config.models import Stack
from operations.aws import AwsError, client
from policies import names
from policies.types import Urgency

TOPICS = {Urgency.PAGE: names.ALERT_TOPIC, Urgency.NOTIFY: names.NOTICE_TOPIC}


class State(StrEnum):
    """How far an address is subscribed."""

    MISSING = "not subscribed: deploy the stack"
    PENDING = "waits for its confirmation: nothing is sent there yet"
    BY_LINK = "confirmed by its link: whoever gets a forwarded alert can unsubscribe it"
    OWNED = "confirmed; only this account can unsubscribe it"


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """One address on one topic, by its name."""

    topic: str
    address: str
    state: State

    def __str__(self) -> str:
        return f"{self.address} on {self.topic}: {self.state}"


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What a person read in the mail: a token, and the topic's ARN where the whole link was given."""

    token: str
    topic_arn: str | None = None


def topic_arn(stack: Stack, topic: str) -> str:
    """ARN of a topic of the audit account."""
    home = stack.organization.home_region
    audit = stack.baseline.accounts[stack.organization.audit_account].id
    return f"arn:{names.partition(home)}:sns:{home}:{audit}:{topic}"


def subscriptions(session: boto3.Session, stack: Stack) -> Iterator[Subscription]:
    """Every address of the configuration with its state. Raises botocore's exceptions.

    https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html
    """
    sns = client(session, "sns", stack.organization.home_region)
    for urgency, topic in TOPICS.items():
        found = dict(_listed(sns, topic_arn(stack, topic)))
        for address in stack.baseline.alerts.emails(urgency).values():
            yield Subscription(topic=topic, address=address, state=_state(sns, found.get(address)))


def _listed(sns: Any, topic: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Addresses with the ARNs of their subscriptions, or with AWS's word for one that waits."""
    try:
        for page in sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic):
            for found in page["Subscriptions"]:
                if found["Protocol"] == "email":
                    yield found["Endpoint"], found["SubscriptionArn"]
    except sns.exceptions.NotFoundException:
        return


def _state(sns: Any, arn: str | None) -> State:  # noqa: ANN401
    if arn is None:
        return State.MISSING
    if not arn.startswith("arn:"):
        return State.PENDING
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    return State.OWNED if attributes.get("ConfirmationWasAuthenticated") == "true" else State.BY_LINK


def read_confirmation(text: str, stack: Stack) -> Confirmation:
    """A token, or the link that holds it. Raises AwsError for a link of another topic or without a token."""
    if "://" not in text:
        return Confirmation(token=text)
    values = parse_qs(urlsplit(text).query)
    (token, *_), (topic, *_) = values.get("Token", [""]), values.get("TopicArn", [""])
    known = [topic_arn(stack, name) for name in TOPICS.values()]
    if not token or topic not in known:
        found = f"a link of {topic}" if token else "a link without Token"
        raise AwsError([f"found {found}, expected one of {' or '.join(known)}; copy the whole link from the mail"])
    return Confirmation(token=token, topic_arn=topic)


def confirm(session: boto3.Session, stack: Stack, confirmation: Confirmation) -> str:
    """Confirm as the topic's owner, and return the subscription's ARN; of a bare token each topic is tried.

    Raises AwsError for a token that no topic knows, and botocore's exceptions.
    https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
    """
    sns = client(session, "sns", stack.organization.home_region)
    known = [topic_arn(stack, name) for name in TOPICS.values()]
    for topic in [confirmation.topic_arn] if confirmation.topic_arn else known:
        try:
            answer = sns.confirm_subscription(
                TopicArn=topic, Token=confirmation.token, AuthenticateOnUnsubscribe="true"
            )
        except exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in ("InvalidParameter", "NotFound"):
                raise
        else:
            return answer["SubscriptionArn"]
    raise AwsError(
        [f"found the token {confirmation.token[:8]}..., which no topic knows; it lasts two days: subscribe anew"]
    )
