"""The example organization deployed by roles of its own, and what these are granted in each account."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from config.levels import compiled, levels
from config.models import Stack
from config.plan import context, policies
from policies.compiled import Compiled
from policies.deployer.ceiling import ceiling
from policies.deployer.escalations import DEPLOYER_ROLE
from policies.deployer.rights import Rights, documents, rights
from policies.deployer.template import entering_members
from policies.document import Document, Statement
from policies.evaluator import Policies
from policies.example import AUDIT, LOG_ARCHIVE, MANAGEMENT, MEMBER
from policies.types import PolicyType
from review.deployer import deployed
from review.recorder import Graph
from tests.components.helpers import read_stack, record_baseline

KEYS = {MANAGEMENT: "management", LOG_ARCHIVE: "log-archive", AUDIT: "audit", MEMBER: "shop"}


def by_its_own_role(values: dict[str, Any]) -> None:
    """The configuration with the deployer in the place of the vended role."""
    values["baseline"]["deployment"]["roleName"] = DEPLOYER_ROLE
    values["baseline"]["guardrails"]["delegatedAdministrators"]["access"]["roles"] = [DEPLOYER_ROLE]


@cache
def stack() -> Stack:
    return read_stack("prod", by_its_own_role)


@cache
def graph() -> Graph:
    return record_baseline(stack())


@cache
def granted() -> Mapping[str, Rights]:
    return rights(deployed(graph(), stack()))


def statements(account: str) -> tuple[Statement, ...]:
    """Everything that the deployer of an account is granted."""
    found = documents(granted()[account], context(stack()), account).values()
    own = tuple(statement for several in found for document in several for statement in document.statements)
    return own + (entering_members(context(stack())).statements if account == MANAGEMENT else ())


def held(account: str, allowed: tuple[Statement, ...]) -> Policies:
    """What decides in an account: the organization's policies, the boundary, and these statements."""
    return Policies(
        scps=_levels(account, PolicyType.SCP),
        rcps=_levels(account, PolicyType.RCP),
        identity=[Compiled(Document(statements=allowed).as_dict())],
        boundary=None if account == MANAGEMENT else boundary(account),
        resource=_consent(account),
    )


@cache
def boundary(account: str) -> Compiled:
    return Compiled(ceiling("aws", account, DEPLOYER_ROLE, identity_center=account == AUDIT).as_dict())


@cache
def _levels(account: str, kind: PolicyType) -> list[list[Compiled]]:
    return compiled(levels(stack(), policies(stack()), KEYS[account], kind))


@cache
def _consent(account: str) -> Compiled:
    """Keys and roles leave the decision to their account, as the baseline's do."""
    principals = {"AWS": f"arn:aws:iam::{account}:root"}
    consent = Statement(sid="Consent", effect="Allow", actions=("*",), principals=principals)
    return Compiled(Document(statements=(consent,)).as_dict())
