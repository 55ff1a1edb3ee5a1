"""Records of the organization's trail, counted by a metric filter and heard by an alarm."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget

NAMESPACE = "Guardrails"


@dataclass(frozen=True, kw_only=True)
class TrailWatch:
    """What is counted in the trail's log group, under one name for filter, metric and alarm; `period` in seconds."""

    target: AccountTarget
    name: str
    pattern: str
    description: str
    threshold: int = 1
    period: int = 300
    missing_data: str = "notBreaching"
    log_group: pulumi.Input[str]
    topics: Sequence[pulumi.Input[str]]


def watched(component: pulumi.Resource, name: str, watch: TrailWatch) -> aws.cloudwatch.MetricAlarm:
    """The filter and its alarm, as children of a component."""
    options = watch.target.options
    metric_filter = aws.cloudwatch.LogMetricFilter(
        f"{name}-filter",
        name=watch.name,
        log_group_name=watch.log_group,
        pattern=watch.pattern,
        metric_transformation=aws.cloudwatch.LogMetricFilterMetricTransformationArgs(
            name=watch.name, namespace=NAMESPACE, value="1"
        ),
        opts=options(component),
    )
    return aws.cloudwatch.MetricAlarm(
        f"{name}-alarm",
        name=watch.name,
        alarm_description=watch.description,
        namespace=NAMESPACE,
        metric_name=watch.name,
        statistic="Sum",
        comparison_operator="GreaterThanOrEqualToThreshold",
        threshold=watch.threshold,
        period=watch.period,
        evaluation_periods=1,
        treat_missing_data=watch.missing_data,
        alarm_actions=list(watch.topics),
        opts=options(component, depends_on=[metric_filter]),
    )
