"""Every alarm over the trail is heard when its bad thing is done, on the topic of its severity, once."""

import json

import pytest

from policies import names
from policies.alarms import ALARMS
from tests.detection.deeds import DEEDS, THRESHOLDS, break_glass
from tests.detection.site import MANAGEMENT
from tests.policies import alarm_records


@pytest.fixture(autouse=True)
def trail_logs(deployed):
    """What a test stopped goes on after it."""
    yield
    deployed.client("cloudtrail", MANAGEMENT).start_logging(Name=deployed.trail())


def test_every_alarm_has_its_deed():
    assert sorted(DEEDS) == sorted(alarm.id for alarm in ALARMS)


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.id)
def test_the_alarm_is_heard(deployed, received, alarm):
    DEEDS[alarm.id](deployed)
    heard = [message for message in received() if message.alarm == alarm.name]
    assert [message.topic for message in heard] == [names.ALERT_TOPIC if alarm.pages else names.NOTICE_TOPIC]
    told = json.loads(heard[0].text)
    assert (told["NewStateValue"], told["OldStateValue"]) == ("ALARM", "OK")
    assert told["AlarmDescription"] == alarm.description


@pytest.mark.parametrize("alarm", [a for a in ALARMS if a.threshold > 1], ids=lambda alarm: alarm.id)
def test_less_than_the_threshold_is_not_news(aws, received, alarm):
    record = alarm_records.MATCHING[alarm.id][0]
    for _ in range(alarm.threshold - 1):
        aws.record(record)
    assert alarm.name not in [message.alarm for message in received()]
    aws.record(record)
    assert alarm.name in [message.alarm for message in received()]


def test_what_came_before_the_period_does_not_count(aws, received):
    record = alarm_records.sign_in("Failure")
    for _ in range(THRESHOLDS["failed-sign-ins"] - 1):
        aws.record(record)
    aws.skip(301)
    aws.record(record)
    assert "guardrails-failed-sign-ins" not in [message.alarm for message in received()]


def test_use_of_break_glass_is_heard_from_the_trail(deployed, received):
    break_glass(deployed)
    assert names.BREAK_GLASS_RULE in [message.alarm for message in received(names.ALERT_TOPIC)]
