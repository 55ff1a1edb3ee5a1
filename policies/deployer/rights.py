"""The policies of a deployer, made from the resources that it deploys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policies.deployer.account_types import ACCOUNT_TYPES
from policies.deployer.channel_types import CHANNEL_TYPES
from policies.deployer.config_types import CONFIG_TYPES
from policies.deployer.iam_types import IAM_TYPES
from policies.deployer.identity_types import IDENTITY_TYPES
from policies.deployer.log_types import LOG_TYPES
from policies.deployer.need import Need, Needs, Part, Place
from policies.deployer.organization_types import ORGANIZATION_TYPES
from policies.deployer.security_types import SECURITY_TYPES
from policies.document import Conditions, Document, Statement
from policies.guardrail import Context
from policies.limits import MANAGED_POLICY_CHARACTERS

TYPES: Needs = {
    **ACCOUNT_TYPES,
    **CHANNEL_TYPES,
    **CONFIG_TYPES,
    **IAM_TYPES,
    **IDENTITY_TYPES,
    **LOG_TYPES,
    **ORGANIZATION_TYPES,
    **SECURITY_TYPES,
}
"""Every type that the baseline deploys."""
Rights = Mapping[Place, frozenset[str]]
"""Actions by the place in which they are allowed."""


class UnknownTypeError(LookupError):
    """A resource of which nobody wrote down what it needs; the message says where to do so."""


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """One resource of a program: the account's id, the type as Pulumi has it, and the inputs."""

    account: str
    type: str
    inputs: Mapping[str, Any]


def needs_of(resource: Deployed) -> tuple[Need, ...]:
    """What deploying a resource needs. Raises UnknownTypeError for one that the data doesn't know."""
    needs = TYPES.get(resource.type)
    if needs is None:
        raise UnknownTypeError(
            f"{resource.type} is in none of policies/deployer/*_types.py: add its actions for create, read, update and "
            "delete with the place that they are allowed in, and record the calls again (docs/deployer.md)"
        )
    found = tuple(need for need in needs if need.concerns(resource.inputs))
    if not found:
        named = {key: resource.inputs[key] for key in ("name", "path", "role") if key in resource.inputs}
        raise UnknownTypeError(
            f"{resource.type} with {named} is of no kind that policies/deployer/*_types.py knows: add the kind there, "
            "or a `when` that fits"
        )
    return found


def rights(resources: Iterable[Deployed]) -> dict[str, Rights]:
    """What the deployer of each account, by id, needs there. Raises UnknownTypeError."""
    found: dict[str, dict[Place, set[str]]] = {}
    for resource in resources:
        for need in needs_of(resource):
            found.setdefault(resource.account, {}).setdefault(need.place, set()).update(need.actions)
    return {
        account: {place: frozenset(actions) for place, actions in places.items()} for account, places in found.items()
    }


def union(several: Iterable[Rights]) -> Rights:
    """What any of them allows."""
    found: dict[Place, frozenset[str]] = {}
    for one in several:
        for place, actions in one.items():
            found[place] = found.get(place, frozenset()) | actions
    return found


def facts(context: Context, account: str) -> dict[str, str]:
    """The names that places hold; `account` is an id, or what stands for one in a template."""
    return {
        "partition": context.partition,
        "account": account,
        "management": context.management,
        "audit": context.audit,
        "organization": context.organization,
        "bucket": context.bucket,
        "access_logs": context.access_logs,
        "config_bucket": context.config_bucket,
        "deployer": context.deployer_role,
    }


def documents(granted: Rights, context: Context, account: str) -> dict[Part, tuple[Document, ...]]:
    """The policies of each part, as few as AWS's limit of a managed policy lets them be."""
    names = facts(context, account)
    statements: dict[Part, list[Statement]] = {}
    for place in sorted(granted, key=lambda place: (place.part, place.sid)):
        statements.setdefault(place.part, []).append(_statement(place, granted[place], names))
    return {part: _packed(found) for part, found in statements.items()}


def _statement(place: Place, actions: frozenset[str], names: Mapping[str, str]) -> Statement:
    return Statement(
        sid=place.sid,
        effect="Allow",
        actions=tuple(sorted(actions)),
        resources=tuple(text.format_map(names) for text in place.arns),
        conditions=_filled(place.conditions, names),
    )


def _filled(conditions: Conditions, names: Mapping[str, str]) -> Conditions:
    return {
        operator: {
            key: value.format_map(names) if isinstance(value, str) else tuple(text.format_map(names) for text in value)
            for key, value in keys.items()
        }
        for operator, keys in conditions.items()
    }


def _packed(statements: list[Statement]) -> tuple[Document, ...]:
    packed: list[Document] = []
    for statement in statements:
        fuller = Document(statements=(*packed[-1].statements, statement)) if packed else None
        if fuller is not None and fuller.characters <= MANAGED_POLICY_CHARACTERS.value:
            packed[-1] = fuller
        else:
            packed.append(Document(statements=(statement,)))
    return tuple(packed)
