"""Alarms on their way to webhooks: CloudWatch calls none itself, but its events reach a rule."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.alert_delivery import Delivery, Told, call
from components.target import AccountTarget
from policies import names
from policies.webhooks import ALARM_LINES, ALARM_PATHS, alarm_pattern


@dataclass(frozen=True, kw_only=True)
class WebhookAlarmsArgs:
    """The audit account, the alarms of one urgency by name, who hears of them, and the queue of failures."""

    target: AccountTarget
    alarms: tuple[str, ...]
    delivery: Delivery
    queue_arn: pulumi.Input[str]


class WebhookAlarms(pulumi.ComponentResource):
    """A rule on the audit account's own bus, where CloudWatch tells of its alarms."""

    rule_arn: pulumi.Output[str]

    def __init__(self, name: str, args: WebhookAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:WebhookAlarms", name, None, opts)
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=f"{names.ALARM_RULE}-{args.delivery.urgency}",
            description="An alarm of the baseline was raised",
            event_pattern=alarm_pattern(args.alarms),
            opts=args.target.options(self),
        )
        told = Told(target=args.target, rule=rule, paths=ALARM_PATHS, lines=ALARM_LINES, queue_arn=args.queue_arn)
        call(self, name, told, args.delivery)
        self.rule_arn = rule.arn
        self.register_outputs({"ruleArn": self.rule_arn})
