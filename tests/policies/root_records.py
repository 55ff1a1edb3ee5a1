"""CloudTrail records of root and of what guards it, each with the rules of the hub that must hear it.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-track-privileged-tasks.html
"""

import copy

from policies.example import DEPLOYER_ROLE, MANAGEMENT, MEMBER
from tests.policies.cloudtrail_records import record, session

SIGN_IN = {
    "kind": "AWS Console Sign In via CloudTrail",
    "eventType": "AwsConsoleSignIn",
    "additionalEventData": {"MFAUsed": "Yes", "MobileVersion": "No", "LoginTo": "https://console.aws.amazon.com/"},
}
TASK = "arn:aws:iam::aws:policy/root-task/"
DEPLOYER = session(DEPLOYER_ROLE, MANAGEMENT)


def root(account, *, assumed=None, **more):
    """The root user's identity; `assumed` is what a session says of itself."""
    identity = {
        "type": "Root",
        "principalId": account,
        "arn": f"arn:aws:iam::{account}:root",
        "accountId": account,
        "accessKeyId": "",
        **more,
    }
    if assumed is not None:
        attributes = {"creationDate": "2026-11-25T10:00:00Z", "mfaAuthenticated": "false"}
        identity["sessionContext"] = {"attributes": attributes, "assumedRoot": assumed}
    return identity


def signin(name, account, outcome="Success", **more):
    return record("signin", name, root(account), responseElements={name: outcome}, **SIGN_IN, **more)


def assume_root(task, **more):
    parameters = {"targetPrincipal": MEMBER, "taskPolicyArn": {"arn": f"{TASK}{task}"}}
    return record("sts", "AssumeRoot", DEPLOYER, reads=True, parameters=parameters, **more)


def switched_off(source, name, **parameters):
    return record(source, name, DEPLOYER, parameters=parameters)


def alarm(name="guardrails-undelivered-events", state="ALARM"):
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html"""
    return {
        "version": "0",
        "id": "2dde0eb1-0000-0000-0000-000000000000",
        "detail-type": "CloudWatch Alarm State Change",
        "source": "aws.cloudwatch",
        "account": "333344445555",
        "time": "2026-11-25T10:00:00Z",
        "region": "us-east-1",
        "resources": [f"arn:aws:cloudwatch:us-east-1:333344445555:alarm:{name}"],
        "detail": {
            "alarmName": name,
            "configuration": {"description": "x", "metrics": []},
            "previousState": {"value": "OK"},
            "state": {"value": state, "reason": "Threshold Crossed: 1 datapoint (1.0) was greater"},
        },
    }


def uses(account):
    """What an account's root does, by name, each with the rules of the hub that hear it; reads are the alarm's."""
    user, session = root(account), root(account, assumed="true")
    unsaid, unsaid_by_session = (record("ec2", "StopInstances", identity) for identity in (user, session))
    for event in (unsaid, unsaid_by_session):
        del event["detail"]["readOnly"]
    return {
        "console sign-in": (signin("ConsoleLogin", account), {"root"}),
        "failed sign-in": (
            signin("ConsoleLogin", account, "Failure", errorMessage="Failed authentication"),
            {"root"},
        ),
        "password recovery asked for": (signin("PasswordRecoveryRequested", account), {"root"}),
        "password recovered": (signin("PasswordRecoveryCompleted", account), {"root"}),
        "password changed": (signin("PasswordUpdated", account), {"root"}),
        "e-mail address changed": (signin("EmailUpdated", account), {"root"}),
        "MFA device enabled": (record("iam", "EnableMFADevice", user, parameters={"serialNumber": "x"}), {"root"}),
        "MFA device deactivated": (record("iam", "DeactivateMFADevice", user), {"root"}),
        "API write": (record("iam", "CreateUser", user, parameters={"userName": "robot"}), {"root"}),
        "refused API write": (
            record("ec2", "RunInstances", user, errorCode="Client.UnauthorizedOperation", errorMessage="no"),
            {"root"},
        ),
        "session token": (record("sts", "GetSessionToken", user, reads=True), {"root"}),
        "token for elsewhere": (record("sts", "GetWebIdentityToken", user, reads=True), {"root"}),
        "federation token": (record("sts", "GetFederationToken", user, reads=True), {"root"}),
        "a record that doesn't say whether it reads": (unsaid, {"root"}),
        "a session that isn't assumed": (record("iam", "CreateUser", root(account, assumed="")), {"root"}),
        "API read": (record("iam", "ListUsers", user, reads=True), set()),
        "root session writes": (record("s3", "DeleteBucketPolicy", session), {"assumed-root"}),
        "root session, in a record that doesn't say": (unsaid_by_session, {"assumed-root"}),
        "root session reads": (record("iam", "GetLoginProfile", session, reads=True), set()),
    }


# What others do in the management account about its members' root.
MANAGED = {
    "root session asked for": (assume_root("S3UnlockBucketPolicy"), {"root-session"}),
    "root session refused": (assume_root("IAMAuditRootUserCredentials", errorCode="AccessDenied"), {"root-session"}),
    "root password made": (assume_root("IAMCreateRootUserPassword"), {"root-protection", "root-session"}),
    "sessions off": (switched_off("iam", "DisableOrganizationsRootSessions"), {"root-protection"}),
    "credentials off": (switched_off("iam", "DisableOrganizationsRootCredentialsManagement"), {"root-protection"}),
    "trusted access off": (
        switched_off("organizations", "DisableAWSServiceAccess", servicePrincipal="iam.amazonaws.com"),
        {"root-protection"},
    ),
    "e-mail change started": (
        switched_off("account", "StartPrimaryEmailUpdate", accountId=MEMBER),
        {"root-protection"},
    ),
    "e-mail change accepted": (
        switched_off("account", "AcceptPrimaryEmailUpdate", accountId=MEMBER),
        {"root-protection"},
    ),
    "events not delivered": (alarm(), {"undelivered"}),
}

_USER = root(MEMBER)
OTHERS = {
    "a service event": record("kms", "RotateKey", _USER, eventType="AwsServiceEvent"),
    "a service event of a session": record(
        "kms", "RotateKey", root(MEMBER, assumed="true"), eventType="AwsServiceEvent"
    ),
    "a service in its name": record("kms", "CreateGrant", root(MEMBER, invokedBy="dynamodb.amazonaws.com")),
    "a service in a session's name": record(
        "kms", "CreateGrant", root(MEMBER, assumed="true", invokedBy="dynamodb.amazonaws.com")
    ),
    "a role signs in": record("signin", "ConsoleLogin", session("Developer", MEMBER), **SIGN_IN),
    "a role writes": record("iam", "CreateUser", session("Developer", MEMBER)),
    "a role gets a token": record("sts", "GetSessionToken", session("Developer", MEMBER), reads=True),
    "a role that says it is root": record(
        "iam", "CreateUser", {**session("Developer", MEMBER), "sessionContext": {"assumedRoot": "true"}}
    ),
    "a role is taken": record("sts", "AssumeRole", DEPLOYER, reads=True),
    "another service's call of that name": record("elsewhere", "AssumeRoot", DEPLOYER, reads=True),
    "a password task of another service": record(
        "elsewhere",
        "AssumeRoot",
        DEPLOYER,
        parameters={"taskPolicyArn": {"arn": f"{TASK}IAMCreateRootUserPassword"}},
    ),
    "a password task that isn't asked for": record(
        "sts", "DecodeTask", DEPLOYER, parameters={"taskPolicyArn": {"arn": f"{TASK}IAMCreateRootUserPassword"}}
    ),
    "sessions on": switched_off("iam", "EnableOrganizationsRootSessions"),
    "a call of that name elsewhere": switched_off("elsewhere", "DisableOrganizationsRootSessions"),
    "another service's access off": switched_off(
        "organizations", "DisableAWSServiceAccess", servicePrincipal="ram.amazonaws.com"
    ),
    "access on": switched_off("organizations", "EnableAWSServiceAccess", servicePrincipal="iam.amazonaws.com"),
    "access off elsewhere": switched_off("elsewhere", "DisableAWSServiceAccess", servicePrincipal="iam.amazonaws.com"),
    "an e-mail address is looked up": switched_off("account", "GetPrimaryEmail", accountId=MEMBER),
    "an e-mail change elsewhere": switched_off("elsewhere", "StartPrimaryEmailUpdate", accountId=MEMBER),
    "the alarm ends": alarm(state="OK"),
    "another alarm": alarm(name="guardrails-undelivered-events-too"),
    "another kind of event about it": {**alarm(), "detail-type": "CloudWatch Alarm Configuration Change"},
}


def at(event, account, region):
    """The same event in an account and a region."""
    moved = copy.deepcopy(event)
    moved |= {"account": account, "region": region}
    moved["detail"] |= {"awsRegion": region, "recipientAccountId": account}
    return moved
