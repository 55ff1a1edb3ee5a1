"""One alarm over the organization's trail."""

from dataclasses import dataclass

import pulumi

from components.alert_delivery import Delivery
from components.target import AccountTarget
from components.trail_watch import TrailWatch, watched
from policies.alarms import Alarm


@dataclass(frozen=True, kw_only=True)
class TrailAlarmArgs:
    """The alarm and its threshold, the trail's log group and how it is delivered."""

    target: AccountTarget
    alarm: Alarm
    threshold: int
    log_group: pulumi.Input[str]
    delivery: Delivery


class TrailAlarm(pulumi.ComponentResource):
    """A metric filter over the organization's trail and the alarm that it raises."""

    alarm_arn: pulumi.Output[str]

    def __init__(self, name: str, args: TrailAlarmArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        # The alarm of CIS 5.3 was deployed under the other type.
        known = pulumi.ResourceOptions(aliases=[pulumi.Alias(type_="guardrails:alerts:CisAlarm")])
        super().__init__("guardrails:alerts:TrailAlarm", name, None, pulumi.ResourceOptions.merge(known, opts))
        watch = TrailWatch.of(
            args.alarm,
            target=args.target,
            threshold=args.threshold,
            log_group=args.log_group,
            topics=args.delivery.topics,
        )
        raised = watched(self, name, watch)
        self.alarm_arn = raised.arn
        self.register_outputs({"alarmArn": self.alarm_arn})
