"""Use of break-glass, heard at once from every account and once more from the organization's trail."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.event_forwarding import Forwarding, forward
from components.root_alert import RootHub
from components.target import AccountTarget
from components.trail_watch import TrailWatch, watched
from policies import names
from policies.break_glass_events import event_pattern, filter_pattern
from policies.root_events import hub_bus_arn


@dataclass(frozen=True, kw_only=True)
class BreakGlassHubArgs:
    """The audit account, its hub bus, the trail's log group with its account, and the topic."""

    audit: AccountTarget
    hub: RootHub
    watched_in: AccountTarget
    log_group: pulumi.Input[str]
    topic_arn: pulumi.Input[str]


class BreakGlassHub(pulumi.ComponentResource):
    """The rule on the hub bus that writes the message, and the alarm over the trail, which hears every region."""

    alarm_arn: pulumi.Output[str]

    def __init__(self, name: str, args: BreakGlassHubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:BreakGlassHub", name, None, opts)
        options = args.audit.options(self)
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=names.BREAK_GLASS_RULE,
            description="Break-glass was used in an account of the organization, or changed",
            event_bus_name=names.ROOT_HUB_BUS,
            event_pattern=event_pattern(),
            opts=args.audit.options(self, depends_on=[args.hub]),
        )
        aws.cloudwatch.EventTarget(
            f"{name}-topic",
            rule=rule.name,
            event_bus_name=names.ROOT_HUB_BUS,
            target_id="alerts",
            arn=args.topic_arn,
            input_transformer=aws.cloudwatch.EventTargetInputTransformerArgs(
                input_paths={
                    "account": "$.account",
                    "event": "$.detail.eventName",
                    "region": "$.region",
                    "source": "$.detail.sourceIPAddress",
                    "time": "$.time",
                    "who": "$.detail.userIdentity.principalId",
                },
                input_template='"Break-glass: <event> in account <account>, <region>, at <time> by <who> from '
                '<source>. If nobody announced it, treat it as an intrusion, as docs/break-glass.md says."',
            ),
            opts=options,
        )
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
            topics=[args.topic_arn],
        )
        return watched(self, name, watch).arn


@dataclass(frozen=True, kw_only=True)
class BreakGlassForwarderArgs:
    """One account, the regions to listen in (the global one included), the hub, and the role that puts events there."""

    target: AccountTarget
    partition: str
    regions: tuple[str, ...]
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
            pattern=event_pattern(),
            hub_arn=hub_bus_arn(args.partition, args.home_region, args.audit),
            role_arn=args.forwarder_role_arn,
        )
        self.rule_arns = forward(self, name, forwarding, args.regions)
        self.register_outputs({"ruleArns": self.rule_arns})
