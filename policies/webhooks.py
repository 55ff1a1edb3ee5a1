"""The role by which EventBridge calls the webhooks that hear alerts, and which alarms they hear of."""

import json
from collections.abc import Iterable, Sequence

from policies.document import Document, Statement
from policies.root_events import Pattern

ALARM_PATHS = {
    "account": "$.account",
    "alarm": "$.detail.alarmName",
    "description": "$.detail.configuration.description",
    "region": "$.region",
    "time": "$.time",
}
ACCOUNT_ALARMS: Pattern = {"prefix": "cis-"}
"""How the names begin of alarms that accounts send to the hub, where its rules choose among them."""
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
    """Events of alarms that begin to be raised."""
    return _text(_raised(sorted(alarms)))


def account_alarm_pattern(alarms: Iterable[str]) -> str:
    """The same of alarms that every account has, whose names only begin so."""
    return _text(_raised([{"prefix": f"{name}-"} for name in sorted(alarms)]))


def _raised(names: Sequence[object]) -> Pattern:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html"""
    return {
        "detail-type": ["CloudWatch Alarm State Change"],
        "detail": {"alarmName": names, "state": {"value": ["ALARM"]}},
    }


def _text(pattern: Pattern) -> str:
    whole = {"source": ["aws.cloudwatch"], **pattern}
    return json.dumps(whole, separators=(",", ":"), sort_keys=True)
