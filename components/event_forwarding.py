"""Events of an account, sent from each of its regions to the hub in one hop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget

# Without this state EventBridge leaves read-only calls out, and taking a role is one; so it does on buses of one's own
# (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html).
ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


@dataclass(frozen=True, kw_only=True)
class Forwarding:
    """Which events of an account go to the hub bus, by the same name in every region, and the role that puts them.

    What the bus doesn't take stays in the region's queue; the regions of queues and patterns are those that are
    listened in.
    """

    target: AccountTarget
    rule: str
    description: str
    patterns: Mapping[str, str]
    hub_arn: str
    role_arn: pulumi.Input[str]
    queue_arns: Mapping[str, pulumi.Input[str]]


def forward(
    component: pulumi.Resource,
    name: str,
    forwarding: Forwarding,
    after: Sequence[pulumi.Resource] = (),
) -> dict[str, pulumi.Output[str]]:
    """A rule and its target in every region, as children of a component; the rules' ARNs by region.

    EventBridge passes an event between buses once only
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html).
    """
    arns = {}
    for region, queue_arn in forwarding.queue_arns.items():
        rule = aws.cloudwatch.EventRule(
            f"{name}-{region}",
            name=forwarding.rule,
            description=forwarding.description,
            event_pattern=forwarding.patterns[region],
            state=ALL_EVENTS,
            region=region,
            opts=forwarding.target.options(component),
        )
        aws.cloudwatch.EventTarget(
            f"{name}-{region}-hub",
            rule=rule.name,
            target_id="hub",
            arn=forwarding.hub_arn,
            role_arn=forwarding.role_arn,
            dead_letter_config=aws.cloudwatch.EventTargetDeadLetterConfigArgs(arn=queue_arn),
            region=region,
            opts=forwarding.target.options(component, depends_on=list(after)),
        )
        arns[region] = rule.arn
    return arns
