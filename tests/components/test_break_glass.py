"""What is deployed of break-glass: in every active account, bounded, after its users, and heard."""

import dataclasses
import json

import pytest

from config.loader import load_stack
from policies import names
from tests.components import invariants as i
from tests.components.helpers import ROOT, add, plant, read_stack, record_baseline


def named(graph, token, name):
    return [r for r in graph.of_type(token) if r.inputs.get("name") == name]


def one(graph, name):
    return next(r for r in graph.resources.values() if r.name == name)


def test_every_active_account_has_the_role_under_its_own_boundary(graph, stack):
    roles = named(graph, i.ROLE, names.BREAK_GLASS_ROLE)
    assert {i.owner(graph, stack, role) for role in roles} == stack.active_accounts().keys()
    boundaries = {i._arn(p): p.provider for p in named(graph, i.POLICY, names.BREAK_GLASS_BOUNDARY)}
    for role in roles:
        assert boundaries[role.inputs["permissionsBoundary"]] == role.provider
        assert role.inputs["maxSessionDuration"] == 3600


def test_roles_wait_for_the_users_whom_they_trust(graph):
    users = {user.urn for user in graph.of_type(i.USER)}
    assert len(users) == 2
    for role in named(graph, i.ROLE, names.BREAK_GLASS_ROLE):
        assert users <= set(role.dependencies)


def test_the_users_are_in_management_with_their_one_policy(graph, stack):
    (policy,) = named(graph, i.POLICY, names.BREAK_GLASS_USER_POLICY)
    attached = {r.inputs["user"]: r.inputs["policyArn"] for r in graph.of_type(i.USER_ATTACHMENT)}
    for user in graph.of_type(i.USER):
        assert i.owner(graph, stack, user) == "management"
        assert user.inputs["permissionsBoundary"] == i._arn(policy) == attached[user.inputs["name"]]
        assert user.inputs["forceDestroy"] is False


def test_the_documents_follow_the_settings():
    def change(values):
        values["baseline"]["breakGlass"] = {"mfaMinutes": 5, "hardwareTokens": False}

    graph = record_baseline(read_stack("prod", change))
    role, policy = one(graph, "shop-break-glass-role"), one(graph, "break-glass-users-policy")
    (statement,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    assert statement["Condition"]["NumericLessThanEquals"] == {"aws:MultiFactorAuthAge": "300"}
    sids = {statement["Sid"] for statement in json.loads(policy.inputs["policy"])["Statement"]}
    assert "HardwareToken" not in sids
    assert "CertifiedSecurityKey" in sids


def test_without_the_block_nothing_of_it_is_deployed():
    graph = record_baseline(read_stack("prod", lambda values: values["baseline"].pop("breakGlass")))
    assert not [r for r in graph.resources.values() if "break-glass" in r.name]


def test_the_example_has_it():
    assert load_stack("prod", ROOT).baseline.break_glass is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"permissionsBoundary": None},
        {"permissionsBoundary": "arn:aws:mock:::Policy/management-boundary-policy"},
        {"name": "guardrails-break-glass-3"},
    ],
)
def test_another_user_is_a_credential(graph, stack, changes):
    changed = plant(graph, graph.of_type(i.USER)[0], inputs=changes)
    assert i.no_long_term_credentials(changed, stack)


def test_another_policy_on_a_user_is_a_credential(graph, stack):
    attachment = graph.of_type(i.USER_ATTACHMENT)[0]
    changed = {"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    assert i.no_long_term_credentials(plant(graph, attachment, inputs=changed), stack)


def test_a_login_is_a_credential_even_for_break_glass(graph, stack):
    user = graph.of_type(i.USER)[0]
    for kind in ("userLoginProfile:UserLoginProfile", "accessKey:AccessKey"):
        assert i.no_long_term_credentials(add(graph, user, type=f"aws:iam/{kind}"), stack)


def test_the_hubs_rule_is_missing(graph, stack):
    hub = one(graph, "break-glass-hub-rule")
    kept = {urn: resource for urn, resource in graph.resources.items() if urn != hub.urn}
    found = i.alerts_are_heard(dataclasses.replace(graph, resources=kept), stack)
    assert "shop-break-glass-alert-us-east-1 ends on root-hub-bus" in found


def test_every_account_and_region_has_the_rule_that_hears_reads_too(graph, stack):
    rules = [r for r in named(graph, i.RULE, names.BREAK_GLASS_RULE) if not r.inputs.get("eventBusName")]
    places = {(i.owner(graph, stack, rule), rule.inputs["region"]) for rule in rules}
    regions = {*stack.organization.regions, "us-east-1"}
    assert places == {(account, region) for account in stack.active_accounts() for region in regions}
    assert {rule.inputs["state"] for rule in rules} == {i.ALL_EVENTS}
