"""The organization's policies as one account meets them: level by level, those attached by others included."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.models import Stack
from config.snapshot import PolicyFact
from policies.compiled import Compiled, compile_document
from policies.document import canonical
from policies.examples import FULL_ACCESS
from policies.organization import OrganizationPolicy
from policies.types import PolicyType

_EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
AWS_MANAGED: Mapping[PolicyType, tuple[str, Mapping[str, Any]]] = {
    PolicyType.SCP: ("FullAWSAccess", FULL_ACCESS),
    PolicyType.RCP: ("RCPFullAWSAccess", {"Version": "2012-10-17", "Statement": [_EVERYBODY]}),
}
"""What AWS attaches to every root, unit and account, with its document."""


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A policy on one level; `ours` is None for what others attached, `document` where nobody knows what it says."""

    name: str
    document: Mapping[str, Any] | None
    ours: OrganizationPolicy | None = None


def chain(stack: Stack, account: str) -> tuple[str, ...]:
    """The targets from the root to an account, given by its key: `Root`, each unit's path, the key.

    None where there is no organization.
    """
    if stack.standalone:
        return ()
    unit = stack.baseline.accounts[account].organizational_unit
    parts = [] if unit == "Root" else unit.split("/")
    return ("Root", *("/".join(parts[: depth + 1]) for depth in range(len(parts))), account)


def levels(
    stack: Stack, policies: Iterable[OrganizationPolicy], account: str, policy_type: PolicyType
) -> tuple[tuple[Attached, ...], ...]:
    """What is attached to each target from the root to an account, for one type of policy."""
    ours: dict[str, list[OrganizationPolicy]] = {}
    for policy in policies:
        if policy.policy_type == policy_type:
            ours.setdefault(policy.target, []).append(policy)
    return tuple(
        (
            *others(stack, target, policy_type),
            *(Attached(name=policy.name, document=policy.content, ours=policy) for policy in ours.get(target, ())),
        )
        for target in chain(stack, account)
    )


def others(stack: Stack, target: str, policy_type: PolicyType) -> tuple[Attached, ...]:
    """What others attached to a target that is evaluated: service control and resource control policies."""
    if policy_type not in AWS_MANAGED:
        return ()
    name, document = AWS_MANAGED[policy_type]
    return tuple(
        Attached(name=fact.name, document=fact.document or (document if fact.name == name else None))
        for fact in facts_of_others(stack, target, policy_type)
    )


def facts_of_others(stack: Stack, target: str, policy_type: PolicyType) -> tuple[PolicyFact, ...]:
    """What others attached to a target, by organization.json; AWS's own policy is assumed where that never names it."""
    place = target if target in ("Root", *stack.snapshot.organizational_units) else stack.baseline.accounts[target].id
    facts = tuple(fact for fact in stack.snapshot.policies.get(place, ()) if fact.type == policy_type)
    if policy_type not in AWS_MANAGED:
        return facts
    name, document = AWS_MANAGED[policy_type]
    if any(fact.name == name for listed in stack.snapshot.policies.values() for fact in listed):
        return facts
    return (PolicyFact(name=name, type=policy_type, characters=len(canonical(document))), *facts)


def compiled(found: Sequence[Sequence[Attached]]) -> list[list[Compiled]]:
    """Levels as the evaluator takes them; what others attached counts where its document is known."""
    return [[compile_document(canonical(a.document)) for a in level if a.document is not None] for level in found]
