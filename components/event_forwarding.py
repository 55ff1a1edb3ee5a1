"""Events of an account, sent from each of its regions to the hub in one hop."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget

# Without this state EventBridge leaves read-only calls out, and taking a role is one
# (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
_ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


@dataclass(frozen=True, kw_only=True)
class Forwarding:
    """Which events of an account go to the hub bus, by the same name in every region, and the role that puts them."""

    target: AccountTarget
    rule: str
    description: str
    pattern: str
    hub_arn: str
    role_arn: pulumi.Input[str]


def forward(
    component: pulumi.Resource,
    name: str,
    forwarding: Forwarding,
    regions: Sequence[str],
    after: Sequence[pulumi.Resource] = (),
) -> dict[str, pulumi.Output[str]]:
    """A rule and its target in every region, as children of a component; the rules' ARNs by region.

    EventBridge passes an event between buses once only
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html).
    """
    arns = {}
    for region in regions:
        rule = aws.cloudwatch.EventRule(
            f"{name}-{region}",
            name=forwarding.rule,
            description=forwarding.description,
            event_pattern=forwarding.pattern,
            state=_ALL_EVENTS,
            region=region,
            opts=forwarding.target.options(component),
        )
        aws.cloudwatch.EventTarget(
            f"{name}-{region}-hub",
            rule=rule.name,
            target_id="hub",
            arn=forwarding.hub_arn,
            role_arn=forwarding.role_arn,
            region=region,
            opts=forwarding.target.options(component, depends_on=list(after)),
        )
        arns[region] = rule.arn
    return arns
