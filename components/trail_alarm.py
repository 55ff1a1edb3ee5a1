"""One alarm over the organization's trail."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies.alarms import Alarm

NAMESPACE = "Guardrails"


@dataclass(frozen=True, kw_only=True)
class TrailAlarmArgs:
    """The alarm and its threshold, the trail's log group and the topic that hears of it."""

    target: AccountTarget
    alarm: Alarm
    threshold: int
    log_group: pulumi.Input[str]
    topic_arn: pulumi.Input[str]


class TrailAlarm(pulumi.ComponentResource):
    """A metric filter over the organization's trail and the alarm that it raises."""

    alarm_arn: pulumi.Output[str]

    def __init__(self, name: str, args: TrailAlarmArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        # The alarm of CIS 5.3 was deployed under the other type.
        known = pulumi.ResourceOptions(aliases=[pulumi.Alias(type_="guardrails:alerts:CisAlarm")])
        super().__init__("guardrails:alerts:TrailAlarm", name, None, pulumi.ResourceOptions.merge(known, opts))
        alarm = args.alarm
        metric_filter = aws.cloudwatch.LogMetricFilter(
            f"{name}-filter",
            name=alarm.name,
            log_group_name=args.log_group,
            pattern=alarm.pattern,
            metric_transformation=aws.cloudwatch.LogMetricFilterMetricTransformationArgs(
                name=alarm.name, namespace=NAMESPACE, value="1"
            ),
            opts=args.target.options(self),
        )
        raised = aws.cloudwatch.MetricAlarm(
            f"{name}-alarm",
            name=alarm.name,
            alarm_description=alarm.description,
            namespace=NAMESPACE,
            metric_name=alarm.name,
            statistic="Sum",
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=args.threshold,
            period=alarm.period,
            evaluation_periods=1,
            treat_missing_data=alarm.missing_data,
            alarm_actions=[args.topic_arn],
            opts=args.target.options(self, depends_on=[metric_filter]),
        )
        self.alarm_arn = raised.arn
        self.register_outputs({"alarmArn": self.alarm_arn})
