"""SNS: subscriptions of e-mail wait until they are confirmed, by a link or by the topic's owner."""

# ruff: noqa: ANN401 - moto's signatures

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from moto.core.responses import ActionResult
from moto.sns.exceptions import SNSInvalidParameter, SNSNotFoundError
from moto.sns.models import SNSBackend, Subscription
from moto.sns.responses import SNSResponse

from sandbox.aws.mail import Mail, send
from sandbox.aws.services.patching import patch

PENDING = "PendingConfirmation"
# What AWS answers, and Terraform's provider looks for
# (https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html).
_REASON = "Cannot unsubscribe a subscription that is pending confirmation"
_subscribe, _unsubscribe = SNSBackend.subscribe, SNSBackend.unsubscribe
_by_topic, _all = SNSResponse.list_subscriptions_by_topic, SNSResponse.list_subscriptions
_outbox: list[Path] = []


def use_outbox(file: Path) -> None:
    """Where the mail goes that asks for a confirmation; without it nothing is sent."""
    _outbox[:] = [file]


def _pending(subscription: Subscription) -> bool:
    return subscription.attributes.get(PENDING) is True


def _subscribe_pending(self: SNSBackend, topic_arn: str, endpoint: str, protocol: str) -> Subscription:
    known = set(self.subscriptions)
    subscription = _subscribe(self, topic_arn, endpoint, protocol)
    if protocol in ("email", "email-json") and subscription.arn not in known:
        token = secrets.token_hex(64)
        subscription.attributes |= {PENDING: True, "ConfirmationWasAuthenticated": False}
        subscription.token = token  # pyright: ignore[reportAttributeAccessIssue]
        query = {"Action": "ConfirmSubscription", "TopicArn": topic_arn, "Token": token, "Endpoint": endpoint}
        link = f"https://sns.{self.region_name}.amazonaws.com/confirmation.html?{urlencode(query)}"
        for file in _outbox:
            send(file, Mail(to=endpoint, link=link))
    return subscription


def _unsubscribe_confirmed(self: SNSBackend, subscription_arn: str) -> None:
    found = self.subscriptions.get(subscription_arn)
    if found is not None and _pending(found):
        raise SNSInvalidParameter(f"Invalid parameter: SubscriptionArn Reason: {_REASON}")
    _unsubscribe(self, subscription_arn)


def _confirm(self: SNSResponse) -> ActionResult:
    topic, token = self._get_param("TopicArn"), self._get_param("Token")
    if topic not in self.backend.topics:
        raise SNSNotFoundError("Topic does not exist")
    for subscription in self.backend.subscriptions.values():
        if subscription.topic_arn == topic and getattr(subscription, "token", None) == token:
            owned = str(self._get_param("AuthenticateOnUnsubscribe")).lower() == "true"
            subscription.attributes |= {PENDING: False, "ConfirmationWasAuthenticated": owned}
            return ActionResult({"SubscriptionArn": subscription.arn})
    raise SNSInvalidParameter("Invalid parameter: Token")


def _listed(listing: Any) -> Any:
    """A subscription that waits is listed without its ARN."""

    def answer(self: SNSResponse) -> ActionResult:
        result = listing(self)
        found = result.result["Subscriptions"]
        result.result["Subscriptions"] = [_shown(subscription) for subscription in found]
        return result

    return answer


def _shown(subscription: Subscription) -> dict[str, str]:
    return {
        "SubscriptionArn": PENDING if _pending(subscription) else subscription.arn,
        "Owner": subscription.owner,
        "Protocol": subscription.protocol,
        "Endpoint": subscription.endpoint,
        "TopicArn": subscription.topic_arn,
    }


def install() -> None:
    """Let subscriptions wait."""
    patch(SNSBackend, subscribe=_subscribe_pending, unsubscribe=_unsubscribe_confirmed)
    patch(
        SNSResponse,
        confirm_subscription=_confirm,
        list_subscriptions=_listed(_all),
        list_subscriptions_by_topic=_listed(_by_topic),
    )
