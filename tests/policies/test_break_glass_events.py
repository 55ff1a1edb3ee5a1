"""Which CloudTrail records page, by the matcher of the local EventBridge, and which the trail's filter counts."""

import json

import pytest

from policies.break_glass_events import event_pattern, filter_pattern
from policies.example import DEPLOYER_ROLE, MANAGEMENT, MEMBER
from tests.policies.cloudtrail_records import counted, record, session
from tests.policies.event_patterns import matches, parts, without

USER = {
    "type": "IAMUser",
    "principalId": "AIDAEXAMPLEEXAMPLE001",
    "arn": f"arn:aws:iam::{MANAGEMENT}:user/guardrails-break-glass-1",
    "accountId": MANAGEMENT,
    "userName": "guardrails-break-glass-1",
}


def assume(role, identity, **more):
    parameters = {"roleArn": role, "roleSessionName": "x", "durationSeconds": 3600}
    return record("sts", "AssumeRole", identity, reads=True, parameters=parameters, **more)


OF_MEMBER = f"arn:aws:iam::{MEMBER}:role/guardrails-break-glass"
# In the account of the role the caller from another one is known by its number only.
FOREIGN = {"type": "AWSAccount", "principalId": "AIDAEXAMPLEEXAMPLE001", "accountId": MANAGEMENT}
SIGN_IN = {
    "kind": "AWS Console Sign In via CloudTrail",
    "eventType": "AwsConsoleSignIn",
    "additionalEventData": {"MFAUsed": "Yes", "MobileVersion": "No", "LoginTo": "https://console.aws.amazon.com/"},
}
DEPLOYER, DEVELOPER = session(DEPLOYER_ROLE, MEMBER), session("Developer", MEMBER)
ALICE = {**USER, "userName": "alice", "arn": f"arn:aws:iam::{MANAGEMENT}:user/alice"}
BOUNDARY = f"arn:aws:iam::{MEMBER}:policy/guardrails-break-glass-boundary"

PAGES = {
    "sign-in": record("signin", "ConsoleLogin", USER, responseElements={"ConsoleLogin": "Success"}, **SIGN_IN),
    "failed sign-in": record("signin", "ConsoleLogin", USER, responseElements={"ConsoleLogin": "Failure"}, **SIGN_IN),
    "the other user signs in": record(
        "signin", "ConsoleLogin", {**USER, "userName": "guardrails-break-glass-2"}, **SIGN_IN
    ),
    "session token": record("sts", "GetSessionToken", USER, reads=True),
    "who am I": record("sts", "GetCallerIdentity", USER, reads=True),
    "taking the role, seen from management": assume(OF_MEMBER, USER),
    "taking the role, seen from the member": assume(OF_MEMBER, FOREIGN),
    "a stranger tries the role": assume(OF_MEMBER, {**FOREIGN, "accountId": "999988887777"}),
    "another role tries it": assume(OF_MEMBER, DEVELOPER),
    "a refused attempt has no parameters": record(
        "sts", "AssumeRole", USER, reads=True, errorCode="AccessDenied", errorMessage="no"
    ),
    "the role is given to a pipeline": record(
        "states", "CreateStateMachine", DEVELOPER, parameters={"roleArn": OF_MEMBER, "name": "x"}
    ),
    "a policy is detached": record("organizations", "DetachPolicy", session(), parameters={"policyId": "p-example1"}),
    "an instance is stopped in a member": record("ec2", "StopInstances", session(account=MEMBER)),
    "a record that doesn't tell": record("ec2", "StopInstances", session(account=MEMBER)),
    "drill": {**record("ec2", "StopInstances", session()), "source": "guardrails.drill"},
    "the role takes another": assume(f"arn:aws:iam::{MEMBER}:role/{DEPLOYER_ROLE}", session()),
    "a key for a user": record("iam", "CreateAccessKey", ALICE, parameters={"userName": "guardrails-break-glass-2"}),
    "a device of a user": record(
        "iam", "DeactivateMFADevice", ALICE, parameters={"userName": "guardrails-break-glass-1", "serialNumber": "G1"}
    ),
    "the role's trust": record(
        "iam", "UpdateAssumeRolePolicy", DEPLOYER, parameters={"roleName": "guardrails-break-glass"}
    ),
    "the role's boundary": record("iam", "CreatePolicyVersion", DEPLOYER, parameters={"policyArn": BOUNDARY}),
    "the users' policy": record(
        "iam",
        "SetDefaultPolicyVersion",
        ALICE,
        parameters={"policyArn": f"arn:aws:iam::{MANAGEMENT}:policy/guardrails-break-glass-user", "versionId": "v2"},
    ),
}
del PAGES["a record that doesn't tell"]["detail"]["readOnly"]

QUIET = {
    "another user signs in": record("signin", "ConsoleLogin", ALICE, **SIGN_IN),
    "a user of a longer name": record("sts", "GetCallerIdentity", {**USER, "userName": "guardrails-break-glass-10"}),
    "another role is taken": assume(f"arn:aws:iam::{MEMBER}:role/{DEPLOYER_ROLE}", ALICE),
    "another role takes another": assume(f"arn:aws:iam::{MEMBER}:role/{DEPLOYER_ROLE}", DEVELOPER),
    "a role of a longer name is taken": assume(f"{OF_MEMBER}-too", ALICE),
    "another role works": record("ec2", "StopInstances", DEVELOPER),
    "a role of a longer name works": record("ec2", "StopInstances", session("guardrails-break-glass-too")),
    "break-glass looks": record("ec2", "DescribeInstances", session(), reads=True),
    "somebody looks at the users": record(
        "iam", "GetUser", ALICE, reads=True, parameters={"userName": "guardrails-break-glass-1"}
    ),
    "somebody looks at the role": record(
        "iam", "GetRole", DEPLOYER, reads=True, parameters={"roleName": "guardrails-break-glass"}
    ),
    "somebody looks at the boundary": record(
        "iam", "GetPolicyVersion", DEPLOYER, reads=True, parameters={"policyArn": BOUNDARY, "versionId": "v1"}
    ),
    "a key for another user": record("iam", "CreateAccessKey", DEVELOPER, parameters={"userName": "robot"}),
    "another role changes": record("iam", "TagRole", DEPLOYER, parameters={"roleName": "Application"}),
    "another policy changes": record(
        "iam", "CreatePolicyVersion", DEPLOYER, parameters={"policyArn": f"arn:aws:iam::{MEMBER}:policy/app"}
    ),
    "a mail service has a user of that name": record(
        "workmail", "UpdateUser", DEVELOPER, parameters={"userName": "guardrails-break-glass-1"}
    ),
    "an application's own event": {**record("ec2", "StopInstances", session()), "source": "app.orders"},
    "a service event": record(
        "kms", "RotateKey", {"accountId": MEMBER, "invokedBy": "AWS Internal"}, eventType="AwsServiceEvent"
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages(name):
    assert matches(PAGES[name], event_pattern())


@pytest.mark.parametrize("name", QUIET)
def test_is_quiet(name):
    assert not matches(QUIET[name], event_pattern())


# A session's issuer is a role wherever it has a role's name: the type is said for readers of the pattern.
SAID_TWICE = {"type"}


def test_every_part_of_the_pattern_is_needed():
    whole = json.loads(event_pattern())
    found = [path for path in parts(whole) if path[0] != "detail" or (len(path) > 2 and path[-1] not in SAID_TWICE)]
    assert len(found) > 20
    unseen = []
    for path in found:
        pattern = without(whole, path)
        right = all(matches(event, pattern) for event in PAGES.values())
        if right and not any(matches(event, pattern) for event in QUIET.values()):
            unseen.append(path)
    assert unseen == []


ABOUT_IT = ("a key for a user", "a device of a user", "the role's trust", "the role's boundary", "the users' policy")


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {*ABOUT_IT}))
def test_the_trails_alarm_hears_every_use(name):
    assert counted(PAGES[name])


def test_the_trails_alarm_hears_reading_too_and_nobody_else():
    on_trail = [name for name in QUIET if QUIET[name]["source"].startswith("aws.")]
    assert [name for name in on_trail if counted(QUIET[name])] == ["break-glass looks"]


def test_patterns_fit():
    """https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html"""
    assert len(event_pattern()) <= 2048
    assert len(filter_pattern()) <= 1024
