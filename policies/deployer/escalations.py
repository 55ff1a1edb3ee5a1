"""The suite of escalations tried by the deployer of a member account, and what of it is the deployer's own work."""

from collections.abc import Mapping
from dataclasses import replace

from policies.escalations.attempt import BASELINE, SELF, Attempt
from policies.example import role
from policies.guardrail import Request

DEPLOYER_ROLE = "GuardrailsDeployer"
"""The role's name in the suite and in the documentation."""
_CEILINGS = (
    "the baseline's ceilings change with its releases; its own ceiling is another policy, which it can't change, "
    "and it enters no role that a weaker ceiling would free"
)
ITS_WORK: Mapping[str, str] = {
    "rewrite the boundary": _CEILINGS,
    "delete the boundary": f"`destroy` takes them away; AWS refuses while a role has the boundary. Else: {_CEILINGS}",
    "create an OIDC provider": "pipelines' roles need theirs; only where the configuration has such a role",
    "add an audience to an OIDC provider": "audiences change with the configuration; only where there are such roles",
}
"""Attempts that the deployer may make, by name, each with the reason and with what holds it instead."""


def as_deployer(attempt: Attempt) -> Request:
    """The attempt as made by the deployer of the suite's account."""
    principal = role(DEPLOYER_ROLE)
    made = replace(attempt, resource=attempt.resource.replace(SELF, principal)).request(BASELINE)
    return replace(made, name=attempt.name, principal=principal)
