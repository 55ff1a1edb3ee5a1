"""The shipped permission sets: within Identity Center's limits, and enough for the work that they are for."""

import dataclasses

import pytest

from policies.boundaries.documents import KINDS
from policies.boundaries.kind import BoundaryKind
from policies.compiled import Compiled
from policies.escalations.attempt import asked
from policies.escalations.everyday import everyday
from policies.escalations.proof import alone, attempts, decided
from policies.evaluator import Decision
from policies.lint import Kind, lint
from policies.managed_policies import managed_document, managed_policy_arn
from policies.permission_sets import presets

PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
SETS = presets("aws")
# https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html
DESCRIPTION, HOURS = 700, range(1, 13)
# Identity Center puts it into an inline policy of a role
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
INLINE = 10_240


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_within_limits(name):
    preset = SETS[name]
    assert 0 < len(preset.description) <= DESCRIPTION
    assert preset.session_hours in HOURS
    assert preset.managed_policies or preset.inline
    assert preset.inline is None or preset.inline.characters <= INLINE
    assert preset.boundary is None or preset.boundary in KINDS


def test_the_more_a_set_may_change_the_shorter_its_sessions():
    hours = {name: preset.session_hours for name, preset in SETS.items()}
    assert hours["Administrator"] == 1
    assert hours["Administrator"] < hours["DelegatedIamAdmin"] < hours["PowerUser"] < hours["ReadOnly"]


def test_whoever_changes_things_has_a_ceiling_but_the_administrator():
    assert {name: preset.boundary for name, preset in SETS.items() if preset.boundary} == {
        "PowerUser": BoundaryKind.DEVELOPER,
        "DelegatedIamAdmin": BoundaryKind.DELEGATED_ADMINISTRATOR,
    }


@pytest.mark.parametrize("partition", PARTITIONS)
def test_inline_policies_are_clean_and_of_the_partition(partition):
    for preset in presets(partition).values():
        if preset.inline:
            assert lint(preset.inline.as_dict(), Kind.IDENTITY) == ()
            assert preset.inline.json().count("arn:") == preset.inline.json().count(f"arn:{partition}:")


@pytest.mark.parametrize("name", SETS)
def test_managed_policies_are_known(name):
    for policy in SETS[name].managed_policies:
        assert managed_document(managed_policy_arn("aws", policy)) is not None


def granted(name, subject):
    """A session of the set: what it is granted, under its boundary."""
    preset = SETS[name]
    managed = [managed_document(managed_policy_arn("aws", policy)) for policy in preset.managed_policies]
    inline = [Compiled(preset.inline.as_dict())] if preset.inline else []
    return dataclasses.replace(alone(subject), identity=[*managed, *inline])


def test_power_users_get_their_work_done():
    session = granted("PowerUser", BoundaryKind.DEVELOPER)
    refused = [
        request.name
        for request in everyday(BoundaryKind.DEVELOPER)
        if decided(request, session).decision != Decision.ALLOW
    ]
    assert refused == []


def test_power_users_do_not_get_up():
    session = granted("PowerUser", BoundaryKind.DEVELOPER)
    assert [a.name for a in attempts(BoundaryKind.DEVELOPER) if got(a, session)] == []
    unbounded = dataclasses.replace(session, boundary=None)
    assert "assume break-glass" in [a.name for a in attempts(BoundaryKind.DEVELOPER) if got(a, unbounded)]


@pytest.mark.parametrize("name", ["ReadOnly", "SecurityAudit"])
def test_readers_change_nothing(name):
    session = dataclasses.replace(granted(name, BoundaryKind.DEVELOPER), boundary=None)
    succeeded = [a.name for a in attempts(BoundaryKind.DEVELOPER) if got(a, session)]
    assert succeeded == []


@pytest.mark.parametrize(
    ("action", "decision"),
    [
        ("cognito-identity:GetOpenIdTokenForDeveloperIdentity", Decision.EXPLICIT_DENY),
        ("connect:GetFederationToken", Decision.EXPLICIT_DENY),
        ("ssm:GetAccessToken", Decision.EXPLICIT_DENY),
        ("cognito-identity:DescribeIdentityPool", Decision.ALLOW),
        ("connect:DescribeInstance", Decision.ALLOW),
    ],
)
def test_readers_become_nobody_else(action, decision):
    session = dataclasses.replace(granted("ReadOnly", BoundaryKind.DEVELOPER), boundary=None)
    assert decided(asked(action, action, "*", BoundaryKind.DEVELOPER, {}), session).decision == decision
    bare = dataclasses.replace(session, identity=session.identity[:1])
    assert decided(asked(action, action, "*", BoundaryKind.DEVELOPER, {}), bare).decision == Decision.ALLOW


def got(attempt, session):
    return decided(attempt.request(BoundaryKind.DEVELOPER), session).decision == Decision.ALLOW
