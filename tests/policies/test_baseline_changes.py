"""Which records of the trail say that a part of the baseline was changed by somebody who isn't the deployer."""

import re

import pytest

from policies.alarms import ALARMS
from policies.baseline_changes import outside_deployment
from sandbox.aws.filter_patterns import LONGEST
from tests.policies.alarm_records import IAM_USER, ROOT, call, counts, unneeded

ACCOUNT, DEPLOYER = "111122223333", "GuardrailsDeployer"
ALARM = outside_deployment(DEPLOYER)
EVE = IAM_USER | {"arn": f"arn:aws:iam::{ACCOUNT}:user/eve"}
ELSE = {
    "type": "AssumedRole",
    "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/eve",
}
NAMESAKE = {"type": "AssumedRole", "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/My{DEPLOYER}/eve"}
PATH = IAM_USER | {"arn": f"arn:aws:iam::{ACCOUNT}:user/{DEPLOYER}/eve"}
OURS = {"type": "AssumedRole", "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{DEPLOYER}/pulumi"}


def change(name, service, who=ELSE, /, **parameters):
    return call(name, service, userIdentity=who, requestParameters=parameters)


def arn(service, name):
    return f"arn:aws:{service}:eu-west-1:{ACCOUNT}:{name}"


PAGES = {
    "a rule is disabled": change("DisableRule", "events", name="guardrails-root-use"),
    "by a user": change("DisableRule", "events", EVE, name="guardrails-root-use"),
    "by a user whose path is named like the deployer": change("DeleteRule", "events", PATH, name="guardrails-root-use"),
    "by a role named almost like the deployer": change("DeleteRule", "events", NAMESAKE, name="guardrails-root-use"),
    "by root": change("DeleteRule", "events", ROOT, name="guardrails-root-use"),
    "a target is taken away": change("RemoveTargets", "events", rule="guardrails-root-use", ids=["hub"]),
    "the hub's policy": change("PutPermission", "events", eventBusName="guardrails-hub", policy="{}"),
    "alarms are deleted": change("DeleteAlarms", "monitoring", alarmNames=["mine", "guardrails-permanent-root"]),
    "alarms of CIS are deleted": change("DisableAlarmActions", "monitoring", alarmNames=["cis-5.3-root-use"]),
    "an alarm is replaced": change("PutMetricAlarm", "monitoring", alarmName="guardrails-permanent-root"),
    "an alarm of CIS is replaced": change("PutMetricAlarm", "monitoring", alarmName="cis-5.3-root-use"),
    "alarms are muted": change("PutAlarmMuteRule", "monitoring", name="weekend"),
    "a filter": change("DeleteMetricFilter", "logs", logGroupName="guardrails-organization-trail"),
    "masked": change(
        "PutDataProtectionPolicy", "logs", logGroupIdentifier=arn("logs", "log-group:guardrails-organization-trail")
    ),
    "every log group is masked": change("PutAccountPolicy", "logs", policyName="mask", policyType="DATA_PROTECTION"),
    "somebody is unsubscribed": change("Unsubscribe", "sns", subscriptionArn=arn("sns", "guardrails-alerts:1234")),
    "a topic's policy": change("SetTopicAttributes", "sns", topicArn=arn("sns", "guardrails-alerts")),
    "a topic is masked": change("PutDataProtectionPolicy", "sns", resourceArn=arn("sns", "guardrails-alerts")),
    "a queue": change(
        "SetQueueAttributes",
        "sqs",
        queueUrl=f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/guardrails-undelivered-events",
    ),
    "a chat": change(
        "DeleteSlackChannelConfiguration",
        "chatbot",
        chatConfigurationArn=f"arn:aws:chatbot::{ACCOUNT}:chat-configuration/slack-channel/guardrails-chat",
    ),
    "the forwarder's role": change("DeleteRolePolicy", "iam", roleName="guardrails-root-forwarder"),
}
QUIET = {
    "the deployer": change("PutRule", "events", OURS, name="guardrails-root-use"),
    "a look": call(
        "DescribeRule", "events", userIdentity=ELSE, read_only=True, requestParameters={"name": "guardrails-x"}
    ),
    "CloudTrail makes a stream": change("CreateLogStream", "logs", logGroupName="guardrails-organization-trail"),
    "a rule of one's own": change("DisableRule", "events", name="orders"),
    "an alarm of one's own": change("DeleteAlarms", "monitoring", alarmNames=["orders", "cistern"]),
    "a topic of one's own": change("SetTopicAttributes", "sns", topicArn=arn("sns", "orders-guardrails-alerts")),
    "a refused call, which names nothing": call("DisableRule", "events", userIdentity=ELSE, errorCode="AccessDenied"),
}


@pytest.mark.parametrize("record", PAGES.values(), ids=PAGES)
def test_it_pages(record):
    assert counts(ALARM.pattern, record)
    assert ALARM.pages


@pytest.mark.parametrize("record", QUIET.values(), ids=QUIET)
def test_it_keeps_quiet(record):
    assert not counts(ALARM.pattern, record)


def test_every_condition_is_needed():
    parts = list(re.finditer(r'\$[\w.*\[\]]+ ?(?:!?= ?"[^"]*"|IS FALSE)', ALARM.pattern))
    assert len(parts) == 20
    others = ("$.eventName NOT EXISTS", "$.eventName = *")
    assert unneeded(ALARM.pattern, parts, others, PAGES.values(), QUIET.values()) == []


def test_it_fits_with_the_longest_name_of_a_role():
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
    assert len(outside_deployment("x" * 64).pattern) <= LONGEST


def test_no_other_alarm_has_its_name():
    assert ALARM.name not in [alarm.name for alarm in ALARMS]
