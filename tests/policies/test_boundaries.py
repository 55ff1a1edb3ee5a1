"""The boundaries: one document for each kind, in every active account, with nothing of IAM that is not named."""

import json
from pathlib import Path

import pytest

from config.loader import load_stack
from config.synthesis import synthesize
from policies.boundaries.documents import KINDS, boundary_documents
from policies.boundaries.grants import IDENTITY
from policies.boundaries.kind import BoundaryKind
from policies.boundaries.owned import making
from policies.config_delivery import LISTS
from policies.deploys import Deploy, Deploys, deployment_permissions
from policies.escalations.attempt import BASELINE, IAM, SUBJECTS, WORKLOAD_BOUNDARY, asked
from policies.escalations.proof import alone, decided
from policies.evaluator import Decision
from policies.example import MEMBER, role
from policies.lint import reference
from policies.names import BOUNDARY_POLICY
from tests.components.helpers import recorded

ROOT = Path(__file__).parents[2]
PLACES = (
    "*",
    role("Administrator"),
    role("delegated/shop-orders"),
    f"{IAM}:policy/delegated/shop-orders",
    f"{IAM}:policy/network",
    f"{IAM}:instance-profile/delegated/shop-orders",
    f"{IAM}:user/alice",
)
PASSED_TO_TASKS = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
MADE = {action for statement in making("aws", MEMBER) for action in statement.actions}
PASSED, LINKED, ASKED = (
    "iam:PassRole",
    "iam:CreateServiceLinkedRole",
    {"iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy"},
)
SEEN = {"account:ListRegions", "organizations:DescribeOrganization", *ASKED}
CHANGES = {
    BASELINE: {*SEEN, *LISTS},
    BoundaryKind.DEVELOPER: {*SEEN, PASSED, LINKED},
    BoundaryKind.WORKLOAD: {PASSED},
    BoundaryKind.CI: {*SEEN, PASSED, LINKED, *MADE},
    BoundaryKind.DELEGATED_ADMINISTRATOR: {*SEEN, PASSED, LINKED, *MADE},
}


def possible(subject, action):
    """Whether a role under the boundary may do it anywhere, with the most favourable context."""
    context = {"iam:PermissionsBoundary": WORKLOAD_BOUNDARY, "iam:PassedToService": "lambda.amazonaws.com"}
    return any(
        decided(asked(action, action, place, subject, context), alone(subject)).decision == Decision.ALLOW
        for place in PLACES
    )


@pytest.mark.parametrize("subject", CHANGES)
def test_nothing_that_decides_who_may_do_what_is_granted_but_what_is_named(subject):
    """Every action of these services that AWS lists, looked up one by one."""
    everything = {action.name for pattern in IDENTITY for action in reference.matching(pattern)}
    assert len(everything) > 400
    granted = {action for action in everything if possible(subject, action)}
    assert {action for action in granted if not action.startswith(("iam:Get", "iam:List"))} == CHANGES[subject]
    assert any(action.startswith("iam:Get") for action in granted) is (subject != BoundaryKind.WORKLOAD)


def test_the_owned_path_is_held_by_the_boundary_that_can_make_nothing():
    assert not MADE & CHANGES[BoundaryKind.WORKLOAD]
    assert WORKLOAD_BOUNDARY in json.dumps([statement.as_dict() for statement in making("aws", MEMBER)])


@pytest.mark.parametrize("kind", list(Deploys))
def test_pipelines_have_room_for_all_that_they_deploy(kind):
    deploy = Deploy(kind=kind, names=("shop",))
    granted = deployment_permissions("aws", MEMBER, (deploy,))
    asked_ = [
        asked(action, action, statement.resources[0].replace("*", "x"), BoundaryKind.CI, PASSED_TO_TASKS)
        for statement in granted.statements
        for action in statement.actions
    ]
    assert asked_
    bounds = alone(BoundaryKind.CI)
    assert [request.name for request in asked_ if decided(request, bounds).decision != Decision.ALLOW] == []


def test_there_is_one_for_each_kind_and_for_the_baseline():
    assert set(KINDS) == set(BoundaryKind) == SUBJECTS.keys() & set(BoundaryKind)
    assert list(boundary_documents("aws", MEMBER)) == [
        BOUNDARY_POLICY,
        "guardrails-boundary-developer",
        "guardrails-boundary-workload",
        "guardrails-boundary-ci",
        "guardrails-boundary-delegated-administrator",
    ]


def test_every_active_account_has_all_of_them():
    graph, stack = recorded("prod")
    for key, account in stack.active_accounts().items():
        found = {
            resource.inputs["name"]: resource.inputs["policy"]
            for resource in graph.of_type("aws:iam/policy:Policy")
            if graph.resources[resource.parent].name == f"{key}-boundary"
        }
        assert found == {name: document.json() for name, document in boundary_documents("aws", account.id).items()}


def test_the_synthesized_manifest_lists_all_of_them():
    files = synthesize(load_stack("prod", ROOT))
    accounts = json.loads(files["manifest.json"])["accounts"]
    for account in accounts:
        documents = boundary_documents("aws", account["id"])
        assert account["boundaries"].keys() == documents.keys()
        for name, file in account["boundaries"].items():
            assert json.loads(files[file]) == documents[name].as_dict()
