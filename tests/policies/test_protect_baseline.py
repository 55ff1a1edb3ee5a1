"""Which roles are out of reach: whoever changes a role that a guardrail spares is spared too."""

import dataclasses

import pytest

from policies.baseline_resources import protected_roles
from policies.example import CONTEXT, DEVELOPER, MEMBER, role
from policies.examples import verdict
from policies.guardrail import Request, Settings
from policies.guardrails.protect_baseline import GUARDRAIL
from policies.types import PolicyType

SCANNER = role("security/VulnerabilityScanner")
SET = CONTEXT.permission_set("Administrator")
USER = f"arn:aws:iam::{MEMBER}:user/legacy"
REGISTRY = dataclasses.replace(CONTEXT, exempted=(SCANNER, USER, *SET))


def retrusts(resource, context=REGISTRY):
    request = Request(name="asked", action="iam:UpdateAssumeRolePolicy", resource=resource, principal=DEVELOPER)
    return verdict(request, PolicyType.SCP, GUARDRAIL.statements(context, Settings())).decision


def test_a_role_in_the_exemption_registry_is_protected():
    assert retrusts(SCANNER) == "ExplicitDeny"
    assert retrusts(SCANNER, CONTEXT) == "Allow"


def test_a_role_of_the_same_name_under_another_path_is_not():
    assert retrusts(role("VulnerabilityScanner")) == "Allow"


@pytest.mark.parametrize("arn", [USER, *SET])
def test_users_and_what_aws_itself_protects_are_left_out(arn):
    assert arn not in protected_roles(REGISTRY)


def test_roles_of_control_tower_are_protected_where_it_is_used():
    assert retrusts(role("AWSControlTowerExecution")) == "ExplicitDeny"
    assert retrusts(role("AWSControlTowerExecution"), dataclasses.replace(CONTEXT, control_tower=False)) == "Allow"


def test_no_role_is_named_twice():
    found = protected_roles(REGISTRY)
    assert len(found) == len(set(found))
