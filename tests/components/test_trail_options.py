"""The trail's options: what is recorded, and what is left out where a trail exists already."""

import json

import pytest

from config.loader import stack_from_values
from config.problem import ConfigError
from config.trail_references import trail_findings
from config.view import View
from policies import names
from tests.components.helpers import read_stack, record_baseline, recorded
from tests.components.tokens import ALARM, BUCKET, FILTER, KEY, TOPIC, TOPIC_POLICY, TRAIL
from tests.components.trail_invariants import alarms_may_publish

MANAGEMENT, AUDIT = "111122223333", "333344445555"
CONTROL_TOWER = {"logGroup": "aws-controltower/CloudTrailLogs"}


def with_trail(**trail):
    return read_stack("prod", lambda values: values["baseline"].update(trail=trail))


def existing(account=None):
    def change(values):
        own = {"account": account} if account else {}
        archive = {"bucketName": "aws-controltower-logs-222233334444-eu-west-1"}
        trail = {"existing": {**CONTROL_TOWER, **own}}
        values["baseline"] |= {"trail": trail, "logArchive": archive, "securityServices": {}}

    return read_stack("prod", change)


def selectors(graph):
    (trail,) = graph.of_type(TRAIL)
    return {
        selector["name"]: {field["field"]: field for field in selector["fieldSelectors"]}
        for selector in trail.inputs["advancedEventSelectors"]
    }


def test_management_events_alone_are_recorded_by_default():
    graph = recorded("prod")[0]
    assert list(selectors(graph)) == ["management"]
    assert not graph.of_type(TRAIL)[0].inputs.get("insightSelectors")


def test_data_events_are_recorded_without_the_archives_own():
    found = selectors(record_baseline(with_trail(dataEvents=["s3Reads", "s3Writes", "lambdaCalls"])))
    assert list(found) == ["management", "lambdaCalls", "s3Reads", "s3Writes"]
    assert found["s3Reads"]["readOnly"]["equals"] == ["true"]
    assert found["s3Writes"]["readOnly"]["equals"] == ["false"]
    for kind in ("s3Reads", "s3Writes"):
        own = ["arn:aws:s3:::exampleorg1-log-archive/", "arn:aws:s3:::exampleorg1-log-archive-access-logs/"]
        assert found[kind]["resources.ARN"]["notStartsWiths"] == own
    assert found["lambdaCalls"]["resources.type"]["equals"] == ["AWS::Lambda::Function"]


def test_insights_are_looked_for():
    (trail,) = record_baseline(with_trail(insights=["ApiErrorRateInsight", "ApiCallRateInsight"])).of_type(TRAIL)
    kinds = [selector["insightType"] for selector in trail.inputs["insightSelectors"]]
    assert kinds == ["ApiCallRateInsight", "ApiErrorRateInsight"]


@pytest.mark.parametrize(("account", "number"), [(None, MANAGEMENT), ("audit", AUDIT)])
def test_an_existing_trail_is_not_made_again(account, number):
    stack = existing(account)
    graph = record_baseline(stack)
    assert graph.of_type(TRAIL) == graph.of_type(BUCKET) == []
    assert {key.name for key in graph.of_type(KEY)} == {"alerts-key", "notices-key"}
    key = account or "management"
    counted = {f.inputs["metricTransformation"]["name"]: f for f in graph.of_type(FILTER)}
    alarms = [alarm for alarm in graph.of_type(ALARM) if alarm.inputs.get("metricName") in counted]
    assert {f.inputs["name"] for f in counted.values()} >= {alarm.name for alarm, _ in stack.baseline.alarms.wanted()}
    assert len(alarms) >= len(counted)
    assert {resource.provider.rsplit("::", 2)[1] for resource in (*counted.values(), *alarms)} == {key}
    assert {f.inputs["logGroupName"] for f in graph.of_type(FILTER)} == {CONTROL_TOWER["logGroup"]}
    topics = {topic.name: topic.inputs["name"] for topic in graph.of_type(TOPIC)}
    assert {names.ALERT_TOPIC, names.NOTICE_TOPIC} <= set(topics.values())
    # The alarm over the queues of undelivered events is in the audit account whoever has the trail.
    named = sorted({number, AUDIT})
    for policy in graph.of_type(TOPIC_POLICY):
        alarms = json.loads(policy.inputs["policy"])["Statement"][0]["Condition"]
        assert alarms["StringEquals"] == {"aws:SourceAccount": named if len(named) > 1 else AUDIT}
    assert alarms_may_publish(graph, stack) == []


def problems(change):
    values = {"baseline": {"alerts": {}, "accounts": {"audit": {}, "management": {}}, "logArchive": {}}}
    values["organization"] = {"managementAccount": "management", "auditAccount": "audit"}
    values["baseline"]["trail"] = {"existing": dict(CONTROL_TOWER)}
    change(values["baseline"])
    return [(".".join(map(str, f.path)), f.found) for f in trail_findings(View(values))]


def test_what_an_existing_trail_takes_away_is_refused():
    def archive(baseline):
        baseline["logArchive"] = {"bucketName": "aws-controltower-logs", "retentionDays": 365}

    assert problems(archive) == [
        ("baseline.logArchive.retentionDays", "retentionDays, and an existing trail with an archive of its own")
    ]
    assert problems(lambda baseline: baseline["trail"]["existing"].update(account="adit")) == [
        ("baseline.trail.existing.account", '"adit"')
    ]

    def everywhere(baseline):
        baseline["trail"]["alarms"] = "perAccount"

    assert problems(everywhere) == [
        ("baseline.trail.alarms", '"perAccount", and an existing trail with an archive of its own')
    ]

    def webhook(baseline):
        baseline["alerts"]["channels"] = {"duty": {"webhook": {"url": "https://example.com"}}}

    assert [path for path, _ in problems(webhook)] == ["baseline.alerts.channels.duty.webhook"]


def test_options_of_a_trail_of_others_are_refused():
    def parts():
        stack = with_trail()
        models = {"organization": stack.organization, "baseline": stack.baseline, "snapshot": stack.snapshot}
        return {part: json.loads(m.model_dump_json(by_alias=True, exclude_none=True)) for part, m in models.items()}

    values = parts()
    values["baseline"]["trail"] = {"existing": dict(CONTROL_TOWER), "insights": ["ApiCallRateInsight"]}
    with pytest.raises(ConfigError, match=r"guardrails:baseline\.trail: found"):
        stack_from_values("prod", values)


@pytest.mark.parametrize(("account", "key"), [(None, "management"), ("audit", "audit"), ("log-archive", "log-archive")])
def test_a_drill_writes_where_the_alarms_over_an_existing_trail_count(account, key):
    graph = record_baseline(existing(account))
    written = {}
    for policy in graph.of_type("aws:iam/rolePolicy:RolePolicy"):
        for statement in json.loads(policy.inputs["policy"])["Statement"]:
            if statement["Sid"] == "WriteDrillStreams":
                written[policy.provider.rsplit("::", 2)[1]] = statement["Resource"]
    (number,) = {one.id for name, one in existing(account).baseline.accounts.items() if name == key}
    group = f"arn:aws:logs:eu-west-1:{number}:log-group:{CONTROL_TOWER['logGroup']}"
    assert written == {key: [f"{group}:log-stream:{names.DRILL_STREAMS}*"]}
