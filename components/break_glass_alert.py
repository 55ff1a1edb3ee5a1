"""Use of break-glass, heard at once from every account and once more from the organization's trail."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.event_forwarding import Forwarding, forward
from components.hub_rule import Hub, hub_rule
from components.root_alert import RootHub
from components.target import AccountTarget
from components.trail_watch import TrailWatch, watched
from policies import names
from policies.break_glass_events import event_pattern, filter_pattern
from policies.hub import hub_bus_arn
from policies.hub_rules import BREAK_GLASS


@dataclass(frozen=True, kw_only=True)
class BreakGlassHubArgs:
    """What the hub's rules share, the hub itself, and the trail's log group with its account."""

    hub: Hub
    bus: RootHub
    watched_in: AccountTarget
    log_group: pulumi.Input[str]


class BreakGlassHub(pulumi.ComponentResource):
    """The rule on the hub bus that writes the message, and the alarm over the trail, which hears every region."""

    alarm_arn: pulumi.Output[str]

    def __init__(self, name: str, args: BreakGlassHubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:BreakGlassHub", name, None, opts)
        hub_rule(self, name, BREAK_GLASS, args.hub, args.bus)
        self.alarm_arn = self._alarm(name, args)
        self.register_outputs({"alarmArn": self.alarm_arn})

    def _alarm(self, name: str, args: BreakGlassHubArgs) -> pulumi.Output[str]:
        watch = TrailWatch(
            target=args.watched_in,
            name=names.BREAK_GLASS_RULE,
            pattern=filter_pattern(),
            description="Break-glass is in use, in whatever region, if only to read. If nobody announced it, "
            "treat it as an intrusion.",
            log_group=args.log_group,
            topics=args.hub.deliveries[BREAK_GLASS.urgency].topics,
        )
        return watched(self, name, watch).arn


@dataclass(frozen=True, kw_only=True)
class BreakGlassForwarderArgs:
    """One account, the queue of each region to listen in, the hub, and the role that puts events there."""

    target: AccountTarget
    partition: str
    queue_arns: Mapping[str, pulumi.Input[str]]
    home_region: str
    audit: str
    forwarder_role_arn: pulumi.Input[str]


class BreakGlassForwarder(pulumi.ComponentResource):
    """A rule in every region of an account that sends break-glass events to the hub, in one hop."""

    rule_arns: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: BreakGlassForwarderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:BreakGlassForwarder", name, None, opts)
        forwarding = Forwarding(
            target=args.target,
            rule=names.BREAK_GLASS_RULE,
            description="Break-glass was used in this account, or changed",
            patterns=dict.fromkeys(args.queue_arns, event_pattern()),
            hub_arn=hub_bus_arn(args.partition, args.home_region, args.audit),
            role_arn=args.forwarder_role_arn,
            queue_arns=args.queue_arns,
        )
        self.rule_arns = forward(self, name, forwarding)
        self.register_outputs({"ruleArns": self.rule_arns})
