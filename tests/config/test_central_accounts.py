"""Accounts in which much is deployed, and that don't answer: said with their place, and no traceback."""

import json

import pytest

from config.loader import inspect
from tests.config.project import STACK_FILE, change, project

CENTRAL = {"managementAccount": "management", "logArchiveAccount": "log-archive", "auditAccount": "audit"}
STATES = ("PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED")


@pytest.fixture
def root(tmp_path):
    return project(tmp_path)


def put(root, key, state):
    """The account's state in organization.json."""
    place = root / "organization.json"
    facts = json.loads(place.read_text(encoding="utf-8"))
    stack = inspect("prod", root).stack
    assert stack
    facts["accounts"][stack.baseline.accounts[key].id]["state"] = state
    place.write_text(json.dumps(facts, indent=2), encoding="utf-8")


def said(root):
    return [(problem.path, problem.found, problem.expected) for problem in inspect("prod", root).problems]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", CENTRAL)
def test_a_central_account_that_is_not_active_is_said(root, role, state):
    put(root, CENTRAL[role], state)
    assert (f"guardrails:organization.{role}", f'"{CENTRAL[role]}", which is {state}', "an account that is ACTIVE") in (
        said(root)
    )


@pytest.mark.parametrize("state", STATES)
def test_an_existing_trails_account_is_to_be_active_too(root, state):
    put(root, "audit", state)
    trail = "    trail: {existing: {logGroup: trail, account: audit}}\n    guardrails:\n"
    change(root, STACK_FILE, "    guardrails:\n", trail)
    place = "guardrails:baseline.trail.existing.account"
    assert (place, f'"audit", which is {state}', "an account that is ACTIVE") in said(root)
