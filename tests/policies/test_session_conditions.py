"""What a permission set's conditions do, decided by the evaluator."""

import datetime

import pytest

from policies.compiled import Compiled
from policies.evaluator import Decision, Policies, decide
from policies.example import ADMINISTRATOR
from policies.examples import FULL_ACCESS, call_of
from policies.guardrail import Request
from policies.lint import Kind, lint
from policies.session_conditions import SIDS, SessionConditions, inline_document, visible_characters

OWN = {"Version": "2012-10-17", "Statement": {"Sid": "Own", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
ALL = SessionConditions(
    networks=("203.0.113.0/24", "2001:db8::/32"),
    attribute=("mfa", "true"),
    first_day=datetime.date(2026, 12, 1),
    last_day=datetime.date(2026, 12, 31),
)
RIGHT = {
    "aws:SourceIp": "203.0.113.7",
    "aws:ViaAWSService": "false",
    "aws:PrincipalTag/mfa": "true",
    "aws:CurrentTime": "2026-12-10T12:00:00Z",
}


def decided(conditions, context):
    document = inline_document(OWN, conditions)
    assert document is not None
    request = Request(
        name="read", action="s3:GetObject", resource="arn:aws:s3:::b/k", principal=ADMINISTRATOR, context=context
    )
    found = decide(call_of(request), Policies(scps=[[Compiled(FULL_ACCESS)]], identity=[Compiled(document)]))
    return found.decision, found.statements


def test_a_session_that_meets_all_conditions_works():
    assert decided(ALL, RIGHT) == (Decision.ALLOW, ("Own",))


@pytest.mark.parametrize(
    ("changed", "sid"),
    [
        ({"aws:SourceIp": "198.51.100.7"}, "OutsideNetworks"),
        ({"aws:SourceIp": "2001:db9::1"}, "OutsideNetworks"),
        ({"aws:SourceIp": None}, "OutsideNetworks"),
        ({"aws:SourceIp": "198.51.100.7", "aws:ViaAWSService": None}, "OutsideNetworks"),
        ({"aws:PrincipalTag/mfa": "false"}, "WithoutAttribute"),
        ({"aws:PrincipalTag/mfa": "True"}, "WithoutAttribute"),
        ({"aws:PrincipalTag/mfa": None}, "WithoutAttribute"),
        ({"aws:CurrentTime": "2026-11-30T23:59:59Z"}, "BeforeFirstDay"),
        ({"aws:CurrentTime": "2027-01-01T00:00:00Z"}, "AfterLastDay"),
    ],
)
def test_a_session_that_misses_one_condition_does_not(changed, sid):
    context = {key: value for key, value in (RIGHT | changed).items() if value is not None}
    assert decided(ALL, context) == (Decision.EXPLICIT_DENY, (sid,))


@pytest.mark.parametrize(
    "changed",
    [
        {"aws:SourceIp": "2001:db8:1::1"},
        {"aws:SourceIp": "52.95.0.1", "aws:ViaAWSService": "true"},
        {"aws:CurrentTime": "2026-12-01T00:00:00Z"},
        {"aws:CurrentTime": "2026-12-31T23:59:59Z"},
    ],
)
def test_the_edges_are_inside(changed):
    assert decided(ALL, RIGHT | changed)[0] == Decision.ALLOW


def test_only_what_is_set_binds():
    assert decided(SessionConditions(), {})[0] == Decision.ALLOW
    only = SessionConditions(attribute=("mfa", "true"))
    assert decided(only, {"aws:PrincipalTag/mfa": "true"})[0] == Decision.ALLOW
    assert decided(only, {}) == (Decision.EXPLICIT_DENY, ("WithoutAttribute",))


def test_the_document_is_one_that_lints_and_keeps_its_own_statement_first():
    document = inline_document(OWN, ALL)
    assert document is not None
    assert lint(document, Kind.IDENTITY) == ()
    assert [statement["Sid"] for statement in document["Statement"]] == ["Own", *SIDS]


def test_conditions_need_no_policy_of_the_sets_own():
    document = inline_document(None, SessionConditions(attribute=("mfa", "true")))
    assert document is not None
    assert [statement["Effect"] for statement in document["Statement"]] == ["Deny"]
    assert inline_document(None, SessionConditions()) is None


def test_white_space_does_not_count():
    assert visible_characters({"Version": "2012-10-17", "Statement": [{"Sid": "a b\tc"}]}) == len(
        '{"Statement":[{"Sid":"ab\\tc"}],"Version":"2012-10-17"}'
    )
