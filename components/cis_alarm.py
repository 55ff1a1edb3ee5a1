"""One alarm of CIS AWS Foundations, chapter 5."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget


@dataclass(frozen=True, kw_only=True)
class CisAlarmArgs:
    """The control, its exact filter pattern, the trail's log group and the topic that hears of it."""

    target: AccountTarget
    control: str
    title: str
    pattern: str
    advice: str
    log_group: pulumi.Input[str]
    topic_arn: pulumi.Input[str]


class CisAlarm(pulumi.ComponentResource):
    """A metric filter over the organization's trail and the alarm that it raises."""

    alarm_arn: pulumi.Output[str]

    def __init__(self, name: str, args: CisAlarmArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:CisAlarm", name, None, opts)
        options, metric = args.target.options(self), f"cis-{args.control}-{args.title}"
        metric_filter = aws.cloudwatch.LogMetricFilter(
            f"{name}-filter",
            name=metric,
            log_group_name=args.log_group,
            pattern=args.pattern,
            metric_transformation=aws.cloudwatch.LogMetricFilterMetricTransformationArgs(
                name=metric, namespace="Guardrails", value="1"
            ),
            opts=options,
        )
        alarm = aws.cloudwatch.MetricAlarm(
            f"{name}-alarm",
            name=metric,
            alarm_description=f"CIS {args.control}. {args.advice}",
            namespace="Guardrails",
            metric_name=metric,
            statistic="Sum",
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=1,
            period=300,
            evaluation_periods=1,
            treat_missing_data="notBreaching",
            alarm_actions=[args.topic_arn],
            opts=args.target.options(self, depends_on=[metric_filter]),
        )
        self.alarm_arn = alarm.arn
        self.register_outputs({"alarmArn": self.alarm_arn})
