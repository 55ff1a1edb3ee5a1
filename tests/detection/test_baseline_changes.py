"""In the management account, where no guardrail binds anybody, whoever changes what carries alerts is heard."""

import json

import pytest

from config.deployer_plan import deployer_alarms
from config.loader import load_stack
from policies import names
from policies.baseline_changes import BASELINE_CHANGES
from sandbox.aws.constants import MEMBER_ROLE
from tests.components.helpers import ROOT
from tests.detection.samples import ROOT_SESSION
from tests.detection.site import AUDIT, GLOBAL, HOME, MANAGEMENT, SHOP

ALARM = next(a for a, _ in deployer_alarms(load_stack("prod", ROOT)) if a.id == BASELINE_CHANGES)


def pages(received):
    return [message.alarm for message in received(names.ALERT_TOPIC)].count(ALARM.name)


@pytest.mark.parametrize("region", [HOME, GLOBAL])
def test_a_forwarding_rule_of_the_management_account(deployed, received, region):
    events, rule = deployed.client("events", MANAGEMENT, region), deployed.made[f"management-root-alert-{region}"]
    events.disable_rule(Name=names.ROOT_RULE)
    try:
        assert pages(received) == 1
    finally:
        deployed.make(rule)


def test_a_rule_that_is_enabled_anew_hears_no_root_session(deployed, received):
    """Which is why enabling is refused, too: what reads doesn't reach a rule of the state ENABLED."""
    rule, session = deployed.made[f"management-root-alert-{HOME}"], {**ROOT_SESSION, "recipientAccountId": MANAGEMENT}

    def told():
        deployed.aws.record({**session, "awsRegion": HOME})
        return [message.text for message in received(names.NOTICE_TOPIC) if message.alarm is None]

    assert told()
    deployed.client("events", MANAGEMENT).enable_rule(Name=names.ROOT_RULE)
    try:
        assert pages(received) == 1
        assert not told()
    finally:
        deployed.make(rule)
    assert told()


def test_the_forwarders_rights(deployed, received):
    iam, about = deployed.client("iam", MANAGEMENT), {"RoleName": names.ROOT_FORWARDER_ROLE, "PolicyName": "put-on-hub"}
    kept = iam.get_role_policy(**about)["PolicyDocument"]
    iam.delete_role_policy(**about)
    try:
        assert pages(received) == 1
    finally:
        iam.put_role_policy(**about, PolicyDocument=json.dumps(kept))


def test_a_topic_an_alarm_a_filter_and_a_queue(deployed, received):
    """Guardrails refuse it there, root too; the local AWS asks for no permission, so that the call itself is seen."""
    aws = deployed.aws
    sns, logs = aws.root_client("sns", HOME, AUDIT), aws.root_client("logs", HOME, AUDIT)
    topic = f"arn:aws:sns:{HOME}:{AUDIT}:{names.NOTICE_TOPIC}"
    sqs, cloudwatch = aws.root_client("sqs", GLOBAL, AUDIT), aws.root_client("cloudwatch", HOME, AUDIT)
    url = sqs.get_queue_url(QueueName=names.UNDELIVERED_EVENTS)["QueueUrl"]
    filters = logs.describe_metric_filters(logGroupName=names.TRAIL, filterNamePrefix="cis-5.14")["metricFilters"]
    kept = {key: filters[0][key] for key in ("filterName", "filterPattern", "metricTransformations", "logGroupName")}
    calls = (
        lambda: sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue="x"),
        lambda: cloudwatch.enable_alarm_actions(AlarmNames=["cis-5.14-vpc-changes"]),
        lambda: logs.put_metric_filter(**kept),
        lambda: sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "0"}),
    )
    for call in calls:
        call()
        assert pages(received) == 1
        aws.skip(301)
        received()


def test_the_deployer_is_not_heard(deployed, received):
    record = {
        "eventSource": "events.amazonaws.com",
        "eventName": "PutRule",
        "userIdentity": {"type": "AssumedRole", "arn": f"arn:aws:sts::{SHOP}:assumed-role/{MEMBER_ROLE}/pulumi"},
        "requestParameters": {"name": names.ROOT_RULE},
        "readOnly": False,
        "eventType": "AwsApiCall",
        "recipientAccountId": SHOP,
        "awsRegion": HOME,
    }
    deployed.aws.record(record)
    assert pages(received) == 0
