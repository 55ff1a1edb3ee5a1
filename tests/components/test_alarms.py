"""A record in the trail reaches the inbox that its severity asks for, as the program declares it."""

import json

import pytest

from policies.alarms import ALARMS
from sandbox.aws.filter_patterns import filter_pattern
from tests.components.alarm_invariants import ALARM, filters_of
from tests.components.helpers import read_stack, record_baseline
from tests.components.tokens import SUBSCRIPTION
from tests.components.undelivered_invariants import SQS
from tests.policies.alarm_records import MATCHING, OTHERS, call

BY_ID = {alarm.id: alarm for alarm in ALARMS}


@pytest.fixture(scope="module")
def graph():
    """Notices go to another address, one threshold is moved, and one alarm is off."""
    alerts = {
        "channels": {"waking": {"email": "security@example.com"}, "reading": {"email": "reading@example.com"}},
        "page": ["waking"],
        "notify": ["reading"],
    }
    alarms = {
        "failedSignIns": {"threshold": 3},
        "gatewayChanges": {"enabled": False},
    }
    return record_baseline(read_stack("prod", lambda values: values["baseline"].update(alarms=alarms, alerts=alerts)))


def heard(graph, *records: dict) -> dict[str, set[str]]:
    """The alarms that the records raise within one period, each with the addresses that hear of it."""
    events = [json.dumps(record) for record in records]
    raised = {}
    for alarm in graph.of_type(ALARM):
        if alarm.inputs["namespace"] == SQS:
            continue
        (counting,) = filters_of(graph, alarm)
        counts, account = filter_pattern(counting.inputs["pattern"]), alarm.inputs.get("dimensions", {}).get("Account")
        count = sum(counts(event) for event in events if account in {None, json.loads(event)["recipientAccountId"]})
        if count >= alarm.inputs["threshold"]:
            raised[alarm.inputs["name"]] = {
                subscription.inputs["endpoint"]
                for subscription in graph.of_type(SUBSCRIPTION)
                if subscription.inputs["topic"] in alarm.inputs["alarmActions"]
                and subscription.inputs["protocol"] == "email"
            }
    return raised


@pytest.mark.parametrize("alarm", [a for a in ALARMS if a.id != "gateway-changes"], ids=lambda alarm: alarm.id)
def test_it_is_heard_by_whom_its_severity_asks_for(graph, alarm):
    inbox = "security@example.com" if alarm.pages else "reading@example.com"
    for record in MATCHING[alarm.id]:
        assert heard(graph, *[record] * 10).get(alarm.name) == {inbox}


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.id)
def test_what_it_does_not_count_leaves_it_quiet(graph, alarm):
    for record in OTHERS[alarm.id]:
        assert alarm.name not in heard(graph, *[record] * 10)


def test_numbers_page_only_from_their_threshold_on(graph):
    failure, name = MATCHING["failed-sign-ins"][0], BY_ID["failed-sign-ins"].name
    assert name not in heard(graph, failure, failure)
    assert name in heard(graph, failure, failure, failure)
    refused, name = MATCHING["refused-changes"][0], BY_ID["refused-changes"].name
    assert name not in heard(graph, *[refused] * 9)
    assert name in heard(graph, *[refused] * 10)


def test_one_that_is_off_is_not_there(graph):
    assert heard(graph, *MATCHING["gateway-changes"]) == {}


def test_daily_work_is_silent(graph):
    reads = [call(name, "ec2", read_only=True) for name in ("DescribeInstances", "DescribeVpcs")]
    work = [call("RunInstances", "ec2"), call("UpdateFunctionCode20150331v2", "lambda"), call("CreateRole", "iam")]
    assert heard(graph, *reads * 20, *work * 20) == {}


def test_the_alarm_of_5_3_keeps_its_names(graph):
    (alarm,) = [a for a in graph.of_type(ALARM) if a.name == "cis-5-3-alarm"]
    assert alarm.inputs["name"] == alarm.inputs["metricName"] == "cis-5.3-root-use"
    assert graph.resources[alarm.parent].name == "cis-5-3"
