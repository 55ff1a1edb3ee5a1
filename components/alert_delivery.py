"""The ways by which alerts of one urgency reach whoever hears, and a rule's targets on each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies import channel_forms
from policies.types import Urgency

# EventBridge tries again for a day by default, and a day is too late for a page: after this the event is among the
# undelivered ones, of which the other channels hear. The number of tries is AWS's own, and said because the provider
# sends 0 for a number that isn't (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html).
_WEBHOOK_TRIES = aws.cloudwatch.EventTargetRetryPolicyArgs(maximum_event_age_in_seconds=900, maximum_retry_attempts=185)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Topics by the form of what is published there, API destinations by their channels' keys, and their caller."""

    urgency: Urgency
    plain: pulumi.Output[str]
    """Text, for e-mail."""
    chat: pulumi.Output[str] | None = None
    """JSON that Amazon Q Developer in chat applications shows."""
    webhooks: Mapping[str, pulumi.Output[str]] = field(default_factory=dict)
    webhook_role: pulumi.Output[str] | None = None

    @property
    def topics(self) -> list[pulumi.Input[str]]:
        """Where an alarm publishes: e-mail and Amazon Q both know CloudWatch's own form."""
        return [self.plain] if self.chat is None else [self.plain, self.chat]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A rule whose matches are told, its bus where that isn't the default one, and the message's words and lines.

    What a target doesn't take goes to the queue.
    """

    target: AccountTarget
    rule: aws.cloudwatch.EventRule
    bus: str | None = None
    paths: Mapping[str, str]
    lines: tuple[str, ...]
    queue_arn: pulumi.Input[str]


def tell(component: pulumi.Resource, name: str, told: Told, delivery: Delivery) -> None:
    """One target for each kind of channel, as children of a component, each with the message in its own form."""
    _target(component, f"{name}-topic", told, "alerts", channel_forms.text(told.lines), delivery.plain)
    if delivery.chat is not None:
        _target(
            component, f"{name}-chat", told, "chat", channel_forms.chat(told.lines, delivery.urgency), delivery.chat
        )
    call(component, name, told, delivery)


def call(component: pulumi.Resource, name: str, told: Told, delivery: Delivery) -> None:
    """The targets of webhooks alone."""
    template = channel_forms.webhook(told.lines, delivery.urgency, told.paths)
    for key, destination in delivery.webhooks.items():
        _target(component, f"{name}-{key}", told, key, template, destination, delivery.webhook_role)


def _target(
    component: pulumi.Resource,
    name: str,
    told: Told,
    target_id: str,
    template: str,
    arn: pulumi.Input[str],
    caller: pulumi.Input[str] | None = None,
) -> None:
    """A webhook has a caller, a role; a topic has none: EventBridge publishes there by the topic's policy."""
    aws.cloudwatch.EventTarget(
        name,
        rule=told.rule.name,
        event_bus_name=told.bus,
        target_id=target_id,
        arn=arn,
        role_arn=caller,
        input_transformer=aws.cloudwatch.EventTargetInputTransformerArgs(
            input_paths=dict(told.paths), input_template=template
        ),
        dead_letter_config=aws.cloudwatch.EventTargetDeadLetterConfigArgs(arn=told.queue_arn),
        retry_policy=None if caller is None else _WEBHOOK_TRIES,
        opts=told.target.options(component),
    )
