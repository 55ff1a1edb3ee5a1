"""Alarms on their way to webhooks: CloudWatch calls none itself, but its events reach a rule."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.alert_delivery import Delivery, Told, call
from components.target import AccountTarget
from policies.webhooks import ALARM_LINES, ALARM_PATHS


@dataclass(frozen=True, kw_only=True)
class WebhookAlarmsArgs:
    """The audit account, the rule's name and pattern, who hears of it, and the queue of failures.

    `bus` where it is not the account's own.
    """

    target: AccountTarget
    rule: str
    pattern: str
    bus: str | None = None
    delivery: Delivery
    queue_arn: pulumi.Input[str]


class WebhookAlarms(pulumi.ComponentResource):
    """A rule on the audit account's own bus, where CloudWatch tells of its alarms, or on the hub for all accounts'."""

    rule_arn: pulumi.Output[str]

    def __init__(self, name: str, args: WebhookAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:WebhookAlarms", name, None, opts)
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=args.rule,
            event_bus_name=args.bus,
            description="An alarm of the baseline was raised",
            event_pattern=args.pattern,
            opts=args.target.options(self),
        )
        told = Told(
            target=args.target,
            rule=rule,
            bus=args.bus,
            paths=ALARM_PATHS,
            lines=ALARM_LINES,
            queue_arn=args.queue_arn,
        )
        call(self, name, told, args.delivery)
        self.rule_arn = rule.arn
        self.register_outputs({"ruleArn": self.rule_arn})
