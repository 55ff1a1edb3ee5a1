"""The invariants of channels and alarms go red, one planted violation after another."""

import pytest

from tests.components import tokens as t
from tests.components.channel_invariants import alarms_are_raised_at_once, channels_are_the_configurations
from tests.components.helpers import plant
from tests.components.test_planted import one, red


@pytest.mark.parametrize(
    ("token", "name", "changes", "word"),
    [
        (t.SUBSCRIPTION, "alerts-email", {"endpoint": "eve@example.net"}, "mail goes to eve@example.net"),
        (t.DESTINATION, "webhooks-pager", {"invocationEndpoint": "https://eve.example.net/"}, "another endpoint"),
        (t.DESTINATION, "webhooks-pager", {"name": "pager"}, "another endpoint"),
        (t.CHAT, "chat-chat", {"slackTeamId": "T9999ABCD"}, "another channel"),
        (t.CHAT, "chat-chat", {"slackChannelId": "C9999ABCD"}, "another channel"),
        (t.CHAT, "chat-chat", {"configurationName": "chat-of-mine"}, "another channel"),
        (t.CHAT, "chat-chat", {"region": "eu-central-1"}, "without the service's API"),
        (t.CHAT, "chat-chat", {"iamRoleArn": "arn:aws:mock:::Role/shop-root-alert-role"}, "may do something"),
        (t.CHAT, "chat-chat", {"guardrailPolicyArns": None}, "may do something"),
    ],
)
def test_a_channel_that_is_not_the_configurations(graph, stack, token, name, changes, word):
    changed = plant(graph, one(graph, token, name), inputs=changes)
    red(channels_are_the_configurations, changed, stack, word)


ALARMS = ("cis-5-3-alarm", "root-reads-shop-alarm", "undelivered-events-eu-central-1-alarm")


@pytest.mark.parametrize("name", ALARMS)
@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"threshold": 2}, "not the configured threshold"),
        ({"statistic": "Sum"}, "a statistic"),
        ({"statistic": None}, "a statistic"),
        ({"comparisonOperator": "GreaterThanThreshold"}, "by the threshold itself"),
        ({"period": 86_400}, "too late"),
        ({"evaluationPeriods": 3}, "too late"),
        ({"treatMissingData": "ignore"}, "no record as news"),
        ({"alarmDescription": None}, "what to do"),
    ],
)
def test_an_alarm_that_waits(graph, stack, name, changes, word):
    red(alarms_are_raised_at_once, plant(graph, one(graph, t.ALARM, name), inputs=changes), stack, word)


def test_an_alarm_on_numbers_that_one_record_raises(graph, stack):
    changed = plant(graph, one(graph, t.ALARM, "failed-sign-ins-alarm"), inputs={"threshold": 1})
    red(alarms_are_raised_at_once, changed, stack, "not the configured threshold 10")
