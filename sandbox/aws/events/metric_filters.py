"""CloudWatch Logs: what metric filters count in the events that arrive."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

import json
from collections.abc import Iterator
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.logs.exceptions import InvalidParameterException
from moto.logs.metric_filters import MetricFilters
from moto.logs.models import LogsBackend

from sandbox.aws.filter_conditions import FilterPatternError
from sandbox.aws.filter_patterns import filter_pattern
from sandbox.aws.filter_selectors import select
from sandbox.aws.services.patching import patch

_add_filter = MetricFilters.add_filter
_put_log_events = LogsBackend.put_log_events


def _add_checked_filter(
    self: MetricFilters,
    filter_name: str,
    filter_pattern: str,
    log_group_name: str,
    metric_transformations: Any,
) -> None:
    """Replace the filter of this name, which moto keeps beside the new one, and refuse a pattern that AWS refuses.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
    """
    _matcher(filter_pattern)
    if any(one.get("dimensions") and "defaultValue" in one for one in metric_transformations):
        raise InvalidParameterException("Invalid metric transformation: dimensions and default value are exclusive")
    self.delete_filter(filter_name, log_group_name)
    _add_filter(self, filter_name, filter_pattern, log_group_name, metric_transformations)


def _matcher(pattern: str) -> Any:
    try:
        return filter_pattern(pattern)
    except FilterPatternError as error:
        raise InvalidParameterException(f"Invalid metric filter pattern: {error}") from error


def _put_counted_events(
    self: LogsBackend, log_group_name: str, log_stream_name: str, log_events: list[dict[str, Any]]
) -> tuple[str, dict[str, Any]]:
    answer = _put_log_events(self, log_group_name, log_stream_name, log_events)
    messages = [event["message"] for event in log_events]
    cloudwatch = cloudwatch_backends[self.account_id][self.region_name]
    for found in self.filters.get_matching_filters(log_group_name=log_group_name):
        matches = filter_pattern(found["filterPattern"])
        matched = [message for message in messages if matches(message)]
        for transformation in found["metricTransformations"]:
            if data := list(_data(transformation, matched)):
                cloudwatch.put_metric_data(transformation["metricNamespace"], data)
    return answer


def _data(transformation: dict[str, Any], matched: list[str]) -> Iterator[dict[str, Any]]:
    """A number for every event that matches, from the event itself where a selector asks for it, as are dimensions.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
    """
    name, value = transformation["metricName"], transformation["metricValue"]
    wanted: dict[str, str] = transformation.get("dimensions") or {}
    for message in matched:
        event = json.loads(message) if wanted or value.startswith("$") else None
        found = select(event, value) if value.startswith("$") else [value]
        of_event = [{"Name": key, "Value": str(one)} for key, path in wanted.items() for one in select(event, path)]
        if len(of_event) == len(wanted):
            yield from ({"MetricName": name, "Value": float(item), "Dimensions": of_event} for item in found)
    if not matched and "defaultValue" in transformation:
        yield {"MetricName": name, "Value": float(transformation["defaultValue"])}


def install() -> None:
    """Count what arrives, and keep one filter of a name in a group."""
    patch(MetricFilters, add_filter=_add_checked_filter)
    patch(LogsBackend, put_log_events=_put_counted_events)
