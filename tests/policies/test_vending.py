"""Which records of the trail say that a role of account vending was used by somebody who vends nothing."""

import re

import pytest

from policies.example import AUDIT, MANAGEMENT, MEMBER, role
from policies.vending import CONTROL_TOWER, PATTERN_CHARACTERS, PEOPLE, VENDED, outside_vending
from tests.policies.alarm_records import call, counts, unneeded

VENDOR = "AccountFactory"
ALARM = outside_vending(MANAGEMENT, (*CONTROL_TOWER, VENDOR, f"{PEOPLE}Administrator_"))
ORGANIZATIONS, TOWER = VENDED
FOREIGN = {"type": "AWSAccount", "accountId": MANAGEMENT, "principalId": "AROAEXAMPLEROLE:ana"}
SERVICE = {"type": "AWSService", "invokedBy": "ec2.amazonaws.com"}


def session(name, account=MANAGEMENT):
    return {"type": "AssumedRole", "accountId": account, "arn": f"arn:aws:sts::{account}:assumed-role/{name}/ana"}


def takes(who, name=ORGANIZATIONS, account=MEMBER):
    return call(
        "AssumeRole", "sts", read_only=True, userIdentity=who, requestParameters={"roleArn": role(name, account)}
    )


def switches(name, account=MEMBER):
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html"""
    return call(
        "SwitchRole",
        "signin",
        userIdentity=session(name, account),
        eventType="AwsConsoleSignIn",
        responseElements={"SwitchRole": "Success"},
        additionalEventData={"SwitchFrom": f"arn:aws:iam::{MANAGEMENT}:user/ana"},
        recipientAccountId=account,
    )


USER = {"type": "IAMUser", "accountId": MANAGEMENT, "arn": f"arn:aws:iam::{MANAGEMENT}:user/ana", "userName": "ana"}
ROOT = {"type": "Root", "accountId": MANAGEMENT, "arn": f"arn:aws:iam::{MANAGEMENT}:root"}
PAGES = {
    "a user of management": takes(USER),
    "root of management": takes(ROOT),
    "another role of management": takes(session("Lambda")),
    "another role takes Control Tower's": takes(session("Lambda"), TOWER, AUDIT),
    "break-glass": takes(session("guardrails-break-glass")),
    "another permission set": takes(session(f"{PEOPLE}Billing_0123456789abcdef")),
    "a role whose name begins like the vendor's": takes(session(f"{VENDOR}-too")),
    "a role of a member that is named like the vendor": takes(session(VENDOR, MEMBER), account=AUDIT),
    "somebody in the console": switches(ORGANIZATIONS),
    "somebody in the console takes Control Tower's": switches(TOWER, AUDIT),
}
QUIET = {
    "the vendor": takes(session(VENDOR)),
    "people who vend": takes(session(f"{PEOPLE}Administrator_0123456789abcdef")),
    "Control Tower": takes(session(CONTROL_TOWER[0]), TOWER),
    "Control Tower's stack sets": takes(session(CONTROL_TOWER[1]), TOWER),
    "the same, as the member records it": takes(FOREIGN),
    "a service takes a role of its own": takes(SERVICE, "Application"),
    "a service is given the role": call(
        "CreateStateMachine", "states", userIdentity=USER, requestParameters={"roleArn": role(ORGANIZATIONS)}
    ),
    "another role": takes(session("Lambda"), "ReadOnly"),
    "a role whose name ends otherwise": takes(session("Lambda"), f"{ORGANIZATIONS}-too"),
    "somebody switches to another role": switches("ReadOnly"),
    "the role works": call("CreateRole", "iam", userIdentity=session(ORGANIZATIONS, MEMBER)),
}


@pytest.mark.parametrize("record", PAGES.values(), ids=PAGES)
def test_it_pages(record):
    assert counts(ALARM.pattern, record)
    assert ALARM.pages


@pytest.mark.parametrize("record", QUIET.values(), ids=QUIET)
def test_it_keeps_quiet(record):
    assert not counts(ALARM.pattern, record)


def test_every_condition_is_needed():
    parts = list(re.finditer(r'\(\$[\w.]+ !?= "[^"]*"\)', ALARM.pattern))
    assert len(parts) == 11
    # The type is asked for the sake of patterns without names: see the last test.
    named = (part for part in parts if "userIdentity.type" not in part[0])
    others = ("($.eventName NOT EXISTS)", "($.eventName = *)")
    assert unneeded(ALARM.pattern, named, others, PAGES.values(), QUIET.values()) == []


def test_the_longest_default_fits():
    assert len(outside_vending(MANAGEMENT, (*CONTROL_TOWER, PEOPLE)).pattern) < PATTERN_CHARACTERS


def test_where_nobody_vends_everybody_pages():
    alone = outside_vending(MANAGEMENT, ())
    assert counts(alone.pattern, QUIET["the vendor"])
    assert not counts(alone.pattern, QUIET["the same, as the member records it"])
