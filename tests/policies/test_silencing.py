"""What silences alarms that each account has of its own, decided with and without them."""

import dataclasses

import pytest

from policies.document import Document
from policies.example import AUDIT, CONTEXT, DEPLOYER, DEVELOPER, MEMBER
from policies.examples import verdict
from policies.exemptions import exempting
from policies.guardrail import Context, Request, Settings
from policies.guardrails.silencing import GUARDRAIL
from policies.types import PolicyType
from tests.policies.mutation import mutants

EVERYWHERE = dataclasses.replace(CONTEXT, account_alarms=True)
GROUP = f"arn:aws:logs:eu-west-1:{MEMBER}:log-group:guardrails-account-trail"
ALARM = f"arn:aws:cloudwatch:eu-west-1:{MEMBER}:alarm:cis-5.11-network-acl-changes-shop"
DEEDS = (
    ("logs:DeleteMetricFilter", GROUP),
    ("logs:PutMetricFilter", GROUP),
    ("logs:DeleteLogGroup", GROUP),
    ("logs:PutSubscriptionFilter", GROUP),
    ("cloudwatch:DeleteAlarms", ALARM),
    ("cloudwatch:DisableAlarmActions", ALARM),
    ("cloudwatch:PutMetricAlarm", ALARM),
    ("logs:PutAccountPolicy", "*"),
)


def denied(statements, action: str, resource: str, principal: str = DEVELOPER) -> bool:
    request = Request(name=action, action=action, resource=resource, principal=principal)
    return verdict(request, PolicyType.SCP, statements).decision == "ExplicitDeny"


def of(context: Context):
    return exempting(GUARDRAIL, GUARDRAIL.statements(context, Settings()), context, ())


@pytest.mark.parametrize(("action", "resource"), DEEDS)
def test_an_accounts_own_alarms_are_protected_where_there_are_any(action, resource):
    assert denied(of(EVERYWHERE), action, resource)
    assert not denied(of(CONTEXT), action, resource)
    assert not denied(of(EVERYWHERE), action, resource, DEPLOYER)


def test_what_is_the_accounts_own_is_left_to_it():
    for action, resource in DEEDS[:-1]:
        own = resource.replace("guardrails-", "application-").replace("cis-", "application-")
        assert not denied(of(EVERYWHERE), action, own)


def test_the_audit_accounts_are_protected_as_before():
    for action, resource in DEEDS[:-1]:
        assert denied(of(CONTEXT), action, resource.replace(MEMBER, AUDIT))
        assert denied(of(EVERYWHERE), action, resource.replace(MEMBER, AUDIT))


def test_policies_of_all_log_groups_are_denied_by_a_statement_of_their_own():
    without = [kept for what, kept in mutants(of(EVERYWHERE)) if what == "without SilencingLogs"]
    assert [denied(kept, "logs:PutAccountPolicy", "*") for kept in without] == [False]
    assert Document(statements=of(EVERYWHERE)).characters < Document(statements=of(CONTEXT)).characters + 600
