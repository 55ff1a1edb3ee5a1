"""Who publishes to an alert topic and uses its key, what each kind of channel gets, and who acts for it."""

import json

import pytest

from policies import channel_forms, names
from policies.alarms import ALARMS
from policies.alarms.of_account import AlarmOfAccount
from policies.alert_topics import topic_key_policy, topic_policy
from policies.chat import chat_region, chat_trust
from policies.document import Document
from policies.example import AUDIT, DEVELOPER, MEMBER, OTHER_MEMBER, OUTSIDER
from policies.guardrail import Request
from policies.hub_rules import HUB_RULES
from policies.trust import eventbridge_trust
from policies.types import Urgency
from policies.webhooks import ALARM_LINES, ALARM_PATHS, account_alarm_pattern, alarm_pattern, caller_permissions
from tests.policies.admission import wrong
from tests.policies.event_patterns import matches
from tests.policies.mutation import mutants

TOPIC = f"arn:aws:sns:eu-west-1:{AUDIT}:{names.ALERT_TOPIC}"
KEY = f"arn:aws:kms:eu-west-1:{AUDIT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html
TEMPLATE = 8192
ALARMS_OF, RULES = "cloudwatch.amazonaws.com", "events.amazonaws.com"


def asks(principal, action, resource, account=AUDIT, alarm=f"arn:aws:cloudwatch:eu-west-1:{AUDIT}:alarm:cis-5.3"):
    """CloudWatch says for which alarm it publishes; EventBridge says nothing."""
    own = {"aws:SourceAccount": account, "aws:SourceArn": alarm} if principal == ALARMS_OF else {}
    return Request(
        name=f"{principal} {action} {resource} {account} {alarm}",
        action=action,
        resource=resource,
        principal=principal,
        resource_account=AUDIT,
        context=own,
    )


FOREIGN = f"arn:aws:cloudwatch:eu-west-1:{MEMBER}:alarm:cis-5.3"
CASES = {
    "topic": (
        topic_policy("aws", "eu-west-1", AUDIT, names.ALERT_TOPIC, (AUDIT,)),
        [asks(ALARMS_OF, "sns:Publish", TOPIC), asks(RULES, "sns:Publish", TOPIC)],
        [
            asks(ALARMS_OF, "sns:Publish", TOPIC, MEMBER, FOREIGN),
            asks(ALARMS_OF, "sns:Publish", TOPIC, alarm=FOREIGN),
            asks(ALARMS_OF, "sns:Publish", TOPIC, MEMBER),
            asks(ALARMS_OF, "sns:Subscribe", TOPIC),
            asks(RULES, "sns:Subscribe", TOPIC),
            asks(RULES, "sns:Publish", f"{TOPIC}-other"),
            asks(ALARMS_OF, "sns:Publish", f"{TOPIC}-other"),
            asks("s3.amazonaws.com", "sns:Publish", TOPIC),
            asks(OUTSIDER, "sns:Publish", TOPIC),
            asks(DEVELOPER, "sns:Publish", TOPIC),
        ],
    ),
    "key": (
        topic_key_policy("aws", AUDIT, (AUDIT,)),
        [asks(who, action, KEY) for who in (ALARMS_OF, RULES) for action in ("kms:Decrypt", "kms:GenerateDataKey")],
        [
            asks(ALARMS_OF, "kms:Decrypt", KEY, MEMBER, FOREIGN),
            asks(ALARMS_OF, "kms:Decrypt", KEY, alarm=FOREIGN),
            asks(ALARMS_OF, "kms:Decrypt", KEY, MEMBER),
            asks(RULES, "kms:ScheduleKeyDeletion", KEY),
            asks("s3.amazonaws.com", "kms:Decrypt", KEY),
            asks(OUTSIDER, "kms:Decrypt", KEY),
        ],
    ),
    "topic of several accounts": (
        topic_policy("aws", "eu-west-1", AUDIT, names.ALERT_TOPIC, (AUDIT, MEMBER)),
        [
            asks(ALARMS_OF, "sns:Publish", TOPIC),
            asks(ALARMS_OF, "sns:Publish", TOPIC, MEMBER, FOREIGN),
            asks(RULES, "sns:Publish", TOPIC),
        ],
        [
            asks(ALARMS_OF, "sns:Publish", TOPIC, OTHER_MEMBER, FOREIGN.replace(MEMBER, OTHER_MEMBER)),
            asks(ALARMS_OF, "sns:Publish", TOPIC, OTHER_MEMBER, FOREIGN),
            asks(ALARMS_OF, "sns:Publish", TOPIC, MEMBER, FOREIGN.replace(MEMBER, OTHER_MEMBER)),
            asks(ALARMS_OF, "sns:Publish", f"{TOPIC}-other", MEMBER, FOREIGN),
            asks(RULES, "sns:Publish", f"{TOPIC}-other"),
            asks(OUTSIDER, "sns:Publish", TOPIC),
        ],
    ),
    "key of several accounts": (
        topic_key_policy("aws", AUDIT, (AUDIT, MEMBER)),
        [
            asks(who, action, KEY, *own)
            for who in (ALARMS_OF, RULES)
            for action in ("kms:Decrypt", "kms:GenerateDataKey")
            for own in ((), (MEMBER, FOREIGN))
        ],
        [
            asks(ALARMS_OF, "kms:Decrypt", KEY, OTHER_MEMBER, FOREIGN.replace(MEMBER, OTHER_MEMBER)),
            asks(ALARMS_OF, "kms:Decrypt", KEY, OTHER_MEMBER, FOREIGN),
            asks(ALARMS_OF, "kms:Decrypt", KEY, MEMBER, FOREIGN.replace(MEMBER, OTHER_MEMBER)),
            asks(OUTSIDER, "kms:Decrypt", KEY),
        ],
    ),
    "chat": (
        chat_trust("aws", AUDIT),
        [
            Request(
                name="our channel",
                action="sts:AssumeRole",
                resource="*",
                principal="chatbot.amazonaws.com",
                context={
                    "aws:SourceAccount": AUDIT,
                    "aws:SourceArn": f"arn:aws:chatbot::{AUDIT}:chat-configuration/slack-channel/guardrails-chat",
                },
            )
        ],
        [
            Request(
                name=f"{account} {arn}",
                action="sts:AssumeRole",
                resource="*",
                principal="chatbot.amazonaws.com",
                context={"aws:SourceAccount": account, "aws:SourceArn": arn},
            )
            for account, arn in (
                (MEMBER, f"arn:aws:chatbot::{AUDIT}:chat-configuration/slack-channel/a"),
                (AUDIT, f"arn:aws:chatbot::{MEMBER}:chat-configuration/slack-channel/a"),
            )
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_who_may_and_nobody_else(name):
    document, allows, denies = CASES[name]
    assert wrong(document, allows, denies) == []


@pytest.mark.parametrize("name", CASES)
def test_every_statement_action_and_condition_is_needed(name):
    document, allows, denies = CASES[name]
    tried = [(what, kept) for what, kept in mutants(document.statements) if kept]
    unnoticed = {what for what, kept in tried if not wrong(Document(statements=kept), allows, denies)}
    assert unnoticed <= {"without AccountAdministers"}


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("rule", HUB_RULES, ids=lambda rule: rule.id)
def test_each_form_says_the_same(rule, urgency):
    message = rule.message("aws")
    chat = json.loads(channel_forms.chat(message.lines, urgency))
    assert (chat["version"], chat["source"]) == ("1.0", "custom")
    assert "\n".join((chat["content"]["title"], chat["content"]["description"])) == "\n".join(message.lines)
    webhook = json.loads(channel_forms.webhook(message.lines, urgency, message.paths))
    assert webhook["severity"] == urgency
    assert "\n".join((webhook["title"], webhook["text"])) == "\n".join(message.lines)
    assert webhook["values"] == {name: f"<{name}>" for name in message.paths}
    for template in (json.dumps(chat), json.dumps(webhook), channel_forms.text(message.lines)):
        assert len(template) <= TEMPLATE


def test_an_alarm_is_told_when_it_is_raised():
    raised = {
        "source": "aws.cloudwatch",
        "detail-type": "CloudWatch Alarm State Change",
        "account": AUDIT,
        "detail": {"alarmName": "cis-5.3-root-use", "state": {"value": "ALARM"}},
    }
    pattern = alarm_pattern(["cis-5.3-root-use"])
    assert matches(raised, pattern)
    assert not matches(raised | {"detail": {"alarmName": "cis-5.3-root-use", "state": {"value": "OK"}}}, pattern)
    assert not matches(raised | {"detail": {"alarmName": "own", "state": {"value": "ALARM"}}}, pattern)
    assert not matches(raised | {"source": "own"}, pattern)
    assert all(f"<{name}>" in "\n".join(ALARM_LINES) for name in ALARM_PATHS)


def test_no_alarms_description_breaks_a_message_in_json():
    """EventBridge puts a value into a text as it is."""
    assert [alarm.id for alarm in ALARMS if '"' in alarm.description or "\\" in alarm.description] == []


@pytest.mark.parametrize("alarm", [alarm for alarm in ALARMS if alarm.control], ids=lambda alarm: alarm.id)
def test_an_accounts_alarm_says_whose_it_is_whatever_the_account_is_called(alarm):
    own = AlarmOfAccount(alarm=alarm, key="shop", number=MEMBER, account='The "Shop" <\\new>' + "x" * 30)
    assert own.name == f"{alarm.name}-shop"
    assert own.description.startswith(f"Account shop (The Shop new{'x' * 30}, {MEMBER}): CIS {alarm.control}: ")
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    assert len(own.description) <= 1024
    raised = {"source": "aws.cloudwatch", "detail-type": "CloudWatch Alarm State Change", "account": MEMBER}
    raised["detail"] = {"alarmName": own.name, "state": {"value": "ALARM"}}
    others = [other.name for other in ALARMS if other is not alarm]
    assert matches(raised, account_alarm_pattern([alarm.name]))
    assert not matches(raised, account_alarm_pattern(others))
    assert not matches(raised | {"source": "own"}, account_alarm_pattern([alarm.name]))


def test_the_caller_calls_the_webhooks_of_the_configuration_alone():
    (statement,) = caller_permissions("aws", "eu-west-1", AUDIT, ("pager",)).statements
    assert statement.actions == ("events:InvokeApiDestination",)
    assert statement.resources == (f"arn:aws:events:eu-west-1:{AUDIT}:api-destination/guardrails-pager/*",)
    (trusted,) = eventbridge_trust(AUDIT).statements
    assert trusted.conditions == {"StringEquals": {"aws:SourceAccount": (AUDIT,)}}


@pytest.mark.parametrize(("home", "region"), [("eu-west-1", "eu-west-1"), ("eu-central-1", "us-west-2")])
def test_chat_is_configured_where_its_service_is(home, region):
    assert chat_region(home) == region
