"""Records of the organization's trail, counted by a metric filter and heard by an alarm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies import names
from policies.alarms import Alarm


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

    @classmethod
    def of(
        cls,
        alarm: Alarm,
        *,
        target: AccountTarget,
        log_group: pulumi.Input[str],
        topics: Sequence[pulumi.Input[str]],
        threshold: int | None = None,
    ) -> "TrailWatch":
        """What an alarm counts; `threshold` where the configuration has another than the alarm's own."""
        return cls(
            target=target,
            name=alarm.name,
            pattern=alarm.pattern,
            description=alarm.description,
            threshold=alarm.threshold if threshold is None else threshold,
            period=alarm.period,
            missing_data=alarm.missing_data,
            log_group=log_group,
            topics=topics,
        )


@dataclass(frozen=True, kw_only=True)
class Part:
    """What an alarm has other than its filter: name, description, and of a metric that is split the dimensions."""

    name: str
    description: str
    dimensions: Mapping[str, str] = field(default_factory=dict)


def watched(component: pulumi.Resource, name: str, watch: TrailWatch) -> aws.cloudwatch.MetricAlarm:
    """The filter and its alarm, as children of a component."""
    return alarmed(component, name, watch, counted(component, name, watch))


def counted(
    component: pulumi.Resource, name: str, watch: TrailWatch, by: Mapping[str, str] | None = None
) -> aws.cloudwatch.LogMetricFilter:
    """The filter; `by` splits its metric by fields of the records, by the dimensions' names."""
    return aws.cloudwatch.LogMetricFilter(
        f"{name}-filter",
        name=watch.name,
        log_group_name=watch.log_group,
        pattern=watch.pattern,
        metric_transformation=aws.cloudwatch.LogMetricFilterMetricTransformationArgs(
            name=watch.name, namespace=names.METRICS, value="1", dimensions=by
        ),
        opts=watch.target.options(component),
    )


def alarmed(
    component: pulumi.Resource,
    name: str,
    watch: TrailWatch,
    count: aws.cloudwatch.LogMetricFilter,
    part: Part | None = None,
) -> aws.cloudwatch.MetricAlarm:
    """The alarm on what the filter counts, or on a part of it."""
    return aws.cloudwatch.MetricAlarm(
        f"{name}-alarm",
        name=part.name if part else watch.name,
        alarm_description=part.description if part else watch.description,
        namespace=names.METRICS,
        metric_name=watch.name,
        dimensions=(part.dimensions or None) if part else None,
        # Where one record is enough, no negative number outweighs it, put by hand or by a log event in the embedded
        # metric format. Several need the sum: there putting data by hand is denied by the guardrail silencing.
        statistic="Maximum" if watch.threshold == 1 else "Sum",
        comparison_operator="GreaterThanOrEqualToThreshold",
        threshold=watch.threshold,
        period=watch.period,
        evaluation_periods=1,
        treat_missing_data=watch.missing_data,
        alarm_actions=list(watch.topics),
        opts=watch.target.options(component, depends_on=[count]),
    )
