"""The role by which EventBridge calls the webhooks that hear alerts, and which alarms they hear of."""

import json
from collections.abc import Iterable

from policies.document import Document, Statement

ALARM_PATHS = {
    "account": "$.account",
    "alarm": "$.detail.alarmName",
    "description": "$.detail.configuration.description",
    "region": "$.region",
    "time": "$.time",
}
ALARM_LINES = ("Alarm <alarm>", "<description>", "Where: account <account>, region <region>", "When: <time>")


def caller_permissions(partition: str, region: str, account: str, webhooks: Iterable[str]) -> Document:
    """The role calls the baseline's API destinations, nothing else; AWS ends their ARNs with an id of its own.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
    """
    destination = f"arn:{partition}:events:{region}:{account}:api-destination/guardrails-"
    return Document(
        statements=(
            Statement(
                sid="CallWebhooks",
                effect="Allow",
                actions=("events:InvokeApiDestination",),
                resources=tuple(f"{destination}{key}/*" for key in webhooks),
            ),
        )
    )


def alarm_pattern(alarms: Iterable[str]) -> str:
    """Events of alarms that begin to be raised.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
    """
    pattern = {
        "source": ["aws.cloudwatch"],
        "detail-type": ["CloudWatch Alarm State Change"],
        "detail": {"alarmName": sorted(alarms), "state": {"value": ["ALARM"]}},
    }
    return json.dumps(pattern, separators=(",", ":"), sort_keys=True)
