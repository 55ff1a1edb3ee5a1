"""The invariants of trust policies go red: one planted violation after another in the example's graph."""

import json

import pytest

from tests.components import invariants as i
from tests.components.helpers import plant
from tests.components.test_planted import one, red

PIPELINE, INVENTORY, ORDERS = (
    "shop.shop-deployment-role",
    "shop.inventory-access-role",
    "shop.shop-orders-workload-role",
)
GITHUB = "token.actions.githubusercontent.com"


def planted(graph, name, change):
    """The graph with the first statement of a role's trust changed."""
    role = one(graph, i.ROLE, name)
    trust = json.loads(role.inputs["assumeRolePolicy"])
    change(trust["Statement"][0])
    return plant(graph, role, inputs={"assumeRolePolicy": json.dumps(trust)})


def keyed(operator, key, value):
    """Sets a condition, or with None takes it away."""

    def change(statement):
        keys = statement["Condition"].setdefault(operator, {})
        keys[key] = value
        if value is None:
            del keys[key]

    return change


@pytest.mark.parametrize(
    ("name", "principal", "word"),
    [
        (INVENTORY, "*", "lets in *"),
        (INVENTORY, {"AWS": "*"}, "lets in *"),
        (INVENTORY, {"AWS": ["arn:aws:iam::333344445555:root", "*"]}, "lets in *"),
        (INVENTORY, {"AWS": "arn:aws:iam::*:root"}, "lets in arn"),
        (INVENTORY, {"AWS": "333344445555"}, "lets in 333344445555"),
        (INVENTORY, {"AWS": "arn:aws:iam::888877776666:role/Collector"}, "888877776666 without external id"),
        (PIPELINE, {"Federated": "arn:aws:iam::444455556666:oidc-provider/*"}, "lets in arn"),
        (PIPELINE, {"Federated": "arn:aws:iam::444455556666:oidc-provider/gitlab.com"}, "any sub"),
        (ORDERS, {"Service": "*"}, "lets in *"),
    ],
)
def test_a_principal_that_is_nobody_in_particular(graph, stack, name, principal, word):
    changed = planted(graph, name, lambda statement: statement.update(Principal=principal))
    red(i.trusts_name_their_principals, changed, stack, word)


def test_everybody_but_some(graph, stack):
    def change(statement):
        statement["NotPrincipal"] = statement.pop("Principal")

    red(i.trusts_name_their_principals, planted(graph, INVENTORY, change), stack, "all but some")


@pytest.mark.parametrize(
    ("name", "operator", "key", "value", "word"),
    [
        (PIPELINE, "StringEquals", f"{GITHUB}:sub", None, "any sub"),
        (PIPELINE, "StringEquals", f"{GITHUB}:aud", None, "any aud"),
        (PIPELINE, "StringEquals", f"{GITHUB}:sub", "*", "any sub"),
        (PIPELINE, "StringEquals", f"{GITHUB}:sub", "repo:example-org/shop:*", "any sub"),
        (PIPELINE, "StringEquals", f"{GITHUB}:sub", "{1a2b}:{3c4d}:*", "any sub"),
        (INVENTORY, "ArnEquals", "aws:PrincipalArn", None, "whole account 333344445555"),
        (INVENTORY, "ArnEquals", "aws:PrincipalArn", "arn:aws:iam::333344445555:role/*", "whole account"),
    ],
)
def test_a_condition_that_is_missing_or_wide(graph, stack, name, operator, key, value, word):
    red(i.trusts_name_their_principals, planted(graph, name, keyed(operator, key, value)), stack, word)


def test_one_wide_subject_among_others(graph, stack):
    change = keyed("StringEquals", f"{GITHUB}:sub", ["repo:a/b:environment:c", "repo:*"])
    red(i.trusts_name_their_principals, planted(graph, PIPELINE, change), stack, "any sub")


def test_a_service_without_source(graph, stack):
    changed = planted(graph, ORDERS, lambda statement: statement.pop("Condition"))
    red(i.trusts_name_their_principals, changed, stack, "everybody's sources")


def test_a_subject_that_only_an_exemption_from_the_operator_holds(graph, stack):
    def change(statement):
        statement["Condition"] = {"StringEqualsIfExists": statement["Condition"]["StringEquals"]}

    red(i.trusts_name_their_principals, planted(graph, PIPELINE, change), stack, "any sub")


def test_a_third_party_without_external_id(graph, stack):
    role = one(graph, i.ROLE, INVENTORY)
    trust = json.loads(role.inputs["assumeRolePolicy"])
    del trust["Statement"][1]["Condition"]["StringEquals"]
    changed = plant(graph, role, inputs={"assumeRolePolicy": json.dumps(trust)})
    red(i.trusts_name_their_principals, changed, stack, "999988887777 without external id")


def test_an_external_id_that_shows(graph, stack):
    red(i.external_ids_are_secret, plant(graph, one(graph, i.ROLE, INVENTORY), secrets=()), stack, "shows")
