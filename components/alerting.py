"""Everything by which alerts reach whoever hears: topics, chat, webhooks."""

from collections.abc import Iterable, Mapping

import pulumi

from components.alert_delivery import Delivery
from components.alert_topic import AlertTopic, AlertTopicArgs
from components.chat import Chat, ChatArgs
from components.hub_rule import Hub
from components.root_alert import RootHub
from components.target import AccountTarget
from components.webhook_alarms import WebhookAlarms, WebhookAlarmsArgs
from components.webhooks import Webhooks, WebhooksArgs
from config.alarm_plan import alarm_accounts, called_alarms, hub_alarm_rules
from config.models import Stack
from policies import names
from policies.types import Urgency
from policies.webhooks import account_alarm_pattern, alarm_pattern

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
        self.alarms_in = alarm_accounts(stack)
        self.hub_rules = hub_alarm_rules(stack)
        self.called = {urgency: called_alarms(stack, urgency) for urgency in Urgency}
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
                WebhookAlarmsArgs(
                    target=self.audit,
                    rule=f"{names.ALARM_RULE}-{delivery.urgency}",
                    pattern=alarm_pattern(named),
                    delivery=delivery,
                    queue_arn=queue_arn,
                ),
            )

    def account_alarms(self, hub: Hub, bus: RootHub) -> None:
        """Let the webhooks hear of what accounts' own alarms tell the hub."""
        for urgency, rule in self.hub_rules.items():
            WebhookAlarms(
                f"webhook-account-alarms-{urgency}",
                WebhookAlarmsArgs(
                    target=self.audit,
                    bus=names.ROOT_HUB_BUS,
                    rule=rule,
                    pattern=account_alarm_pattern(self.called[urgency]),
                    delivery=hub.deliveries[urgency],
                    queue_arn=hub.queue_arn,
                ),
                opts=pulumi.ResourceOptions(depends_on=[bus]),
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
