"""What the example's machines get: providers, boundaries, sessions; and what is left out."""

import json

import pytest

from tests.components import invariants as i
from tests.components.helpers import read_stack, record_baseline, recorded

PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"


def machines(change):
    """The graph of the example with its block of machines changed."""
    return record_baseline(read_stack("prod", lambda values: change(values["baseline"]["machineAccess"])))


def roles(graph):
    return {r.name: r for r in graph.of_type(i.ROLE) if "." in r.name}


def test_each_role_has_the_boundary_of_its_kind():
    graph = recorded("prod")[0]
    found = {name: role.inputs["permissionsBoundary"].rpartition("/")[2] for name, role in roles(graph).items()}
    assert found == {
        "playground.inventory-access-role": "playground-boundary-policy",
        "shop.inventory-access-role": "shop-boundary-policy",
        "shop.shop-deployment-role": "shop-boundary-ci-policy",
        "shop.shop-orders-workload-role": "shop-boundary-workload-policy",
    }


def test_names_paths_and_sessions():
    graph = machines(lambda block: block["deploymentRoles"]["shop"].update(sessionHours=2))
    found = {
        name: (r.inputs.get("path"), r.inputs["name"], r.inputs.get("maxSessionDuration"))
        for name, r in roles(graph).items()
    }
    assert found["shop.shop-deployment-role"] == (None, "guardrails-deploy-shop", 7200)
    assert found["shop.inventory-access-role"] == (None, "guardrails-access-inventory", 3600)
    assert found["shop.shop-orders-workload-role"] == ("/delegated/", "shop-orders", None)


def test_roles_of_one_account_and_issuer_share_a_provider_that_takes_their_audiences():
    def change(block):
        shop = block["deploymentRoles"]["shop"]
        blog = {**shop["github"], "repository": "blog", "repositoryId": "7654322", "audience": "blog"}
        gitlab = {"project": "example/shop", "projectId": "42", "branch": "main", "audience": "https://aws.example.com"}
        block["deploymentRoles"] |= {
            "blog": {**shop, "github": blog},
            "tools": {"account": "shop", "gitlab": gitlab, "deploys": shop["deploys"]},
            "play": {**shop, "account": "playground"},
        }

    graph = machines(change)
    found = {p.name: (p.inputs["url"], p.inputs["clientIdLists"]) for p in graph.of_type(PROVIDER)}
    github = "https://token.actions.githubusercontent.com"
    assert found == {
        "playground.token-actions-githubusercontent-com-oidc-provider": (github, ["sts.amazonaws.com"]),
        "shop.gitlab-com-oidc-provider": ("https://gitlab.com", ["https://aws.example.com"]),
        "shop.token-actions-githubusercontent-com-oidc-provider": (github, ["blog", "sts.amazonaws.com"]),
    }
    stack = read_stack("prod", lambda values: change(values["baseline"]["machineAccess"]))
    assert [why for invariant in i.INVARIANTS for why in invariant(graph, stack)] == []


def test_an_account_that_is_not_active_gets_no_role():
    def change(block):
        for kind in ("deploymentRoles", "workloadRoles"):
            for role in block[kind].values():
                role["account"] = "retired"
        block["crossAccountRoles"]["inventory"]["accounts"] = ["retired", "playground"]

    graph = machines(change)
    assert list(roles(graph)) == ["playground.inventory-access-role"]
    assert graph.of_type(PROVIDER) == []


def test_only_the_third_parties_that_are_named_get_in():
    def change(values):
        parties = values["baseline"]["guardrails"]["organizationPerimeter"]["thirdParties"]
        parties.append({**parties[0], "account": "888877776666", "externalId": "other-1"})

    role = roles(record_baseline(read_stack("prod", change)))["shop.inventory-access-role"]
    principals = [s["Principal"]["AWS"] for s in json.loads(role.inputs["assumeRolePolicy"])["Statement"]]
    assert principals == [["arn:aws:iam::333344445555:root"], "arn:aws:iam::999988887777:root"]


@pytest.mark.parametrize("required", [True, False])
def test_a_source_identity_is_asked_for_where_it_is_required(required):
    graph = machines(lambda block: block["crossAccountRoles"]["inventory"].update(requireSourceIdentity=required))
    trust = json.loads(roles(graph)["shop.inventory-access-role"].inputs["assumeRolePolicy"])["Statement"]
    assert [("sts:SourceIdentity" in statement["Condition"].get("Null", {})) for statement in trust] == [required] * 2
    assert [("sts:SetSourceIdentity" in statement["Action"]) for statement in trust] == [required] * 2


def test_nothing_is_made_where_nothing_is_asked_for():
    graph = record_baseline(read_stack("prod", lambda values: values["baseline"].pop("machineAccess")))
    assert roles(graph) == {}
