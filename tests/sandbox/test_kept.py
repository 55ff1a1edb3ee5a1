"""What stays in AWS when an option goes, or the whole stack."""

import re

import pytest

from sandbox.kept import kept, left_on, stays
from tests.components.helpers import ROOT

TRAIL = {"type": "aws:cloudtrail/trail:Trail", "id": "trail", "custom": True, "retainOnDelete": True}
KEY = {"type": "aws:kms/key:Key", "id": "old", "custom": True, "retainOnDelete": True}
TOPIC = {"type": "aws:sns/topic:Topic", "id": "topic", "custom": True}
COMPONENT = {"type": "guardrails:logs:Trail", "retainOnDelete": True}


def state(*resources):
    return {"version": 3, "deployment": {"resources": list(resources)}}


def test_what_is_retained_and_gone_from_the_state_is_kept():
    before = state(TRAIL, KEY, TOPIC, COMPONENT)
    assert kept(before, state(TRAIL, COMPONENT)) == ["aws:kms/key:Key old"]
    assert kept(before, state()) == ["aws:cloudtrail/trail:Trail trail", "aws:kms/key:Key old"]
    assert kept(before, before) == []


def test_a_resource_that_was_made_again_leaves_its_old_one():
    assert kept(state(KEY), state({**KEY, "id": "new"})) == ["aws:kms/key:Key old"]


def test_a_stack_without_resources_keeps_nothing():
    assert kept({"version": 3, "deployment": None}, state(TRAIL)) == []


def gone(kind, **inputs):
    """A state with one resource, which another doesn't have any more."""
    return state({"type": kind, "urn": f"urn:{kind}", "id": "x", "custom": True, "inputs": inputs})


DETECTORS = gone("aws:guardduty/organizationConfiguration:OrganizationConfiguration")
HUB = "aws:securityhub/configurationPolicy:ConfigurationPolicy"
REGIONS = "aws:securityhub/findingAggregator:FindingAggregator"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (DETECTORS, ["GuardDuty's detectors of member accounts"]),
        (gone(HUB, configurationPolicy={"serviceEnabled": True}), ["Security Hub in member accounts"]),
        (gone(HUB, configurationPolicy={"serviceEnabled": False}), []),
        (
            gone(REGIONS, linkingMode="SPECIFIED_REGIONS", specifiedRegions=["eu-central-1"]),
            ["Security Hub of the audit account outside the home region"],
        ),
        (gone(REGIONS, linkingMode="NO_REGIONS"), []),
        (
            gone("aws:guardduty/organizationAdminAccount:OrganizationAdminAccount"),
            ["trusted access of guardduty.amazonaws.com in Organizations"],
        ),
        (
            gone("aws:securityhub/organizationAdminAccount:OrganizationAdminAccount"),
            ["trusted access of securityhub.amazonaws.com in Organizations"],
        ),
    ],
)
def test_what_aws_switched_on_stays_on(before, said):
    assert left_on(before, state()) == said
    assert left_on(before, before) == left_on(state(), before) == []


def test_it_is_said_in_words_where_there_is_something_to_say():
    assert stays(state(TOPIC | {"urn": "topic"}), state()) == []
    assert stays(state(KEY | {"urn": "key"}), state())[1:] == ["  aws:kms/key:Key old"]
    assert stays(DETECTORS, state())[1:] == ["  GuardDuty's detectors of member accounts"]


def test_the_page_says_how_each_goes():
    """Every service of the page's table of what stays is one that is said at the end, or retained."""
    page = (ROOT / "docs/security-services.md").read_text(encoding="utf-8").partition("## Off again")[2]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", page, flags=re.MULTILINE))
    assert rows.keys() == {"guardDuty", "config", "securityHub"}
    assert "detectors of members" in rows["guardDuty"]
    assert "the bucket with its items, by design" in rows["config"]
    assert "in members" in rows["securityHub"]
    assert "the audit account's in other regions" in rows["securityHub"]
    assert all("trusted access" in row for row in rows.values())
