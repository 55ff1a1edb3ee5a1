"""Everything by which alerts reach whoever hears: topics, chat, webhooks."""

from collections.abc import Iterable, Mapping

import pulumi

from components.alert_delivery import Delivery
from components.alert_topic import AlertTopic, AlertTopicArgs
from components.chat import Chat, ChatArgs
from components.target import AccountTarget
from components.webhook_alarms import WebhookAlarms, WebhookAlarmsArgs
from components.webhooks import Webhooks, WebhooksArgs
from config.models import Stack
from config.trail_path import records_account
from policies import names
from policies.types import Urgency

# Logical name, topic, key and what the key is for.
_TOPICS = {
    Urgency.PAGE: ("alerts", names.ALERT_TOPIC, names.ALERT_KEY, "Alerts"),
    Urgency.NOTIFY: ("notices", names.NOTICE_TOPIC, names.NOTICE_KEY, "Notices"),
}


class Alerting:
    """Builds the components in the audit account; direct children of the stack, no wrapper."""

    def __init__(self, stack: Stack, audit: AccountTarget, boundary_arn: pulumi.Input[str]) -> None:
        self.alerts = stack.baseline.alerts
        self.region = stack.organization.home_region
        self.whole = stack.whole
        self.partition = names.partition(self.region)
        self.audit = audit
        self.alarms_in = stack.baseline.accounts[records_account(stack)].id
        self.boundary_arn = boundary_arn

    def build(self) -> dict[Urgency, Delivery]:
        """Declare everything; how each urgency is delivered."""
        topics = {urgency: self._topic(urgency) for urgency in Urgency}
        self._chat(topics)
        webhooks = dict(self.alerts.any_webhooks())
        called = self._webhooks() if webhooks else None
        return {
            urgency: Delivery(
                urgency=urgency,
                plain=topic.arn,
                chat=topic.chat_arn,
                webhooks={key: called.destinations[key] for key in self.alerts.webhooks(urgency)} if called else {},
                webhook_role=called.role_arn if called else None,
            )
            for urgency, topic in topics.items()
        }

    def alarms(self, delivery: Delivery, alarms: Iterable[str], queue_arn: pulumi.Input[str]) -> None:
        """Let the webhooks of an urgency hear of its alarms, by name, where it has any of both."""
        named = tuple(alarms)
        if delivery.webhooks and named:
            WebhookAlarms(
                f"webhook-alarms-{delivery.urgency}",
                WebhookAlarmsArgs(target=self.audit, alarms=named, delivery=delivery, queue_arn=queue_arn),
            )

    def _topic(self, urgency: Urgency) -> AlertTopic:
        name, topic, key_alias, purpose = _TOPICS[urgency]
        return AlertTopic(
            name,
            AlertTopicArgs(
                target=self.audit,
                partition=self.partition,
                region=self.region,
                topic=topic,
                key_alias=key_alias,
                purpose=f"{purpose} of the {self.whole}",
                alarms=self.alarms_in,
                emails=self.alerts.emails(urgency),
                chat=bool(self.alerts.chats(urgency)),
            ),
        )

    def _chat(self, topics: Mapping[Urgency, AlertTopic]) -> None:
        chats = {key: chat for urgency in Urgency for key, chat in self.alerts.chats(urgency).items()}
        if not chats:
            return
        shown = {
            key: [
                topic.chat_arn
                for urgency, topic in topics.items()
                if topic.chat_arn is not None and key in self.alerts.chats(urgency)
            ]
            for key in chats
        }
        Chat(
            "chat",
            ChatArgs(
                target=self.audit,
                partition=self.partition,
                home_region=self.region,
                boundary_arn=self.boundary_arn,
                chats=chats,
                topics=shown,
            ),
        )

    def _webhooks(self) -> Webhooks:
        return Webhooks(
            "webhooks",
            WebhooksArgs(
                target=self.audit,
                partition=self.partition,
                region=self.region,
                boundary_arn=self.boundary_arn,
                webhooks=dict(self.alerts.any_webhooks()),
            ),
        )
