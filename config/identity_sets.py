"""Permission sets as they are deployed: preset, the stack's own words and conditions put together."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from config.identity import AccessConditions, PermissionSet, PolicyReference
from policies import names
from policies.managed_policies import managed_policy_arn
from policies.permission_sets import PermissionSetPreset, presets
from policies.session_conditions import SessionConditions, inline_document


@dataclass(frozen=True, kw_only=True)
class ResolvedSet:
    """One set; `session` as ISO 8601 has it, `managed` as ARNs, names of own policies with their path."""

    name: str
    description: str | None
    session: str
    relay_state: str | None
    managed: tuple[str, ...]
    customer: tuple[tuple[str, str], ...]
    boundary: tuple[str, str] | None
    inline: Mapping[str, Any] | None
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def hours(self) -> int:
        """How long a session lasts."""
        return int(self.session.strip("PTH"))

    def named(self) -> tuple[str, ...]:
        """Names of the policies that must be in an account before the set is."""
        return tuple(name for name, _ in (*self.customer, *((self.boundary,) if self.boundary else ())))


def resolved(name: str, entry: PermissionSet, partition: str) -> ResolvedSet:
    """The set that an entry means. Managed policies and statements are added to the preset's, all else wins over it."""
    preset = presets(partition)[entry.preset] if entry.preset else PermissionSetPreset(description="", session_hours=1)
    managed = {managed_policy_arn(partition, policy) for policy in (*preset.managed_policies, *entry.managed_policies)}
    customer = {(policy.name, policy.path) for policy in entry.customer_managed_policies}
    description = preset.description if entry.description is None else entry.description
    return ResolvedSet(
        name=name,
        description=description or None,
        session=f"PT{entry.session_hours or preset.session_hours}H",
        relay_state=entry.relay_state,
        managed=tuple(sorted(managed)),
        customer=tuple(sorted(customer)),
        boundary=_boundary(entry, preset),
        inline=inline_document(_own(entry, preset), session_conditions(entry.conditions)),
        tags=entry.tags,
    )


def session_conditions(conditions: AccessConditions) -> SessionConditions:
    """The stack file's conditions as policies take them."""
    attribute = conditions.mfa_attribute
    return SessionConditions(
        networks=tuple(str(network) for network in conditions.source_networks),
        attribute=(attribute.key, attribute.value) if attribute else None,
        first_day=_day(conditions.from_day),
        last_day=_day(conditions.until),
    )


def _own(entry: PermissionSet, preset: PermissionSetPreset) -> dict[str, Any] | None:
    """The preset's statements and the entry's as one document: a set has one inline policy."""
    documents = [preset.inline.as_dict()] if preset.inline else []
    documents += [entry.inline] if entry.inline is not None else []
    statements: list[Any] = []
    for document in documents:
        found = document["Statement"]
        statements += [found] if isinstance(found, Mapping) else found
    return {"Statement": statements} if statements else None


def _boundary(entry: PermissionSet, preset: PermissionSetPreset) -> tuple[str, str] | None:
    own: PolicyReference | None = entry.boundary_policy
    if own is not None:
        return own.name, own.path
    kind = entry.boundary or preset.boundary
    return (names.boundary_policy(kind), "/") if kind else None


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
