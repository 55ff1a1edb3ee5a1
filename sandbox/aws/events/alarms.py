"""CloudWatch: alarms change their state with their metric, run the actions of the new one and tell EventBridge."""

import json
import logging
import operator
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from moto.cloudwatch.models import Alarm, CloudWatchBackend, Statistics, cloudwatch_backends

from sandbox.aws.events import bus
from sandbox.aws.events.alarm_message import message, state_change, subject
from sandbox.aws.events.clock import CLOCK
from sandbox.aws.events.permissions import Sender
from sandbox.aws.events.topics import QUEUES, WAITING, count_waiting, publish
from sandbox.aws.events.undelivered import Undelivered
from sandbox.aws.services.patching import patch

LOG = logging.getLogger("sandbox.aws.events")
_put_metric_data = CloudWatchBackend.put_metric_data
_set_alarm_state = CloudWatchBackend.set_alarm_state
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanOrEqualToThreshold": operator.le,
    "LessThanThreshold": operator.lt,
}


def _put_heard_data(self: CloudWatchBackend, namespace: str, metric_data: list[dict[str, Any]]) -> None:
    stamped = [{**datum, "Timestamp": datum.get("Timestamp") or CLOCK.now()} for datum in metric_data]
    _put_metric_data(self, namespace, stamped)
    names = {datum["MetricName"] for datum in stamped}
    for alarm in list(self.alarms.values()):
        if alarm.namespace == namespace and alarm.metric_name in names:
            _evaluate(self, alarm)


def _set_heard_state(self: CloudWatchBackend, alarm_name: str, reason: str, reason_data: str, state_value: str) -> None:
    """A state that is set by hand runs its actions as any other.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
    """
    alarm = self.alarms.get(alarm_name)
    before = alarm.state_value if alarm else None
    _set_alarm_state(self, alarm_name, reason, reason_data, state_value)
    if alarm and before != state_value:
        _act(alarm, str(before))


def evaluate_all() -> None:
    """Look at every alarm, as CloudWatch does each minute."""
    for account, regions in list(cloudwatch_backends.items()):
        for region, backend in list(regions.items()):
            for alarm in list(backend.alarms.values()):
                if (alarm.namespace, alarm.metric_name) == (QUEUES, WAITING):
                    count_waiting(account, region, str(alarm.dimensions[0].value))
                _evaluate(backend, alarm)


def _evaluate(backend: CloudWatchBackend, alarm: Alarm) -> None:
    if alarm.comparison_operator not in _COMPARE or not alarm.metric_name or not alarm.statistic:
        LOG.error("not implemented: the kind of alarm of %s", alarm.name)
        return
    points = _points(backend, alarm)
    state = _state(alarm, points)
    if state != alarm.state_value:
        before = alarm.state_value
        shown = [point for point in points if point is not None]
        reason = f"Threshold Crossed: {len(shown)} datapoint {shown} against the threshold ({alarm.threshold})."
        alarm.update_state(reason, json.dumps({"recentDatapoints": shown}), state)
        _act(alarm, before)


def _points(backend: CloudWatchBackend, alarm: Alarm) -> list[float | None]:
    """The statistic of each period before now, in a window that slides with it; None where there are no data.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
    """
    period, now = timedelta(seconds=int(alarm.period)), CLOCK.now()
    found: list[float | None] = []
    for back in range(int(alarm.evaluation_periods)):
        until = now - back * period
        statistics = Statistics([alarm.statistic], until)
        statistics.metric_data = [
            datum
            for datum in backend.metric_data
            if (datum.namespace, datum.name) == (alarm.namespace, alarm.metric_name)
            and datum.dimensions == alarm.dimensions
            and until - period < datum.timestamp <= until
        ]
        value = statistics.get_statistics_for_type(alarm.statistic) if statistics.metric_data else None
        found.append(None if value is None else float(value))
    return found


def _state(alarm: Alarm, points: list[float | None]) -> str:
    """What the points and those that are missing make of the alarm.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    """
    missing = alarm.treat_missing_data or "missing"
    if missing in ("ignore", "missing") and all(point is None for point in points):
        return alarm.state_value if missing == "ignore" else "INSUFFICIENT_DATA"
    crosses = _COMPARE[alarm.comparison_operator]
    crossed = [missing == "breaching" if p is None else crosses(p, float(alarm.threshold)) for p in points]
    return "ALARM" if sum(crossed) >= int(alarm.datapoints_to_alarm or alarm.evaluation_periods) else "OK"


def _act(alarm: Alarm, before: str) -> None:
    actions = {
        "ALARM": alarm.alarm_actions,
        "OK": alarm.ok_actions,
        "INSUFFICIENT_DATA": alarm.insufficient_data_actions,
    }
    LOG.info("alarm %s is %s", alarm.name, alarm.state_value)
    event = state_change(alarm, before)
    bus.deliver(event, event["account"], event["region"])
    for arn in actions[alarm.state_value] if alarm.actions_enabled else ():
        if ":sns:" not in arn:
            LOG.error("not implemented: the action %s of the alarm %s", arn, alarm.name)
            continue
        sender = Sender(service="cloudwatch.amazonaws.com", source_arn=alarm.alarm_arn)
        try:
            publish(sender, arn, message(alarm, before), subject(alarm))
        except Undelivered as reason:
            LOG.warning("the alarm %s was not heard: %s", alarm.name, reason)


def install() -> None:
    """Let data and set states be heard."""
    patch(CloudWatchBackend, put_metric_data=_put_heard_data, set_alarm_state=_set_heard_state)
