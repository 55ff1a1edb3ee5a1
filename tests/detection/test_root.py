"""Each use of root, in each region and in both kinds of account, is heard on the topic of its urgency, in words."""

import json

import pytest

from policies import names
from policies.alarms.root_reads import ROOT_READS
from policies.hub_rules import HUB_RULES
from tests.detection.site import AUDIT, GLOBAL, HOME, MANAGEMENT, SECOND, SHOP
from tests.policies.root_records import MANAGED, OTHERS, at, uses

PAGES, NOTICES = names.ALERT_TOPIC, names.NOTICE_TOPIC
BY_ID = {rule.id: rule for rule in HUB_RULES}
TOPIC = {rule.id: PAGES if rule.pages else NOTICES for rule in HUB_RULES}
# The alarm's change of state is not CloudTrail's to record.
RECORDED = {name: heard for name, heard in MANAGED.items() if name != "events not delivered"}


def written(messages):
    """What rules wrote, by topic."""
    return sorted((message.topic, message.text) for message in messages if message.alarm is None)


def expected(rules):
    return sorted(TOPIC[rule] for rule in rules)


def tell(aws, events, account, region):
    """Record what happened in an account and region, each under an id of its own, which the message links to."""
    for at_, event in enumerate(events):
        aws.record(at(event, account, region)["detail"] | {"eventID": f"variant-{at_}"})


def heard(messages, events):
    """The topics of the messages about each event, by its number, and those that are about none."""
    told = written(messages)
    found = [sorted(topic for topic, text in told if f'/variant-{at_}"' in text) for at_ in range(len(events))]
    return found, len(told) - sum(map(len, found))


@pytest.mark.parametrize("region", [HOME, GLOBAL, SECOND])
@pytest.mark.parametrize("account", [SHOP, MANAGEMENT])
def test_each_use_of_root_becomes_its_message(aws, received, account, region):
    cases = uses(account)
    events = [event for event, _ in cases.values()]
    tell(aws, events, account, region)
    messages = received()
    found, more = heard(messages, events)
    assert dict(zip(cases, found, strict=True)) == {name: expected(rules) for name, (_, rules) in cases.items()}
    assert more == 0
    for _, text in written(messages):
        assert all(word in text for word in (account, region, "To do: ", "runbook.md#"))
    reads = [message.topic for message in messages if message.alarm == f"{ROOT_READS.name}-{account}"]
    assert reads == [NOTICES]


@pytest.mark.parametrize("region", [HOME, GLOBAL, SECOND])
def test_what_guards_root_is_heard_where_it_is_changed(aws, received, region):
    events = [event for event, _ in RECORDED.values()]
    tell(aws, events, MANAGEMENT, region)
    found, more = heard(received(), events)
    assert dict(zip(RECORDED, found, strict=True)) == {name: expected(rules) for name, (_, rules) in RECORDED.items()}
    assert more == 0


def test_what_is_not_root_is_quiet(aws, received):
    quiet = [event for event in OTHERS.values() if "CloudWatch" not in event["detail-type"]]
    tell(aws, quiet, SHOP, GLOBAL)
    assert written(received()) == []


def test_the_message_of_a_sign_in(aws, received):
    """Who, what, where, when, outcome, where to look, what to do: as it stands in the e-mail."""
    event, _ = uses(SHOP)["failed sign-in"]
    aws.record(at(event, SHOP, GLOBAL)["detail"] | {"eventID": "0f1d0000-0000-4000-8000-000000000001"})
    ((topic, text),) = written(received())
    assert topic == PAGES
    history = "https://console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/"
    assert [json.loads(line) for line in text.splitlines()] == [
        f"ROOT of account {SHOP}: ConsoleLogin",
        f"Who: arn:aws:iam::{SHOP}:root (Root {SHOP})",
        "What: ConsoleLogin of aws.signin",
        f"Where: account {SHOP}, region us-east-1, from 198.51.100.7",
        "When: 2026-11-25T10:00:00Z",
        "Outcome, if not simply done: Failure  Failed authentication",
        f"Event history, in account {SHOP}: {history}0f1d0000-0000-4000-8000-000000000001",
        f"To do: {BY_ID['root'].steps[0]} More: docs/runbook.md#rule-root",
    ]


def test_the_message_of_a_root_session_says_whose_and_for_what(aws, received):
    event, _ = MANAGED["root session asked for"]
    aws.record(at(event, MANAGEMENT, HOME)["detail"])
    ((_, text),) = written(received(NOTICES))
    assert f"Root session of account {SHOP}, asked for in account {MANAGEMENT}" in text
    assert f"root of account {SHOP}, task arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy" in text
    assert "assumed-role/OrganizationAccountAccessRole/" in text


def test_a_visit_to_the_console_is_one_notice(aws, received):
    """Hundreds of reads, over an hour, and a second account besides."""
    reads = at(uses(SHOP)["API read"][0], SHOP, HOME)["detail"]
    for _ in range(6):
        for _ in range(5):
            aws.record(reads)
        aws.skip(600)
    alarm = f"{ROOT_READS.name}-{SHOP}"
    assert [message.alarm for message in received(NOTICES)].count(alarm) == 1
    aws.record(at(uses(MANAGEMENT)["API read"][0], MANAGEMENT, HOME)["detail"])
    assert [message.alarm for message in received(NOTICES)].count(f"{ROOT_READS.name}-{MANAGEMENT}") == 1
    aws.skip(ROOT_READS.period + 1)
    aws.record(reads)
    assert [message.alarm for message in received(NOTICES)].count(alarm) == 1


def test_root_is_heard_by_its_own_calls(aws, received):
    """Not from a record that a test wrote: root's access key is used."""
    for account, region in ((SHOP, SECOND), (MANAGEMENT, HOME)):
        aws.root_client("ec2", region, account).create_vpc(CidrBlock="10.0.0.0/16")
        ((topic, text),) = written(received())
        assert topic == PAGES
        assert all(word in text for word in (account, region, "CreateVpc of aws.ec2"))


def test_the_drill_is_heard_as_root_would_be(deployed, received):
    detail = uses(SHOP)["API write"][0]["detail"]
    entry = {"Source": names.DRILL_SOURCE, "DetailType": "AWS API Call via CloudTrail", "Detail": json.dumps(detail)}
    for region in (HOME, GLOBAL, SECOND):
        deployed.client("events", SHOP, region).put_events(Entries=[entry])
        ((topic, text),) = written(received())
        assert (topic, "CreateUser of guardrails.drill" in text) == (PAGES, True)
    deployed.client("events", SHOP).put_events(Entries=[{**entry, "Source": "app.orders"}])
    assert written(received()) == []


@pytest.fixture
def broken_forwarder(deployed):
    """The shop's forwarder lost its permissions, and gets them back."""
    iam = deployed.client("iam", SHOP)
    name = {"RoleName": names.ROOT_FORWARDER_ROLE, "PolicyName": "put-on-hub"}
    kept = iam.get_role_policy(**name)["PolicyDocument"]
    iam.delete_role_policy(**name)
    yield
    iam.put_role_policy(**name, PolicyDocument=json.dumps(kept))


@pytest.mark.usefixtures("broken_forwarder")
@pytest.mark.parametrize("region", [HOME, GLOBAL])
def test_an_event_that_did_not_arrive_is_kept_and_heard_of(aws, deployed, received, region):
    event = at(uses(SHOP)["API write"][0], SHOP, region)
    aws.record(event["detail"])
    aws.skip(301)
    found = received(PAGES)
    # Over the hub from every region; from the home region besides from the alarm itself, on both topics.
    assert [text.splitlines()[0] for _, text in written(found)] == [f'"Alerts were NOT DELIVERED from region {region}"']
    assert [message.alarm for message in found].count(names.UNDELIVERED_EVENTS) == (region == HOME)
    sqs = deployed.client("sqs", AUDIT, region)
    url = sqs.get_queue_url(QueueName=names.UNDELIVERED_EVENTS)["QueueUrl"]
    (kept,) = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=kept["ReceiptHandle"])
    aws.skip(301)
    assert json.loads(kept["Body"])["detail"]["eventName"] == "CreateUser"
    assert kept["MessageAttributes"]["RULE_ARN"]["StringValue"].endswith(f"{SHOP}:rule/{names.ROOT_RULE}")
