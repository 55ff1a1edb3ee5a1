"""Whoever takes the role that AWS made in an account is heard, unless it is who deploys."""

import pytest

from policies import names
from policies.vending import VENDED
from tests.detection.site import GLOBAL, HOME, MANAGEMENT, SHOP
from tests.policies import test_vending

ALARM = test_vending.ALARM.name


def pages(received):
    return [message.alarm for message in received(names.ALERT_TOPIC)].count(ALARM)


def test_a_user_who_takes_it_pages(aws, received):
    """The call itself, which the member's account records once more."""
    role = f"arn:aws:iam::{SHOP}:role/{VENDED[0]}"
    aws.client("sts").assume_role(RoleArn=role, RoleSessionName="ana")
    assert pages(received) == 1


@pytest.mark.parametrize("name", ["another role of management", "somebody in the console"])
def test_others_page(aws, received, name):
    aws.record(test_vending.PAGES[name] | {"awsRegion": GLOBAL})
    assert pages(received) == 1


def test_who_deploys_by_it_does_not_page(aws, received):
    """The example deploys by the vended role: people come from Identity Center."""
    who = test_vending.session("AWSReservedSSO_ManagementAdministrator_0123456789abcdef", MANAGEMENT)
    aws.record(test_vending.takes(who, account=SHOP) | {"awsRegion": HOME, "recipientAccountId": MANAGEMENT})
    assert pages(received) == 0
