"""The deployer of a member account can't become more than it is: the suite, and what follows from its own work."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from policies import names
from policies.compiled import Compiled
from policies.deployer.escalations import DEPLOYER_ROLE, ITS_WORK, as_deployer
from policies.deployer.template import member_trust
from policies.document import Document, Statement
from policies.escalations.attempt import ADMINISTRATOR_POLICY, IAM, ID, SELF, regional
from policies.escalations.proof import ATTEMPTS
from policies.evaluator import Decision, Policies, decide
from policies.example import MANAGEMENT, MEMBER, ORGANIZATION, role
from policies.examples import call_of
from policies.guardrail import Request
from tests.policies.deployer_stack import context, held, stack, statements

ALLOWED = held(MEMBER, statements(MEMBER))
ALONE = replace(ALLOWED, scps=(), rcps=())
# As if somebody attached the administrator policy: the ceiling alone holds.
CEILING = replace(ALONE, identity=held(MEMBER, (Statement(sid="All", effect="Allow", actions=("*",)),)).identity)
FORWARDER, BREAK_GLASS = role(names.ROOT_FORWARDER_ROLE), role(names.BREAK_GLASS_ROLE)
OWN_POLICY, OWN_CEILING = (f"{IAM}:policy/{DEPLOYER_ROLE}-{end}" for end in ("account-1", "boundary"))
BASE = {"iam:PermissionsBoundary": f"{IAM}:policy/{names.BOUNDARY_POLICY}"}
OF_BREAK_GLASS = {"iam:PermissionsBoundary": f"{IAM}:policy/{names.BREAK_GLASS_BOUNDARY}"}
EVENTS, LAMBDA = ({"iam:PassedToService": f"{service}.amazonaws.com"} for service in ("events", "lambda"))
NOTHING: dict[str, str] = {}
# What concerns the deployer itself: its ceiling denies it whatever else is granted.
ITSELF = (
    ("change its own policy", "iam:CreatePolicyVersion", OWN_POLICY, NOTHING),
    ("delete its own policy", "iam:DeletePolicy", OWN_POLICY, NOTHING),
    ("change its ceiling", "iam:CreatePolicyVersion", OWN_CEILING, NOTHING),
    ("go back to an older version of its ceiling", "iam:SetDefaultPolicyVersion", OWN_CEILING, NOTHING),
    ("take its ceiling off", "iam:DeleteRolePermissionsBoundary", SELF, BASE),
    ("let others into itself", "iam:UpdateAssumeRolePolicy", SELF, BASE),
    ("write itself a policy", "iam:PutRolePolicy", SELF, BASE),
    ("attach itself a policy", "iam:AttachRolePolicy", SELF, {**BASE, "iam:PolicyARN": ADMINISTRATOR_POLICY}),
    ("pass itself to a service", "iam:PassRole", SELF, EVENTS),
    ("lengthen its sessions", "iam:UpdateRole", SELF, BASE),
    ("enter break-glass", "sts:AssumeRole", BREAK_GLASS, NOTHING),
    ("enter a role of the baseline", "sts:AssumeRole", FORWARDER, NOTHING),
    ("enter a workload's role", "sts:AssumeRole", role(f"{names.OWNED_PATH}/shop-orders"), NOTHING),
)
OTHERS = (
    ("make a role of the baseline without ceiling", "iam:CreateRole", FORWARDER, NOTHING),
    ("make it under break-glass's ceiling", "iam:CreateRole", FORWARDER, OF_BREAK_GLASS),
    ("make a role that nobody declared", "iam:CreateRole", role("guardrails-mine"), BASE),
    ("take the ceiling off a role of the baseline", "iam:DeleteRolePermissionsBoundary", FORWARDER, BASE),
    ("attach a policy to it", "iam:AttachRolePolicy", FORWARDER, {**BASE, "iam:PolicyARN": ADMINISTRATOR_POLICY}),
    ("pass it to a function", "iam:PassRole", FORWARDER, LAMBDA),
    ("pass break-glass to a rule", "iam:PassRole", BREAK_GLASS, EVENTS),
    ("rewrite a key that it did not make", "kms:PutKeyPolicy", regional("kms", f"key/{ID}"), NOTHING),
)


def own(name: str, action: str, resource: str, context: Mapping[str, str]) -> Request:
    keys = {"aws:PrincipalOrgID": ORGANIZATION, "aws:RequestedRegion": "eu-west-1", "aws:SecureTransport": "true"}
    principal = role(DEPLOYER_ROLE)
    return Request(
        name=name,
        action=action,
        resource=resource.replace(SELF, principal),
        principal=principal,
        context={**keys, "aws:ViaAWSService": "false", **context},
    )


def outcome(request: Request, policies: Policies) -> Decision:
    return decide(call_of(request), policies).decision


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
def test_an_attempt_is_denied_unless_it_is_the_deployers_work(attempt):
    for policies in (ALLOWED, ALONE):
        assert (outcome(as_deployer(attempt), policies) == Decision.ALLOW) is (attempt.name in ITS_WORK)


@pytest.mark.parametrize("row", (*ITSELF, *OTHERS), ids=lambda row: row[0])
def test_what_only_a_deployer_could_try_is_denied(row):
    for policies in (ALLOWED, ALONE):
        assert outcome(own(*row), policies) != Decision.ALLOW


@pytest.mark.parametrize("row", ITSELF, ids=lambda row: row[0])
def test_its_ceiling_keeps_it_from_itself_whatever_is_attached(row):
    assert outcome(own(*row), CEILING) == Decision.EXPLICIT_DENY


def test_with_everything_attached_the_ceiling_stops_most_of_the_suite():
    allowed = {a.name for a in ATTEMPTS if outcome(as_deployer(a), CEILING) == Decision.ALLOW}
    assert len(allowed - ITS_WORK.keys()) < len(ATTEMPTS) / 5


def test_the_exceptions_are_few_and_of_the_suite():
    assert ITS_WORK.keys() <= {attempt.name for attempt in ATTEMPTS}
    assert len(ITS_WORK) <= 5


def test_it_makes_break_glass_and_can_not_enter_it():
    """It writes that role's trust policy: one that names the deployer does not let it in all the same."""
    assert outcome(own("trust", "iam:UpdateAssumeRolePolicy", BREAK_GLASS, OF_BREAK_GLASS), ALLOWED) == Decision.ALLOW
    principals = {"AWS": role(DEPLOYER_ROLE)}
    trusting = Document(statements=(Statement(sid="Me", effect="Allow", actions=("*",), principals=principals),))
    entered = replace(ALONE, resource=Compiled(trusting.as_dict()))
    assert outcome(own("enter", "sts:AssumeRole", BREAK_GLASS, NOTHING), entered) == Decision.EXPLICIT_DENY


@pytest.mark.parametrize(
    ("who", "enters"),
    [
        (role(DEPLOYER_ROLE, MANAGEMENT), True),
        (role(names.BREAK_GLASS_ROLE, MANAGEMENT), True),
        (role("Administrator", MANAGEMENT), False),
        (role(f"{DEPLOYER_ROLE}-too", MANAGEMENT), False),
        (role(DEPLOYER_ROLE), False),
        (role(DEPLOYER_ROLE, "999988887777"), False),
    ],
)
def test_only_the_management_accounts_deployer_and_break_glass_get_in(who, enters):
    trust = Compiled(member_trust(context(stack())).as_dict())
    full = Compiled({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
    request = replace(own("enter", "sts:AssumeRole", SELF, NOTHING), principal=who)
    assert (outcome(request, Policies(identity=[full], resource=trust)) == Decision.ALLOW) is enters
    outside = replace(request, context={**request.context, "aws:PrincipalOrgID": "o-otherorg111"})
    assert outcome(outside, Policies(identity=[full], resource=trust)) != Decision.ALLOW
