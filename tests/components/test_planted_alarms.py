"""The invariants of alarms go red: one planted violation after another in the example's graph."""

import pytest

from tests.components import alarm_invariants as a
from tests.components import invariants as i
from tests.components.helpers import add, plant, read_stack, recorded, remove
from tests.components.test_planted import one, red


@pytest.mark.parametrize(
    ("token", "name", "changes", "word"),
    [
        (a.FILTER, "cis-5-3-filter", {"logGroupName": "other"}, "no trail writes to"),
        (a.ALARM, "cis-5-3-alarm", {"metricName": "cis-5.4-iam-policy-changes"}, "may be made before"),
        (a.ALARM, "cis-5-3-alarm", {"namespace": "Other"}, "not one filter"),
        (a.ALARM, "cis-5-3-alarm", {"treatMissingData": "breaching"}, "no record as news"),
        (a.TRAIL, None, {"cloudWatchLogsGroupArn": None}, "no trail writes to"),
        (a.LOG_GROUP, None, {"name": "renamed"}, "no trail writes to"),
    ],
)
def test_an_alarm_that_does_not_count_the_trail(graph, stack, token, name, changes, word):
    red(i.alarms_count_the_trails_records, plant(graph, one(graph, token, name), inputs=changes), stack, word)


def test_a_trail_without_log_group(graph, stack):
    red(i.alarms_count_the_trails_records, remove(graph, a.LOG_GROUP), stack, "no trail writes to")


def test_an_alarm_on_the_topic_of_another_severity(graph, stack):
    quiet = one(graph, a.ALARM, "cis-5-1-alarm").inputs["alarmActions"]
    changed = plant(graph, one(graph, a.ALARM, "cis-5-5-alarm"), inputs={"alarmActions": quiet})
    red(i.severity_decides_the_topic, changed, stack, "cis-5.5-trail-changes is not on guardrails-alerts")


def test_an_alarm_that_is_missing_or_one_too_many(graph, stack):
    red(i.severity_decides_the_topic, remove(graph, a.ALARM), stack, "cis-5.14-vpc-changes is missing")
    less = read_stack("prod", lambda values: values["baseline"].update(alarms={"vpcChanges": {"enabled": False}}))
    red(i.severity_decides_the_topic, graph, less, "cis-5.14-vpc-changes is switched off")


def test_what_needs_an_organization_in_an_account_without_one(graph):
    own, stack = recorded("standalone")
    policy = one(graph, i.SCP)
    red(i.nothing_stands_alone_that_needs_an_organization, add(own, policy), stack, policy.name)
