"""What CloudWatch tells topics and EventBridge when an alarm changes its state.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
"""

import json
import uuid
from functools import cache
from typing import Any

import botocore.session
from moto.cloudwatch.models import Alarm

_SUBJECT = 100  # characters (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html)


def subject(alarm: Alarm) -> str:
    """The subject of the mail."""
    return f'{alarm.state_value}: "{alarm.name}" in {_region(alarm.region_name)}'[:_SUBJECT]


def message(alarm: Alarm, before: str) -> str:
    """The alarm, its old and new state and why, as JSON."""
    return json.dumps(
        {
            "AlarmName": alarm.name,
            "AlarmDescription": alarm.description,
            "AWSAccountId": alarm.alarm_arn.split(":")[4],
            "NewStateValue": alarm.state_value,
            "NewStateReason": alarm.state_reason,
            "StateChangeTime": f"{alarm.state_updated_timestamp:%Y-%m-%dT%H:%M:%S.000+0000}",
            "Region": _region(alarm.region_name),
            "AlarmArn": alarm.alarm_arn,
            "OldStateValue": before,
            "OKActions": alarm.ok_actions,
            "AlarmActions": alarm.alarm_actions,
            "InsufficientDataActions": alarm.insufficient_data_actions,
            "Trigger": {
                "MetricName": alarm.metric_name,
                "Namespace": alarm.namespace,
                "StatisticType": "Statistic",
                "Statistic": alarm.statistic.upper(),
                "Unit": alarm.unit,
                "Dimensions": [{"name": d.name, "value": d.value} for d in alarm.dimensions],
                "Period": int(alarm.period),
                "EvaluationPeriods": int(alarm.evaluation_periods),
                "ComparisonOperator": alarm.comparison_operator,
                "Threshold": float(alarm.threshold),
                "TreatMissingData": alarm.treat_missing_data or "missing",
            },
        }
    )


def state_change(alarm: Alarm, before: str) -> dict[str, Any]:
    """The event for the default bus of the alarm's account and region.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
    """
    when = f"{alarm.state_updated_timestamp:%Y-%m-%dT%H:%M:%SZ}"
    metric = {
        "metric": {
            "namespace": alarm.namespace,
            "name": alarm.metric_name,
            "dimensions": {d.name: d.value for d in alarm.dimensions},
        },
        "period": int(alarm.period),
        "stat": alarm.statistic,
    }
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "CloudWatch Alarm State Change",
        "source": "aws.cloudwatch",
        "account": alarm.alarm_arn.split(":")[4],
        "time": when,
        "region": alarm.region_name,
        "resources": [alarm.alarm_arn],
        "detail": {
            "alarmName": alarm.name,
            "state": {
                "value": alarm.state_value,
                "reason": alarm.state_reason,
                "reasonData": alarm.state_reason_data,
                "timestamp": when,
            },
            "previousState": {"value": before},
            "configuration": {
                "description": alarm.description,
                "metrics": [{"id": "m1", "metricStat": metric, "returnData": True}],
            },
        },
    }


@cache
def _region(region: str) -> str:
    """A region's name for people, as `Europe (Ireland)`."""
    partitions = botocore.session.get_session().get_data("endpoints")["partitions"]
    return next(p["regions"][region]["description"] for p in partitions if region in p["regions"])
