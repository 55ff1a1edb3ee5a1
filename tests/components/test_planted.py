"""Every invariant goes red: one planted violation after another in the example's graph."""

import dataclasses
import re
from pathlib import Path

import pytest

from policies.guardrails import catalogue
from tests.components import invariants as i
from tests.components.helpers import add, plant, read_stack, record_baseline, remove
from tests.components.tokens import BUS, FILTER, PROVIDER, TARGET

SHOP, CANARY = "444455556666", "012345678901"


def one(graph, token, name=None):
    return next(r for r in graph.of_type(token) if name is None or r.name == name)


def red(invariant, graph, stack, word):
    found = invariant(graph, stack)
    assert any(word in violation for violation in found), found


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"allowedAccountIds": f'["{CANARY}"]'}, "alone"),
        ({"allowedAccountIds": f'["{SHOP}", "{CANARY}"]'}, "alone"),
        ({"allowedAccountIds": None}, "alone"),
        ({"assumeRoles": f'[{{"roleArn": "arn:aws:iam::{CANARY}:role/OrganizationAccountAccessRole"}}]'}, "assumes"),
        ({"assumeRoles": None}, "assumes"),
        ({"region": "us-east-1"}, "home region"),
    ],
)
def test_a_provider_of_another_account(graph, stack, changes, word):
    changed = plant(graph, one(graph, PROVIDER, "shop"), inputs=changes)
    red(i.reaches_its_own_account_only, changed, stack, word)


def test_the_management_account_is_not_assumed(graph, stack):
    role = '[{"roleArn": "arn:aws:iam::111122223333:role/OrganizationAccountAccessRole"}]'
    changed = plant(graph, one(graph, PROVIDER, "management"), inputs={"assumeRoles": role})
    red(i.reaches_its_own_account_only, changed, stack, "assumes")


def test_a_resource_without_provider(graph, stack):
    changed = plant(graph, one(graph, i.ROLE), provider="")
    red(i.reaches_its_own_account_only, changed, stack, "no explicit provider")


def test_a_resource_through_another_accounts_provider(graph, stack):
    foreign = one(graph, i.POLICY, "shop-boundary-policy").provider
    changed = plant(graph, one(graph, i.POLICY, "audit-boundary-policy"), provider=foreign)
    red(i.reaches_its_own_account_only, changed, stack, "does not work in audit alone")


def test_a_resource_outside_every_component(graph, stack):
    changed = plant(graph, one(graph, i.POLICY), parent="")
    red(i.reaches_its_own_account_only, changed, stack, "belongs to no active account")


def test_a_name_used_twice(graph, stack):
    role = one(graph, i.ROLE)
    red(i.names_are_unique, add(graph, role), stack, role.inputs["name"])


def test_a_logical_name_used_under_two_parents(graph, stack):
    role = one(graph, i.ROLE)
    twin = dataclasses.replace(role, urn=f"{role.urn}-elsewhere", inputs={})
    changed = dataclasses.replace(graph, resources={**graph.resources, twin.urn: twin})
    red(i.names_are_unique, changed, stack, role.name)


def test_a_urn_that_is_not_its_own(graph, stack):
    role = one(graph, i.ROLE)
    changed = dataclasses.replace(graph, resources={**graph.resources, "urn:other": role})
    red(i.names_are_unique, changed, stack, "urn:other")


def test_a_role_without_boundary(graph, stack):
    red(i.roles_are_bounded, plant(graph, one(graph, i.ROLE), inputs={"permissionsBoundary": None}), stack, "bounded")


def test_a_role_with_another_accounts_boundary(graph, stack):
    foreign = one(graph, i.ROLE, "shop-root-alert-role").inputs["permissionsBoundary"]
    role = one(graph, i.ROLE, "audit-root-alert-role")
    red(i.roles_are_bounded, plant(graph, role, inputs={"permissionsBoundary": foreign}), stack, "bounded")


@pytest.mark.parametrize("actions", [None, []])
def test_an_alarm_without_action(graph, stack, actions):
    red(
        i.alarms_act,
        plant(graph, one(graph, i.ALARM, "cis-5-3-alarm"), inputs={"alarmActions": actions}),
        stack,
        "no action",
    )


def test_a_suspended_account_that_gets_something(graph, stack):
    changed = plant(graph, one(graph, PROVIDER), inputs={"allowedAccountIds": '["666677778888"]'})
    red(i.inactive_accounts_get_nothing, changed, stack, "retired")
    red(i.inactive_accounts_get_nothing, add(graph, one(graph, i.POLICY), name="retired-boundary"), stack, "retired")


@pytest.mark.parametrize("token", ["accessKey:AccessKey", "user:User", "userLoginProfile:UserLoginProfile"])
def test_a_credential(graph, stack, token):
    changed = add(graph, one(graph, i.ROLE), type=f"aws:iam/{token}")
    red(i.no_long_term_credentials, changed, stack, token)


def test_a_key_without_its_alias(graph, stack):
    key = one(graph, i.KEY)
    red(i.keys_are_known_by_their_alias, remove(graph, i.ALIAS), stack, key.name)
    foreign = plant(graph, one(graph, i.ALIAS, f"{key.name}-alias"), inputs={"name": "alias/other"})
    red(i.keys_are_known_by_their_alias, foreign, stack, key.name)


@pytest.mark.parametrize("token", [i.BUCKET, i.KEY, i.TRAIL])
def test_a_record_that_goes_with_the_stack(graph, stack, token):
    red(i.records_survive, plant(graph, one(graph, token), retain_on_delete=False), stack, "goes with the stack")


@pytest.mark.parametrize(
    ("token", "name"),
    [(i.BUCKET, "log-archive-bucket"), (i.TRAIL, None), (i.KEY, "log-archive-key")],
    ids=["bucket", "trail", "key"],
)
def test_a_record_that_is_not_protected(graph, stack, token, name):
    red(i.records_survive, plant(graph, one(graph, token, name), protect=False), stack, "not protected")
    red(i.records_survive, remove(graph, token), stack, "missing")


def test_an_scp_that_is_too_long(graph, stack):
    changed = plant(graph, one(graph, i.SCP), inputs={"content": " " * 10_241, "type": "SERVICE_CONTROL_POLICY"})
    red(i.organization_policies_are_within_limits, changed, stack, "-id: 10241")


def test_a_target_without_room(graph):
    facts = [{"name": f"p{at}", "type": "SERVICE_CONTROL_POLICY", "characters": 1} for at in range(10)]
    stack = read_stack("prod", lambda values: values["snapshot"]["policies"].update(Workloads=facts))
    red(i.organization_policies_are_within_limits, graph, stack, "Workloads has 11 policies of type SERVICE")


def test_other_policy_types_take_no_room(graph):
    facts = [{"name": f"p{at}", "type": "RESOURCE_CONTROL_POLICY", "characters": 9_999} for at in range(5)]
    stack = read_stack("prod", lambda values: values["snapshot"]["policies"].update(Workloads=facts))
    assert i.organization_policies_are_within_limits(graph, stack) == []


@pytest.mark.parametrize("key", ["targetId", "policyId"])
def test_an_attachment_to_what_is_not_known(graph, stack, key):
    changed = plant(graph, one(graph, i.ATTACHMENT), inputs={key: "ou-exam-unknown1"})
    red(i.organization_policies_are_within_limits, changed, stack, "not known")


def test_a_managed_policy_that_is_too_long(graph, stack):
    changed = plant(graph, one(graph, i.POLICY), inputs={"policy": " " * 6_145})
    red(i.managed_policies_are_within_limits, changed, stack, "too long")


@pytest.mark.parametrize("region", ["eu-west-1", "eu-central-1", "us-east-1"])
@pytest.mark.parametrize("state", [None, "ENABLED", "DISABLED"])
def test_a_root_rule_that_sleeps(graph, stack, region, state):
    changed = plant(graph, one(graph, i.RULE, f"shop-root-alert-{region}"), inputs={"state": state})
    red(i.root_is_heard_everywhere, changed, stack, f"root of shop is not heard in {region}")


def test_attachments_at_the_same_time(graph, stack):
    changed = plant(graph, graph.of_type(i.ATTACHMENT)[-1], dependencies=())
    red(i.attachments_follow_one_another, changed, stack, "at the same time")


@pytest.mark.parametrize(
    ("token", "key", "value"),
    [
        (i.RULE, "name", "r" * 65),
        (i.RULE, "name", "with space"),
        (i.RULE, "description", "d" * 513),
        (i.RULE, "eventPattern", "p" * 4097),
        (i.RULE, "state", "ON"),
        (BUS, "name", "b" * 257),
        (TARGET, "targetId", "t" * 65),
        (i.ALARM, "name", "a" * 256),
        (i.ALARM, "alarmDescription", "a" * 1025),
        (FILTER, "pattern", "p" * 1025),
        (i.ROLE, "name", "r" * 65),
        (i.POLICY, "name", "p" * 129),
        (i.POLICY, "policy", "€"),
        (i.SCP, "name", "s" * 129),
        (i.SCP, "description", "s" * 513),
    ],
)
def test_a_name_that_the_api_refuses(graph, stack, token, key, value):
    red(i.names_fit_the_api, plant(graph, one(graph, token), inputs={key: value}), stack, key)


def test_every_invariant_has_its_planted_violation():
    """Called with it, or in a list of those that a test calls with it."""
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    text = "".join(text for text in texts if "red(" in text)
    names = [invariant.__name__ for invariant in i.INVARIANTS]
    assert [name for name in names if not re.search(rf"red\((i\.)?{name}\b|i\.{name}[,\]]", text)] == []


@pytest.mark.parametrize(
    ("mode", "targets", "units"),
    [
        ("canary", ["Workloads"], ["Workloads/Canary"]),
        ("canary", ["Root"], ["Workloads/Canary"]),
        ("canary", ["Workloads/Canary"], ["Workloads/Canary"]),
        ("canary", ["Sandbox"], []),
        ("off", ["Root"], []),
        ("enforce", ["Workloads", "Sandbox"], ["Sandbox", "Workloads"]),
    ],
)
def test_a_mode_decides_where_a_guardrail_is_attached(mode, targets, units):
    def change(values):
        off = {key: {"mode": "off"} for key in catalogue()}
        values["baseline"]["guardrails"] = off | {"encryption": {"mode": mode, "targets": targets}}

    stack = read_stack("prod", change)
    graph = record_baseline(stack)
    attached = [attachment.inputs["targetId"] for attachment in graph.of_type(i.ATTACHMENT)]
    assert sorted(attached) == sorted(stack.target_id(unit) for unit in units)
    assert len(graph.of_type(i.SCP)) == len(units)
    assert i.attachments_follow_one_another(graph, stack) == []
