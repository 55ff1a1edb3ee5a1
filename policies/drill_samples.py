"""What a drill puts in: for each rule an event and for each alarm records that its own pattern matches, with a mark.

No pattern is altered for it. Whoever reads a message sees the mark and that nothing happened.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from policies import names
from policies.alarms import Alarm
from policies.drill_findings import FINDINGS, NOBODY, Detail
from policies.finding_rules import QUARANTINED
from policies.hub_rule import HubRule
from policies.hub_rules import (
    ASSUMED_ROOT,
    BREAK_GLASS,
    PERMANENT_ROOT,
    ROOT_PROTECTION,
    ROOT_SESSION,
    UNDELIVERED,
)

_SIGN_IN = "ConsoleLogin"
_WHO = {"arn": NOBODY, "principalId": "drill"}
_ROOT = {**_WHO, "type": "Root"}
_USER = {**_WHO, "type": "IAMUser", "userName": names.BREAK_GLASS_USERS[0]}
_NO_ADDRESS = "192.0.2.1"  # Documentation's own (https://www.rfc-editor.org/rfc/rfc5737).


def record(mark: str, account: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a record
    """A record as CloudTrail's are, of a call that nobody made; `changes` replace or add fields.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
    """
    base = {
        "eventVersion": "1.11",
        "userIdentity": {**_WHO, "type": "AssumedRole", "accountId": account},
        "eventSource": "guardrails.drill",
        "eventName": "Drill",
        "sourceIPAddress": _NO_ADDRESS,
        "userAgent": names.DRILL_SOURCE,
        "errorMessage": "This is a drill",
        "eventID": mark,
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": account,
        "eventCategory": "Management",
    }
    return base | changes


class Where(StrEnum):
    """From where an event for a rule is put."""

    EVERYWHERE = "every account and region"
    AUDIT = "every region of the audit account"
    """For a rule that hears of the audit account's own alarms."""
    ONCE = "the audit account's home region"
    """For a rule whose events go the same way to the hub as others that are put everywhere."""
    FOUND = "one account and region in which its service tells"
    """For a rule about findings, which no other account and region sends to the hub."""


@dataclass(frozen=True, kw_only=True)
class DrillEvent:
    """An event for one rule on the hub: its detail, of a mark and an account; the mark stands in the message."""

    rule: HubRule
    where: Where
    detail: Detail
    detail_type: str = "AWS API Call via CloudTrail"


def _called(**changes: Any) -> Detail:  # noqa: ANN401 - fields of a record
    return lambda mark, account: record(mark, account, **changes)


def _raised(mark: str, account: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html"""
    del account
    state = {"value": "ALARM", "reason": f"nobody: this is a drill, {mark}"}
    return {"alarmName": names.UNDELIVERED_EVENTS, "state": state}


EVENTS = (
    DrillEvent(rule=PERMANENT_ROOT, where=Where.EVERYWHERE, detail=_called(userIdentity=_ROOT)),
    DrillEvent(rule=BREAK_GLASS, where=Where.EVERYWHERE, detail=_called(userIdentity=_USER)),
    DrillEvent(
        rule=ROOT_PROTECTION,
        where=Where.ONCE,
        detail=_called(eventSource="iam.amazonaws.com", eventName="DisableOrganizationsRootSessions"),
    ),
    DrillEvent(
        rule=ROOT_SESSION,
        where=Where.ONCE,
        detail=_called(eventSource="sts.amazonaws.com", eventName="AssumeRoot"),
    ),
    DrillEvent(
        rule=ASSUMED_ROOT,
        where=Where.ONCE,
        detail=_called(userIdentity={**_ROOT, "sessionContext": {"assumedRoot": "true"}}),
    ),
    DrillEvent(rule=UNDELIVERED, where=Where.AUDIT, detail=_raised, detail_type="CloudWatch Alarm State Change"),
    DrillEvent(
        rule=QUARANTINED,
        where=Where.FOUND,
        detail=_called(
            eventSource="iam.amazonaws.com",
            eventName="AttachUserPolicy",
            requestParameters={
                "userName": "nobody",
                "policyArn": "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3",
            },
        ),
    ),
    *(
        DrillEvent(rule=rule, where=Where.FOUND, detail=detail, detail_type=detail_type)
        for rule, detail_type, detail in FINDINGS
    ),
)


def _call(service: str, name: str) -> dict[str, Any]:
    return {"eventSource": f"{service}.amazonaws.com", "eventName": name}


_FAILED = {"responseElements": {"ConsoleLogin": "Failure"}, "errorMessage": "Failed authentication"}
_ALARMS: Mapping[str, Mapping[str, Any]] = {
    "bucket-policy-changes": _call("s3", "PutBucketPolicy"),
    "config-changes": _call("config", "PutConfigurationRecorder"),
    "console-failures": {"eventName": _SIGN_IN, **_FAILED},
    "console-without-mfa": {
        "eventName": _SIGN_IN,
        "userIdentity": {**_WHO, "type": "IAMUser"},
        "additionalEventData": {"MFAUsed": "No"},
        "responseElements": {"ConsoleLogin": "Success"},
    },
    "contact-changes": _call("account", "PutAlternateContact"),
    "failed-sign-ins": {"eventName": _SIGN_IN, **_FAILED},
    "gateway-changes": _call("ec2", "CreateInternetGateway"),
    "iam-policy-changes": _call("iam", "CreatePolicy"),
    "identity-center-changes": _call("sso", "CreatePermissionSet"),
    "identity-providers": _call("iam", "CreateSAMLProvider"),
    "identity-center-failures": {
        "eventName": "CredentialVerification",
        "serviceEventDetails": {"CredentialVerification": "Failure"},
    },
    "key-deletion": _call("kms", "DisableKey"),
    "network-acl-changes": _call("ec2", "CreateNetworkAcl"),
    "new-users": _call("iam", "CreateUser"),
    "organization-changes": _call("organizations", "MoveAccount"),
    "organization-delegation": _call("organizations", "RegisterDelegatedAdministrator"),
    "organization-departure": _call("organizations", "AccountDepartedOrganization"),
    "organization-joined": _call("organizations", "AccountJoinedOrganization"),
    "permanent-root": {"userIdentity": _ROOT},
    "provisioning": _call("identitystore-scim", "PatchGroup"),
    "refused-changes": {"errorCode": "AccessDenied"},
    "root-use": {"userIdentity": _ROOT},
    "route-table-changes": _call("ec2", "CreateRoute"),
    "security-group-changes": _call("ec2", "CreateSecurityGroup"),
    "trail-changes": _call("cloudtrail", "UpdateTrail"),
    "unauthorized-calls": {"errorCode": "AccessDenied", "readOnly": True},
    "vpc-changes": _call("ec2", "CreateVpc"),
}
BREAK_GLASS_USE: Mapping[str, Any] = {"userIdentity": _USER}
"""For the alarm over the trail that hears break-glass."""
BASELINE_CHANGE: Mapping[str, Any] = {
    **_call("events", "DisableRule"),
    "requestParameters": {"name": f"{names.DRILL_STREAMS}nobody"},
}
"""For the alarm on changes to the baseline that the deployer didn't make."""
ROOT_READ: Mapping[str, Any] = {"userIdentity": _ROOT, "readOnly": True}
"""For the alarms over what the root of each account reads."""


def role_use(role_arn: str) -> Mapping[str, Any]:
    """For the alarms on a deployer's role and on a vended one that somebody else than expected takes."""
    return {**_call("sts", "AssumeRole"), "requestParameters": {"roleArn": role_arn}}


def records(alarm: Alarm, threshold: int, mark: str, account: str) -> Iterator[dict[str, Any]]:
    """As many records as raise an alarm of the catalogue. Raises KeyError for an alarm that has no sample."""
    sample = _ALARMS[alarm.id]
    for _ in range(threshold):
        yield record(mark, account, **sample)
