"""A rule on the hub bus and the message that it sends."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.alert_delivery import Delivery, Told, tell
from components.event_forwarding import ALL_EVENTS
from components.target import AccountTarget
from policies import names
from policies.hub_rule import HubRule
from policies.types import Urgency


@dataclass(frozen=True, kw_only=True)
class Hub:
    """What the rules on the hub bus share: the account, how each urgency is delivered, and the queue of failures."""

    target: AccountTarget
    partition: str
    deliveries: Mapping[Urgency, Delivery]
    queue_arn: pulumi.Input[str]


def hub_rule(component: pulumi.Resource, name: str, rule: HubRule, hub: Hub, bus: pulumi.Resource) -> None:
    """The rule and its targets, as children of a component; `bus` is there before them.

    The message is written here and not where the event happened, for what is sent to another account's bus can't be
    transformed (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html).
    """
    made = aws.cloudwatch.EventRule(
        f"{name}-rule",
        name=rule.name,
        description=rule.title,
        event_bus_name=names.ROOT_HUB_BUS,
        event_pattern=rule.pattern,
        state=ALL_EVENTS,
        opts=hub.target.options(component, depends_on=[bus]),
    )
    message = rule.message(hub.partition)
    told = Told(
        target=hub.target,
        rule=made,
        bus=names.ROOT_HUB_BUS,
        paths=message.paths,
        lines=message.lines,
        queue_arn=hub.queue_arn,
    )
    tell(component, name, told, hub.deliveries[rule.urgency])
