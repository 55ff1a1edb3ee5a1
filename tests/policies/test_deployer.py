"""The deployers' roles: enough for every call of a whole deployment, and nothing that no call needed."""

from dataclasses import replace

import pytest

from policies.deployer.escalations import DEPLOYER_ROLE
from policies.deployer.need import Place
from policies.deployer.rights import TYPES, Deployed, UnknownTypeError, documents, needs_of
from policies.evaluator import Decision, Policies, decide
from policies.example import AUDIT, LOG_ARCHIVE, MANAGEMENT, MEMBER, role
from policies.examples import call_of
from policies.guardrail import Request
from policies.limits import MANAGED_POLICY_CHARACTERS
from policies.lint import reference
from review.deployer import deployed
from tests.components.helpers import STACKS, everything, read_stack, record_baseline, recorded
from tests.components.test_planted_alerts import CHANNELS
from tests.policies.deployer_calls import read
from tests.policies.deployer_stack import KEYS, context, granted, held, stack, statements

CALLS = read()
ACCOUNTS = tuple(KEYS)
UNRECORDED = {
    "AnalyzerRole": "AWS makes the analyzers' role where it is missing, with the rights of whoever makes the first one",
    "ChatRole": "chat makes its role with the rights of whoever configures the first channel",
    "GuardDutyRole": "GuardDuty makes its role with the rights of whoever makes the first detector",
    "SecurityHubRole": "Security Hub makes its role with the rights of whoever enables the first hub",
    "TrailRole": "CloudTrail makes its role in management with the rights of whoever registers the delegate",
}


def with_channels(values):
    values["baseline"]["alerts"] = {"channels": CHANNELS, "page": [*CHANNELS], "notify": ["email"]}


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
    used = set()
    for optional in (everything(), read_stack("prod", with_channels)):
        used |= {resource.type for resource in deployed(record_baseline(optional), optional)}
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
    assert unneeded <= {*UNRECORDED}


def test_exceptions_are_few():
    assert len(UNRECORDED) <= 5


@pytest.mark.parametrize("account", ACCOUNTS, ids=KEYS.get)
def test_policies_fit_and_name_what_exists(account):
    found = documents(granted()[account], context(stack()), account)
    assert sum(len(several) for several in found.values()) <= 9  # a role takes ten, and one is the way to the members
    for document in (document for several in found.values() for document in several):
        assert document.characters <= MANAGED_POLICY_CHARACTERS.value
        for statement in document.statements:
            for action in statement.actions:
                assert [known.name for known in reference.matching(action)] == [action]


def test_a_policy_over_the_limit_becomes_two():
    places = {place: actions for granted_ in granted().values() for place, actions in granted_.items()}
    many = {replace_sid(place, n): actions for place, actions in places.items() for n in range(3)}
    packed = documents(many, context(stack()), MEMBER)
    assert max(len(several) for several in packed.values()) > 1
    assert all(d.characters <= MANAGED_POLICY_CHARACTERS.value for several in packed.values() for d in several)
    assert sum(len(d.statements) for several in packed.values() for d in several) == len(many)


def replace_sid(place: Place, number: int) -> Place:
    return replace(place, sid=f"{place.sid}{number}")


def test_members_get_nothing_that_is_another_accounts():
    """The archive's buckets are the archive's, permission sets those of who manages them."""
    actions = {account: {a for s in statements(account) for a in s.actions} for account in ACCOUNTS}
    assert not {a for a in actions[MEMBER] if a.startswith(("kms:", "organizations:", "sso:", "cloudtrail:"))}
    assert {a for a in actions[MEMBER] if a.startswith("s3:")} == {
        "s3:GetAccountPublicAccessBlock",
        "s3:PutAccountPublicAccessBlock",
    }
    assert not {a for a in actions[LOG_ARCHIVE] if a.startswith(("sso:", "organizations:", "sns:"))}
    # Who administers a service for the organization asks who belongs to it.
    asks = ("organizations:Describe", "organizations:List")
    assert not {a for a in actions[AUDIT] if a.startswith("organizations:") and not a.startswith(asks)}
    assert not {a for a in actions[LOG_ARCHIVE] if a.startswith(("s3:Delete", "kms:Schedule", "kms:Disable"))}
