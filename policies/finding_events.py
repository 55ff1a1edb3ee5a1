"""Which events of AWS's own services show an attack, exposed access, a leaked key or unusual spending.

A pattern names the kind of event and no source: `aws.` is AWS's alone, and the drill's events are of the same kind.
What an event doesn't say counts as the worse.
"""

from policies.root_events import Pattern

_NOT_SAID: Pattern = {"exists": False}
# GuardDuty's HIGH is 7.0 to 8.9, CRITICAL is above
# (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html).
_HIGH = 7
# Roles of Identity Center trust its own identity provider, one finding for each set, account and region.
_IDENTITY_CENTER = "arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/*"
_QUARANTINE = "arn:*:iam::aws:policy/AWSCompromisedKeyQuarantine*"
_ATTACHED = ("AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy")
_CRITICAL: Pattern = {"Severity": {"Label": ["CRITICAL"]}}
# What is heard from them directly would be told twice.
_HEARD = ("GuardDuty", "IAM Access Analyzer")
_SCANNER = "Inspector"


def threats() -> Pattern:
    """GuardDuty's findings of high severity, but for archived ones, which it goes on to send, and samples.

    https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
    https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings.html
    """
    return {
        "detail-type": ["GuardDuty Finding"],
        "detail": {
            "severity": [{"numeric": [">=", _HIGH]}],
            "title": [_NOT_SAID, {"anything-but": {"prefix": "[SAMPLE]"}}],
            "service": {"archived": [_NOT_SAID, False], "additionalInfo": {"sample": [_NOT_SAID, False]}},
        },
    }


def exposed() -> Pattern:
    """Access from outside an account that IAM Access Analyzer found, and that nobody archived or took back.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html
    """
    return _access()


def public() -> Pattern:
    """Access for everybody."""
    return _access(isPublic=[True])


def external(accounts: tuple[str, ...] = (), partition: str = "aws") -> Pattern:
    """Access for somebody in particular who is not in `accounts`, by id, or a resource that can't be analyzed.

    A principal is an account's id or an ARN; a federated one is neither.
    """
    principal: Pattern = {}
    if accounts:
        own = [*accounts, *(f"arn:{partition}:iam::{account}:" for account in accounts)]
        principal = {"principal": {"AWS": [_NOT_SAID, {"anything-but": {"prefix": own}}]}}
    resource = [{"anything-but": {"wildcard": _IDENTITY_CENTER}}]
    return _access(isPublic=[_NOT_SAID, False], resource=resource, **principal)


def _access(**wanted: object) -> Pattern:
    detail = {"status": ["ACTIVE"], "isDeleted": [_NOT_SAID, False], **wanted}
    return {"detail-type": ["Access Analyzer Finding"], "detail": detail}


def risks() -> Pattern:
    """AWS Health says that a credential is exposed or an account is in strangers' hands, and has not closed the event.

    Codes begin with AWS_RISK_, as AWS_RISK_CREDENTIALS_EXPOSED and AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED.
    https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
    https://github.com/aws/aws-health-tools/tree/master/automated-actions/AWS_RISK_CREDENTIALS_EXPOSED
    """
    detail = {
        "eventTypeCode": [{"prefix": "AWS_RISK_"}],
        "statusCode": [_NOT_SAID, {"anything-but": ["closed"]}],
    }
    return {"detail-type": ["AWS Health Event", "AWS Health Abuse Event"], "detail": detail}


def quarantined() -> Pattern:
    """AWS's policy for leaked keys is attached, by AWS or by whoever knows of a leak.

    https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
    """
    return {
        "detail": {
            "eventSource": ["iam.amazonaws.com"],
            "eventName": list(_ATTACHED),
            "requestParameters": {"policyArn": [{"wildcard": _QUARANTINE}]},
        }
    }


def imported() -> Pattern:
    """Security Hub's new findings of high severity, but for those of products that are heard directly.

    https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
    """
    wanted = {"Severity": {"Label": ["CRITICAL", "HIGH"]}, "ProductName": [{"anything-but": list(_HEARD)}]}
    return _finding(wanted)


def detected() -> Pattern:
    """Critical findings of products that detect: checks and vulnerabilities are there by the hundred, for weeks."""
    return _finding({**_CRITICAL, **_of_detectors()})


def to_repair() -> Pattern:
    """Those of high severity, and what is critical among checks that failed and vulnerabilities."""
    ways = [
        {"Severity": {"Label": ["HIGH"]}, **_of_detectors()},
        {**_CRITICAL, "ProductName": [_SCANNER]},
        {**_CRITICAL, "Compliance": {"Status": ["FAILED"]}},
    ]
    return _finding({"$or": ways})


def anomalies(minimum_usd: int = 1) -> Pattern:
    """Spending that Cost Anomaly Detection finds unusual, by US dollars above what it expected.

    https://docs.aws.amazon.com/cost-management/latest/userguide/cad-eventbridge.html
    """
    impact = {"totalImpact": [{"numeric": [">=", minimum_usd]}]}
    return {"detail-type": ["Anomaly Detected"], "detail": {"impact": impact}}


def _of_detectors() -> Pattern:
    """Only checks have a status of compliance."""
    return {"ProductName": [{"anything-but": [*_HEARD, _SCANNER]}], "Compliance": {"Status": [_NOT_SAID]}}


def _finding(wanted: Pattern) -> Pattern:
    """An event holds one finding; a workflow that somebody moved on from NEW is in somebody's hands."""
    finding = {"Workflow": {"Status": ["NEW"]}, "RecordState": ["ACTIVE"], **wanted}
    return {"detail-type": ["Security Hub Findings - Imported"], "detail": {"findings": finding}}
