"""The deployers' roles: enough for every call of a whole deployment, and nothing that no call needed."""

import pytest

from policies.deployer.escalations import DEPLOYER_ROLE
from policies.deployer.rights import TYPES, Deployed, UnknownTypeError, needs_of
from policies.evaluator import Decision, Policies, decide
from policies.example import MANAGEMENT, MEMBER, role
from policies.examples import call_of
from policies.guardrail import Request
from review.deployer import deployed
from tests.components.helpers import STACKS, everything, record_baseline, recorded
from tests.policies.deployer_calls import read
from tests.policies.deployer_stack import KEYS, held, statements

CALLS = read()
ACCOUNTS = tuple(KEYS)
UNRECORDED = {
    "AnalyzerRole": "AWS makes the analyzers' role where it is missing, with the rights of whoever makes the first one",
    "TrailRole": "CloudTrail makes its role in management with the rights of whoever registers the delegate",
}


@pytest.mark.parametrize("name", STACKS)
def test_every_type_of_a_stack_is_in_the_data(name):
    graph, loaded = recorded(name)
    missing = set()
    for resource in deployed(graph, loaded):
        try:
            needs_of(resource)
        except UnknownTypeError as error:
            missing.add(str(error))
    assert missing == set()


def test_no_type_is_in_the_data_that_nobody_deploys():
    optional = everything()
    used = {resource.type for resource in deployed(record_baseline(optional), optional)}
    for name in STACKS:
        graph, loaded = recorded(name)
        used |= {resource.type for resource in deployed(graph, loaded)}
    assert set(TYPES) - used == set()


@pytest.mark.parametrize("type_", ["aws:ec2/vpc:Vpc", "aws:iam/role:Role"])
def test_what_the_data_does_not_know_is_said_with_what_to_do(type_):
    with pytest.raises(UnknownTypeError, match=r"policies/deployer/\*_types.py"):
        needs_of(Deployed(account=MEMBER, type=type_, inputs={"name": "somebody-else"}))


def decision(account: str, call, policies: Policies) -> bool:
    request = Request(
        name=call.action,
        action=call.action,
        resource=call.resource,
        principal=role(DEPLOYER_ROLE, account),
        context={
            "aws:PrincipalOrgID": "o-exampleorg1",
            "aws:ResourceOrgID": "o-exampleorg1",
            "aws:RequestedRegion": "eu-west-1",
            "aws:SecureTransport": "true",
            "aws:ViaAWSService": "false",
            **{key: tuple(value) if isinstance(value, list) else value for key, value in call.context.items()},
        },
        resource_account=None if call.action == "sts:AssumeRole" else account,
    )
    return decide(call_of(request, management=account == MANAGEMENT), policies).decision == Decision.ALLOW


def calls_of(account):
    return [call for call in CALLS if call.account == account]


def test_the_record_is_of_a_whole_deployment():
    assert {call.account for call in CALLS} == set(ACCOUNTS)
    assert len(CALLS) > 300
    actions = {call.action for call in CALLS}
    assert {"iam:CreateRole", "iam:DeleteRole", "organizations:DetachPolicy", "sso:DeletePermissionSet"} <= actions


@pytest.mark.parametrize("account", ACCOUNTS, ids=KEYS.get)
def test_every_call_is_allowed(account):
    policies = held(account, statements(account))
    assert [call for call in calls_of(account) if not decision(account, call, policies)] == []


@pytest.mark.parametrize("account", ACCOUNTS, ids=KEYS.get)
def test_every_statement_is_needed_by_a_call(account):
    everything_ = statements(account)
    unneeded = set()
    for left_out in everything_:
        rest = held(account, tuple(other for other in everything_ if other is not left_out))
        concerned = [call for call in calls_of(account) if call.action in left_out.actions]
        if all(decision(account, call, rest) for call in concerned):
            unneeded.add(left_out.sid)
    assert unneeded <= set(UNRECORDED)
