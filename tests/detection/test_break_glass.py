"""Each use of break-glass, in each region and in both kinds of account, pages in words; what is near it does not."""

import json

import pytest

from policies import names
from policies.hub_rules import BREAK_GLASS
from tests.detection.site import GLOBAL, HOME, MANAGEMENT, SECOND, SHOP
from tests.policies.root_records import at
from tests.policies.test_break_glass_events import PAGES, QUIET

USES = {name: event for name, event in PAGES.items() if event["source"].startswith("aws.")}
OTHERS = {name: event for name, event in QUIET.items() if event["source"].startswith("aws.")}


def of_rules(messages):
    return [message for message in messages if message.alarm is None]


@pytest.mark.parametrize("region", [HOME, GLOBAL, SECOND])
@pytest.mark.parametrize("account", [SHOP, MANAGEMENT])
def test_each_use_pages(aws, received, account, region):
    for at_, event in enumerate(USES.values()):
        aws.record(at(event, account, region)["detail"] | {"eventID": f"variant-{at_}"})
    messages = received()
    told = of_rules(messages)
    for at_, (name, event) in enumerate(USES.items()):
        # Taking a role of another account is recorded there too, and so is heard from both.
        here = [
            m for m in told if f'/variant-{at_}"' in m.text and f"Where: account {account}, region {region}" in m.text
        ]
        assert [m.topic for m in here] == [names.ALERT_TOPIC], name
        assert f"BREAK-GLASS in account {account}: {event['detail']['eventName']}" in here[0].text
    assert len(told) >= len(USES)
    # The second, independent path: the trail's alarm.
    assert (names.ALERT_TOPIC, names.BREAK_GLASS_RULE) in [(m.topic, m.alarm) for m in messages]


def test_the_message_says_what_to_do(aws, received):
    aws.record(at(PAGES["a refused attempt has no parameters"], MANAGEMENT, HOME)["detail"])
    (message,) = of_rules(received())
    lines = [json.loads(line) for line in message.text.splitlines()]
    assert "Outcome, if not simply done:  AccessDenied no" in lines
    assert lines[-1] == f"To do: {BREAK_GLASS.steps[0]} More: docs/runbook.md#rule-break-glass"


def test_what_is_near_it_is_quiet(aws, received):
    for event in OTHERS.values():
        aws.record(at(event, SHOP, GLOBAL)["detail"])
    assert of_rules(received()) == []


def test_the_users_own_call_pages(deployed, received):
    """Not from a record that a test wrote: a user of break-glass is changed through the API."""
    iam = deployed.client("iam", MANAGEMENT)
    iam.create_access_key(UserName=names.BREAK_GLASS_USERS[1])
    (message,) = of_rules(received())
    assert message.topic == names.ALERT_TOPIC
    assert f"BREAK-GLASS in account {MANAGEMENT}: CreateAccessKey" in message.text
