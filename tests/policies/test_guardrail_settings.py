"""Settings of guardrails that need facts about the site: what they refuse, and that without them nothing is emitted."""

import dataclasses
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from policies.document import Document
from policies.example import AUDIT, CONTEXT, MEMBER, USER
from policies.examples import verdict
from policies.guardrail import Guardrail, Request
from policies.guardrails import catalogue
from policies.guardrails.access_keys import AccessKeysSettings, ServiceAccount
from policies.guardrails.delegated_administrators import DelegatedAdministratorsSettings
from policies.guardrails.quarantine import QuarantineSettings
from policies.guardrails.session_dates import Period, SessionDatesSettings
from policies.guardrails.source_networks import SourceNetworksSettings
from policies.lint import Kind, lint
from policies.named_principals import NamedPrincipals
from policies.types import PolicyType

SOMEBODY = NamedPrincipals(roles=("Contractor",))


def emitted(key, settings, context=CONTEXT):
    entry = catalogue()[key]
    assert isinstance(entry, Guardrail)
    return entry.statements(context, settings)


@pytest.mark.parametrize("name", ["x-*", "x?", "/x", "x/", "a//b", "", "arn:aws:iam::444455556666:role/x"])
def test_a_role_is_named_exactly(name):
    with pytest.raises(ValidationError, match="roles"):
        NamedPrincipals(roles=(name,))


@pytest.mark.parametrize("name", ["Admin*", "a/b", "", "x" * 33])
def test_a_permission_set_is_named_exactly(name):
    with pytest.raises(ValidationError, match="permissionSets"):
        NamedPrincipals.model_validate({"permissionSets": [name]})


def test_named_principals_are_known_by_both_forms_of_a_permission_sets_role():
    arns = NamedPrincipals(roles=("teams/Finance",), permission_sets=("Admin",)).arns(CONTEXT)
    reserved = "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com"
    assert arns == (
        "arn:aws:iam::*:role/teams/Finance",
        f"{reserved}/AWSReservedSSO_Admin_????????????????",
        f"{reserved}/eu-west-1/AWSReservedSSO_Admin_????????????????",
    )


@pytest.mark.parametrize("key", ["privilegedRoles", "sourceNetworks", "sessionDates"])
def test_nothing_is_emitted_without_facts_about_the_site(key):
    assert emitted(key, catalogue()[key].settings()) == ()


@pytest.mark.parametrize("key", ["accessKeys", "iamDelegation", "suspended", "quarantine", "delegatedAdministrators"])
def test_what_is_emitted_by_default_lints(key):
    document = Document(statements=emitted(key, catalogue()[key].settings()))
    assert lint(document.as_dict(), Kind.SCP) == ()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"principals": SOMEBODY}, "starts, ends or both"),
        ({"principals": NamedPrincipals(), "ends": "2027-03-01T00:00:00Z"}, "name a role"),
        (
            {"principals": SOMEBODY, "starts": "2027-03-01T00:00:00Z", "ends": "2027-03-01T00:00:00+00:00"},
            "is not before",
        ),
        ({"principals": SOMEBODY, "ends": "2027-03-01T00:00:00"}, "timezone"),
    ],
)
def test_a_period_that_says_nothing_or_nonsense_is_refused(fields, message):
    with pytest.raises(ValidationError, match=message):
        Period.model_validate(fields)


def test_a_period_is_written_in_utc_and_each_has_its_own_sids():
    ends = Period.model_validate({"principals": SOMEBODY, "ends": "2027-03-01T01:00:00+01:00"})
    starts = Period(principals=SOMEBODY, starts=datetime(2027, 1, 1, tzinfo=UTC))
    first, second = emitted("sessionDates", SessionDatesSettings(periods=(ends, starts)))
    assert (first.sid, second.sid) == ("SessionDates1Ends", "SessionDates2Starts")
    assert first.conditions["DateGreaterThanEquals"] == {"aws:CurrentTime": "2027-03-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("settings", "where", "decision"),
    [
        ({"networks": ["203.0.113.0/24"]}, {"aws:SourceIp": "203.0.113.7"}, "Allow"),
        ({"networks": ["203.0.113.0/24"]}, {"aws:SourceVpc": "vpc-0123456789abcdef0"}, "ExplicitDeny"),
        ({"vpcs": ["vpc-0123456789abcdef0"]}, {"aws:SourceVpc": "vpc-0123456789abcdef0"}, "Allow"),
        ({"vpcs": ["vpc-0123456789abcdef0"]}, {"aws:SourceIp": "203.0.113.7"}, "ExplicitDeny"),
    ],
)
def test_what_is_not_listed_is_outside(settings, where, decision):
    request = Request(
        name="person", action="s3:ListAllMyBuckets", principal=USER, context=where | {"aws:ViaAWSService": "false"}
    )
    statements = emitted("sourceNetworks", SourceNetworksSettings.model_validate(settings))
    assert verdict(request, PolicyType.SCP, statements).decision == decision


def test_a_service_account_is_known_by_its_exact_arn():
    accounts = AccessKeysSettings(service_accounts=(ServiceAccount(account=MEMBER, user="service/mailer"),))
    (statement,) = emitted("accessKeys", accounts)
    assert statement.not_resources == (f"arn:aws:iam::{MEMBER}:user/service/mailer",)
    with pytest.raises(ValidationError, match="user"):
        ServiceAccount(account=MEMBER, user="service/*")


@pytest.mark.parametrize(("given", "bound"), [((), (AUDIT,)), ((MEMBER,), (MEMBER,))])
def test_the_audit_account_is_the_delegated_administrator_unless_others_are_given(given, bound):
    settings = DelegatedAdministratorsSettings(accounts=given, access=SOMEBODY)
    for statement in emitted("delegatedAdministrators", settings):
        assert statement.conditions["StringEquals"] == {"aws:PrincipalAccount": bound}


def test_the_quarantine_lets_vending_roles_work_by_default():
    context = dataclasses.replace(CONTEXT, deployer_role="guardrails-deployer")
    (statement,) = emitted("quarantine", QuarantineSettings(), context)
    assert statement.conditions["ArnNotLike"]["aws:PrincipalArn"] == (
        "arn:aws:iam::*:role/stacksets-exec-*",
        "arn:aws:iam::*:role/OrganizationAccountAccessRole",
    )
