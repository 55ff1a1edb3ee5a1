"""What a drill puts in for the rules about findings: a finding of each kind, of a mark and an account, about nobody."""

from collections.abc import Callable
from typing import Any

from policies.finding_rules import (
    COST_ANOMALY,
    DETECTED,
    EXPOSED_CREDENTIALS,
    EXTERNAL_ACCESS,
    PUBLIC_ACCESS,
    THREAT,
    TO_REPAIR,
)
from policies.hub_rule import HubRule

NOBODY = "nobody: this is a drill"
_MOST_USD = 1_000_000  # As much as the configuration lets an anomaly have at least.
Detail = Callable[[str, str], dict[str, Any]]
"""An event's detail, of the drill's mark and an account."""


def _threat(mark: str, account: str) -> dict[str, Any]:
    service = {"count": 1, "archived": False}
    return {"accountId": account, "id": mark, "severity": 8, "type": NOBODY, "service": service}


def _access(*, public: bool) -> Detail:
    return lambda mark, account: {
        "accountId": account,
        "id": mark,
        "status": "ACTIVE",
        "isPublic": public,
        "resource": NOBODY,
    }


def _risk(mark: str, account: str) -> dict[str, Any]:
    return {
        "affectedAccount": account,
        "affectedEntities": [{"entityValue": NOBODY}],
        "eventArn": mark,
        "eventTypeCode": "AWS_RISK_CREDENTIALS_EXPOSED",
    }


def _imported(severity: str) -> Detail:
    return lambda mark, account: {
        "findings": [
            {
                "AwsAccountId": account,
                "GeneratorId": NOBODY,
                "Id": mark,
                "ProductName": "Drill",
                "RecordState": "ACTIVE",
                "Severity": {"Label": severity},
                "Workflow": {"Status": "NEW"},
            }
        ]
    }


def _anomaly(mark: str, account: str) -> dict[str, Any]:
    cause = {"linkedAccount": account, "service": NOBODY}
    return {"anomalyId": mark, "impact": {"totalImpact": _MOST_USD}, "rootCauses": [cause]}


_ANALYZER, _SECURITY_HUB = "Access Analyzer Finding", "Security Hub Findings - Imported"
FINDINGS: tuple[tuple[HubRule, str, Detail], ...] = (
    (THREAT, "GuardDuty Finding", _threat),
    (PUBLIC_ACCESS, _ANALYZER, _access(public=True)),
    (EXTERNAL_ACCESS, _ANALYZER, _access(public=False)),
    (EXPOSED_CREDENTIALS, "AWS Health Event", _risk),
    (COST_ANOMALY, "Anomaly Detected", _anomaly),
    (DETECTED, _SECURITY_HUB, _imported("CRITICAL")),
    (TO_REPAIR, _SECURITY_HUB, _imported("HIGH")),
)
"""Each rule, the kind of event that it hears, and the event's detail."""
