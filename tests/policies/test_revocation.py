"""Denials that end open sessions, decided by the evaluator beside rights to everything."""

import datetime

import pytest

from policies.compiled import Compiled
from policies.evaluator import Policies, decide
from policies.example import ADMINISTRATOR, BREAK_GLASS, DEPLOYER, MANAGEMENT, USER, role
from policies.examples import FULL, call_of
from policies.guardrail import Request
from policies.revocation import NOBODY, denied_people, denying, older_sessions, people_denial, revoked_before

ALICE, BOB = "33333333-4444-5555-6666-777777777777", "44444444-5555-6666-7777-888888888888"
OWN = {"Sid": "Own", "Effect": "Allow", "Action": "*", "Resource": "*"}
MOMENT = datetime.datetime(2026, 12, 1, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))


def decided(document, principal, **context):
    request = Request(name="read", action="s3:ListAllMyBuckets", principal=principal, context=context)
    found = decide(call_of(request, management=True), Policies(identity=[FULL, Compiled(document)]))
    return found.decision


@pytest.mark.parametrize(
    ("principal", "context", "decision"),
    [
        (role("Deploy"), {"aws:TokenIssueTime": "2026-12-01T08:29:59Z"}, "ExplicitDeny"),
        (role("Deploy"), {"aws:TokenIssueTime": "2026-12-01T08:30:00Z"}, "Allow"),
        (role("Deploy"), {"aws:TokenIssueTime": "2026-12-01T20:00:00Z"}, "Allow"),
        (USER, {}, "Allow"),
    ],
)
def test_sessions_that_began_before_the_moment_are_denied(principal, context, decision):
    assert decided(older_sessions(MOMENT).as_dict(), principal, **context) == decision


@pytest.mark.parametrize(
    ("principal", "user", "decision"),
    [
        (ADMINISTRATOR, ALICE, "ExplicitDeny"),
        (ADMINISTRATOR, BOB, "Allow"),
        (DEPLOYER, None, "Allow"),
        (BREAK_GLASS, None, "Allow"),
    ],
)
def test_in_the_management_account_the_set_itself_denies(principal, user, decision):
    """No organization's policy binds there: only the set's inline policy does."""
    context = {"identitystore:UserId": user} if user else {}
    inside = principal.replace("444455556666", MANAGEMENT)
    assert decided(denying({"Version": "2012-10-17", "Statement": [OWN]}, [ALICE]), inside, **context) == decision


def test_the_denial_takes_its_place_again_and_leaves_the_rest():
    first = denying({"Version": "2012-10-17", "Statement": OWN}, [ALICE])
    assert [statement["Sid"] for statement in first["Statement"]] == ["Own", "RevokedPeople"]
    between = {**first, "Statement": [*first["Statement"], {**OWN, "Sid": "After"}]}
    again = denying(between, [BOB, ALICE])
    assert [statement["Sid"] for statement in again["Statement"]] == ["Own", "RevokedPeople", "After"]
    assert denied_people(again) == {ALICE, BOB}
    assert denied_people(denying(again, [])) == frozenset()
    assert denied_people(None) == denied_people({"Statement": OWN}) == frozenset()


def test_nobody_is_denied_before_somebody_is():
    denial = people_denial().as_dict()
    assert denial["Condition"]["StringEquals"]["identitystore:UserId"] == [NOBODY]
    document = {"Version": "2012-10-17", "Statement": [denial]}
    assert decided(document, ADMINISTRATOR, **{"identitystore:UserId": ALICE}) == "Allow"
    assert denied_people({"Statement": {**denial, "Condition": {"StringEquals": {"identitystore:UserId": ALICE}}}}) == {
        ALICE
    }


def test_the_moment_of_iams_own_policy_is_read_as_well():
    """The console writes one statement that is no list."""
    statement = older_sessions(MOMENT).as_dict()["Statement"][0]
    assert revoked_before({"Version": "2012-10-17", "Statement": statement}) == "2026-12-01T08:30:00.000Z"
