"""The message that CloudWatch publishes when an alarm changes its state.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
"""

import json
from functools import cache

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


@cache
def _region(region: str) -> str:
    """A region's name for people, as `Europe (Ireland)`."""
    partitions = botocore.session.get_session().get_data("endpoints")["partitions"]
    return next(p["regions"][region]["description"] for p in partitions if region in p["regions"])
