"""Which events show use of root, or somebody at work on what guards it."""

import json
from typing import Any

from policies import names

# CIS AWS Foundations 7.0.0, 5.3; Security Hub checks the pattern to the letter
# (https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html).
CIS_ROOT_PATTERN = (
    '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}'
)

Pattern = dict[str, Any]

# What an application puts on a bus never has such a source: EventBridge refuses aws.*, and the drill's is its role's
# alone (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html).
SOURCES = [{"prefix": "aws."}, names.DRILL_SOURCE]
# A record that doesn't say whether it reads is not taken for one that does.
WRITES = [False, {"exists": False}]
# By CloudTrail's account they read; what they give lasts up to 36 hours, or lets root in elsewhere
# (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html,
# https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html).
CREDENTIALS = ("GetFederationToken", "GetSessionToken", "GetWebIdentityToken")
_PERMANENT = {"assumedRoot": [{"exists": False}, {"anything-but": ["true"]}]}
_ASSUMED = {"assumedRoot": ["true"]}
_ROOT_FEATURES = ("DisableOrganizationsRootCredentialsManagement", "DisableOrganizationsRootSessions")
_EMAIL_CHANGES = ("AcceptPrimaryEmailUpdate", "StartPrimaryEmailUpdate")
_NEW_ROOT_LOGIN = ":policy/root-task/IAMCreateRootUserPassword"
_SESSION = {"eventSource": ["sts.amazonaws.com"], "eventName": ["AssumeRoot"]}
_SWITCHED = (
    {"eventSource": ["iam.amazonaws.com"], "eventName": list(_ROOT_FEATURES)},
    {
        "eventSource": ["organizations.amazonaws.com"],
        "eventName": ["DisableAWSServiceAccess"],
        "requestParameters": {"servicePrincipal": ["iam.amazonaws.com"]},
    },
    {"eventSource": ["account.amazonaws.com"], "eventName": list(_EMAIL_CHANGES)},
)


def text(pattern: Pattern) -> str:
    """The pattern as EventBridge takes it."""
    return json.dumps({"source": SOURCES, **pattern}, separators=(",", ":"), sort_keys=True)


def _root(session: Pattern | None = None) -> Pattern:
    """The root user, but for what AWS's own services do in its name.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
    """
    identity: Pattern = {"type": ["Root"], "invokedBy": [{"exists": False}]}
    if session is not None:
        identity["sessionContext"] = session
    return {"eventType": [{"anything-but": ["AwsServiceEvent"]}], "userIdentity": identity}


def permanent_root() -> Pattern:
    """What the root user itself does, signing in and failing to included, but for what it only reads."""
    return {"detail": {**_root(_PERMANENT), "$or": [{"readOnly": WRITES}, {"eventName": list(CREDENTIALS)}]}}


def assumed_root() -> Pattern:
    """What somebody changes in a root session that the management account opened.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-track-privileged-tasks.html
    """
    return {"detail": {**_root(_ASSUMED), "readOnly": WRITES}}


def root_session() -> Pattern:
    """Somebody asks for a root session of a member account, for whatever task, refused ones included."""
    return {"detail": _SESSION}


def root_protection() -> Pattern:
    """What precedes a takeover of root: its central control switched off, its address changed, its password made anew.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
    https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-root-user-email.html
    """
    task = {"requestParameters": {"taskPolicyArn": {"arn": [{"suffix": _NEW_ROOT_LOGIN}]}}}
    return {"detail": {"$or": [*_SWITCHED, {**_SESSION, **task}]}}


def undelivered(*others: object) -> Pattern:
    """The alarm over events that did not arrive goes off, in a region from which it can't reach the topic itself.

    `others` are further alarms, by matches of their names.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
    """
    return {
        "detail-type": ["CloudWatch Alarm State Change"],
        "detail": {"alarmName": [names.UNDELIVERED_EVENTS, *others], "state": {"value": ["ALARM"]}},
    }


def forwarded(findings: tuple[Pattern, ...] = (), alarms: tuple[Pattern, ...] = ()) -> str:
    """What an account sends to the hub from a region: all that root does, and all that the hub's rules hear.

    `findings` are the patterns of what AWS's services find there, `alarms` match names of those that webhooks hear by
    the hub. Which of it pages is decided on the hub alone. The whole has 2,048 characters at most
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html).
    """
    return text({"$or": [{"detail": {"$or": [_root(), _SESSION, *_SWITCHED]}}, undelivered(*alarms), *findings]})
