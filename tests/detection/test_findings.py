"""What AWS's services found is heard on the topic of its urgency, in words; what is near it is not."""

import json

import pytest

from policies import names
from policies.hub_rules import HUB_RULES
from sandbox.aws.events.telling import TellingError
from tests.detection.site import AUDIT, GLOBAL, HOME, MANAGEMENT, SECOND, SHOP
from tests.policies.finding_records import EXPECTED, HEARD, QUARANTINE, QUIET, imported, risk, threat

PAGES, NOTICES = names.ALERT_TOPIC, names.NOTICE_TOPIC
BY_ID = {rule.id: rule for rule in HUB_RULES}
USER = "leaky"


def written(messages):
    """What rules wrote, by topic."""
    return sorted((message.topic, message.text) for message in messages if message.alarm is None)


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def to_do(rule):
    return f"To do: {BY_ID[rule].steps[0]} More: docs/runbook.md#rule-{rule}"


@pytest.mark.parametrize("name", HEARD)
def test_each_finding_becomes_its_message(aws, received, name):
    event, (rule,) = HEARD[name]
    aws.event(event)
    ((topic, text),) = written(received())
    assert topic == (PAGES if BY_ID[rule].pages else NOTICES)
    assert all(word in text for word in (SHOP, "https://console.aws.amazon.com/", to_do(rule)))
    assert "<" not in text


def test_what_is_near_a_finding_is_quiet(aws, received):
    for event in (*QUIET.values(), *EXPECTED.values()):
        aws.event(event)
    assert written(received()) == []


@pytest.mark.parametrize(
    ("event", "account", "region"),
    [(threat(), SHOP, HOME), (threat(), AUDIT, GLOBAL), (imported(), AUDIT, SECOND), (risk(), SHOP, HOME)],
    ids=["the member's own copy", "an unused region", "the linked region's copy", "not the global region"],
)
def test_nothing_is_told_twice(aws, received, event, account, region):
    """Members have their findings on their own bus, too, and regions that Security Hub links theirs."""
    aws.event({**event, "account": account, "region": region})
    assert written(received()) == []


def test_the_message_of_a_threat(aws, received):
    aws.event(threat())
    ((topic, text),) = written(received())
    kind = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS"
    seen = "seen 12 times from 2026-11-25T09:50:00Z to 2026-11-25T09:58:00Z"
    finding = "findings?search=id%3D16afba5c5c43e07c9e3e5e2e544e95df"
    assert topic == PAGES
    assert [" ".join(line.split()) for line in lines(text)] == [
        f"ATTACK in account {SHOP}: {kind}",
        "Who: shop-orders ASIAIOSFODNN7EXAMPLE (AccessKey), from 198.51.100.7",
        f"What: {kind} ListBuckets, severity 8, {seen}",
        f"Where: account {SHOP}, region eu-west-1",
        "When: 2026-11-25T10:00:00Z",
        f"GuardDuty, in the audit account: https://console.aws.amazon.com/guardduty/home?region=eu-west-1#/{finding}",
        to_do("threat"),
    ]


def test_the_message_of_an_exposed_key(aws, received):
    aws.event(risk())
    ((topic, text),) = written(received())
    assert topic == PAGES
    assert lines(text)[:4] == [
        f"EXPOSED in account {SHOP} {SHOP}: AWS_RISK_CREDENTIALS_EXPOSED AKIAIOSFODNN7EXAMPLE",
        "Who: AKIAIOSFODNN7EXAMPLE",
        "What: AWS_RISK_CREDENTIALS_EXPOSED",
        f"Where: account {SHOP} {SHOP}, region us-east-1",
    ]


@pytest.fixture
def user(deployed):
    iam = deployed.client("iam", SHOP)
    iam.create_user(UserName=USER)
    yield {"UserName": USER, "PolicyArn": QUARANTINE}
    iam.delete_user(UserName=USER)


def test_a_user_is_put_in_quarantine(deployed, received, user):
    """The call itself, as whoever knows of a leak makes it."""
    iam = deployed.client("iam", SHOP)
    received()
    iam.attach_user_policy(**user)
    try:
        ((topic, text),) = written(received())
        assert topic == PAGES
        assert lines(text)[0].strip() == f"KEY LEAKED, quarantine in account {SHOP}: {USER}"
        assert f"Attached: {QUARANTINE} to {USER}" in text
        assert "eventID" not in text
    finally:
        iam.detach_user_policy(**user)
    assert written(received()) == []


def test_an_application_can_not_forge_a_finding(deployed, received):
    detail = json.dumps(threat()["detail"])
    entry = {"Source": "app.orders", "DetailType": "GuardDuty Finding", "Detail": detail}
    deployed.client("events", AUDIT).put_events(Entries=[entry])
    deployed.client("events", MANAGEMENT).put_events(Entries=[entry])
    assert written(received()) == []


@pytest.mark.parametrize(
    ("change", "word"), [({"source": "app.orders"}, "a service's begins with aws."), ({"detail": None}, "Error")]
)
def test_what_the_local_aws_can_not_take_for_a_services_event(aws, change, word):
    event = {key: value for key, value in {**threat(), **change}.items() if value is not None}
    with pytest.raises(TellingError, match=word):
        aws.event(event)
