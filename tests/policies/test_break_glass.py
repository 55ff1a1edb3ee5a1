"""Break-glass gets in through the example's policies, with MFA and as nobody else; every condition is needed."""

import dataclasses
from functools import cache

import pytest

from config.levels import compiled, levels
from config.loader import load_stack
from config.plan import policies as organization_policies
from policies.break_glass import role_boundary, role_permissions, trust, user_policy
from policies.compiled import Compiled
from policies.document import Document
from policies.evaluator import Call, Decision, Policies, decide
from policies.example import BUCKET, DEPLOYER_ROLE, MANAGEMENT, MEMBER, OTHER_MEMBER
from policies.examples import FULL_ACCESS, call_of
from policies.guardrail import Request
from policies.limits import MANAGED_POLICY_CHARACTERS
from policies.lint import Kind, lint
from policies.types import PolicyType
from tests.components.helpers import ROOT
from tests.policies.break_glass_probes import AS_USER, OTHER_USER, USER, Probe, as_role, denied_actions, entering
from tests.policies.mutation import mutants

FULL = Compiled(FULL_ACCESS)
STACK = load_stack("prod", ROOT)
ACCOUNTS = {key: account.id for key, account in STACK.active_accounts().items()}
TRUST = trust("aws", MANAGEMENT, 3600)
USER_POLICY = user_policy("aws", MANAGEMENT, tuple(ACCOUNTS.values()), hardware_tokens=True)
BOUNDARY = role_boundary("aws", MANAGEMENT, DEPLOYER_ROLE, BUCKET)


@cache
def organization(account: str) -> tuple[list[list[Compiled]], list[list[Compiled]]]:
    wanted = organization_policies(STACK)
    return tuple(compiled(levels(STACK, wanted, account, kind)) for kind in (PolicyType.SCP, PolicyType.RCP))


def call(probe: Probe) -> Call:
    user = {"aws:username": probe.principal.rpartition("/")[2]} if ":user/" in probe.principal else {}
    account = probe.principal.split(":")[4]
    inside = {"aws:PrincipalOrgID": STACK.organization.id} if account in ACCOUNTS.values() else {}
    context = {
        "aws:RequestedRegion": "eu-west-1",
        "aws:SecureTransport": "true",
        "aws:ViaAWSService": "false",
        **inside,
        **user,
        **probe.context,
    }
    request = Request(
        name=probe.name, action=probe.action, resource=probe.resource, principal=probe.principal, context=context
    )
    return call_of(request, management=account == MANAGEMENT)


def document(it: Document) -> Compiled:
    return Compiled(it.as_dict())


def enters(probe: Probe, account: str, trusted: Document = TRUST) -> bool:
    """The request through everything between the caller and the role; callers' own policies are no hindrance.

    The two users have theirs. Service control policies bind callers of the example's accounts.
    """
    keys = {number: key for key, number in ACCOUNTS.items()}
    caller = probe.principal.split(":")[4]
    own = document(USER_POLICY) if probe.principal in (USER, OTHER_USER) else None
    policies = Policies(
        scps=organization(keys[caller])[0] if caller in keys else (),
        rcps=organization(account)[1],
        identity=[own or FULL],
        boundary=own,
        resource=document(trusted),
    )
    return decide(call(probe), policies).decision == Decision.ALLOW


@pytest.mark.parametrize("account", ACCOUNTS)
def test_the_two_users_alone_get_in_with_mfa_alone(account):
    for probe in entering(ACCOUNTS[account]):
        assert enters(probe, account) is probe.passes, probe.name


def test_every_condition_of_the_trust_is_needed():
    without_statement, *conditions = mutants(TRUST.statements)
    assert without_statement[1] == ()  # is no policy at all
    assert len(conditions) == 2
    for what, statements in conditions:
        changed = Document(statements=statements)
        assert any(enters(probe, "shop", changed) is not probe.passes for probe in entering(MEMBER)), what


@pytest.mark.parametrize(
    "principals", [(USER,), (USER, OTHER_USER, f"arn:aws:iam::{MANAGEMENT}:user/alice"), MANAGEMENT]
)
def test_exactly_the_two_users_are_trusted(principals):
    (statement,) = TRUST.statements
    changed = Document(statements=(dataclasses.replace(statement, principals={"AWS": principals}),))
    assert any(enters(probe, "shop", changed) is not probe.passes for probe in entering(MEMBER))


@pytest.mark.parametrize("seconds", [3599, 3601, 43200])
def test_the_age_is_needed_to_the_second(seconds):
    changed = trust("aws", MANAGEMENT, seconds)
    assert any(enters(probe, "shop", changed) is not probe.passes for probe in entering(MEMBER))


def as_user(probe: Probe, its: Document, attached: Compiled | None = None) -> bool:
    """A user under its policy as boundary too, whatever else somebody attaches; roles trust it."""
    trusted = document(trust("aws", MANAGEMENT, 3600)) if probe.action == "sts:AssumeRole" else None
    with_mfa = dataclasses.replace(
        probe, context={"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "1", **probe.context}
    )
    asked = call(with_mfa if trusted else probe)
    policies = Policies(identity=[attached or document(its)], boundary=document(its), resource=trusted)
    return decide(asked, policies).decision == Decision.ALLOW


@pytest.mark.parametrize("attached", [None, FULL], ids=["its own policy", "administrator attached"])
@pytest.mark.parametrize("probe", AS_USER, ids=lambda probe: probe.name)
def test_a_user_does_this_and_nothing_else(probe, attached):
    assert as_user(probe, USER_POLICY, attached) is probe.passes


def test_every_part_of_the_users_policy_is_needed():
    # In the account of the users the trust alone lets them in.
    its = user_policy("aws", MANAGEMENT, (MEMBER, OTHER_MEMBER), hardware_tokens=True)
    tried = list(mutants(its.statements))
    assert len(tried) >= 25
    unseen = [
        what
        for what, statements in tried
        if all(as_user(probe, Document(statements=statements)) is probe.passes for probe in AS_USER)
    ]
    assert unseen == []


@pytest.mark.parametrize("level", ["L1", "L1plus", "L2", "L2plus", "L3", "L3plus"])
def test_every_level_of_certification_is_needed(level):
    statements = tuple(
        dataclasses.replace(
            s,
            conditions={
                "StringEquals": {
                    key: tuple(v for v in value if v != level) if isinstance(value, tuple) else value
                    for key, value in s.conditions["StringEquals"].items()
                }
            },
        )
        if s.sid == "CertifiedSecurityKey"
        else s
        for s in USER_POLICY.statements
    )
    assert any(as_user(probe, Document(statements=statements)) is not probe.passes for probe in AS_USER)


def test_hardware_tokens_are_a_choice():
    its = user_policy("aws", MANAGEMENT, (MANAGEMENT,), hardware_tokens=False)
    (token,) = [probe for probe in AS_USER if probe.name == "enable a hardware token with MFA"]
    assert as_user(token, USER_POLICY)
    assert not as_user(token, its)


def as_break_glass(probe: Probe, boundary: Document, account: str | None = None) -> bool:
    """The role under its boundary; in management and after every guardrail was detached nothing else binds it."""
    scps, rcps = organization(account) if account else ((), ())
    trusted = Compiled({"Statement": {"Effect": "Allow", "Principal": {"AWS": MANAGEMENT}, "Action": "sts:AssumeRole"}})
    policies = Policies(
        scps=scps,
        rcps=rcps,
        identity=[document(role_permissions())],
        boundary=document(boundary),
        resource=trusted if probe.action == "sts:AssumeRole" else None,
    )
    return decide(call(probe), policies).decision == Decision.ALLOW


PROBES = (*as_role(MANAGEMENT), *denied_actions(BOUNDARY.statements, MANAGEMENT))


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_the_role_recovers_and_ends_nothing(probe):
    assert as_break_glass(probe, BOUNDARY) is probe.passes


def test_every_part_of_the_boundary_is_needed():
    tried = list(mutants(BOUNDARY.statements))
    assert len(tried) > 40
    unseen = [
        what
        for what, statements in tried
        if all(as_break_glass(probe, Document(statements=statements)) is probe.passes for probe in PROBES)
    ]
    assert unseen == []


@pytest.mark.parametrize("account", sorted(ACCOUNTS.keys() - {"management"}))
def test_the_role_of_a_member_works_under_its_guardrails(account):
    boundary = role_boundary("aws", ACCOUNTS[account], DEPLOYER_ROLE, BUCKET)
    for action in (
        "iam:ListRoles",
        "ec2:StopInstances",
        "iam:DeleteAccessKey",
        "iam:DetachRolePolicy",
        "s3:ListBucket",
    ):
        probe = Probe(
            name=action,
            action=action,
            resource=f"arn:aws:iam::{ACCOUNTS[account]}:role/Intruder" if "iam" in action else "*",
            principal=f"arn:aws:iam::{ACCOUNTS[account]}:role/guardrails-break-glass",
        )
        assert as_break_glass(probe, boundary, account), action


def test_the_documents_lint_and_fit():
    kinds = (
        (TRUST, Kind.TRUST),
        (USER_POLICY, Kind.IDENTITY),
        (BOUNDARY, Kind.BOUNDARY),
        (role_permissions(), Kind.IDENTITY),
    )
    for it, kind in kinds:
        assert list(lint(it.as_dict(), kind)) == []
        assert it.characters <= MANAGED_POLICY_CHARACTERS.value
