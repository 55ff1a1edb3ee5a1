"""The organization's policies: guardrails packed into one policy per bundle and target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policies.document import Document, Statement, canonical
from policies.exemptions import exempting
from policies.guardrail import Context, Declaration, Guardrail, Settings
from policies.types import Bundle, PolicyType

PREFIX = "guardrails-"
"""Begins the name of every policy of ours; what has another name was attached by others."""


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A guardrail as the stack file has it: where it is attached, how it is set, and whom the registry exempts."""

    key: str
    entry: Guardrail | Declaration
    targets: tuple[str, ...]
    settings: Settings
    exempted: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrganizationPolicy:
    """A policy on one target: `Root`, a unit's path or an account's key.

    `guardrails` are the keys of those packed into it; `sids` says which of them owns a statement.
    """

    key: str
    description: str
    policy_type: PolicyType
    target: str
    content: Mapping[str, Any]
    guardrails: tuple[str, ...]
    sids: Mapping[str, str]

    @property
    def name(self) -> str:
        """The policy's name in AWS."""
        return f"{PREFIX}{self.key}"

    def json(self) -> str:
        """What is saved: canonical and minified, since white space counts."""
        return canonical(self.content)

    @property
    def characters(self) -> int:
        """What it takes of AWS's limit."""
        return len(self.json())


def organization_policies(placements: Iterable[Placement], context: Context) -> tuple[OrganizationPolicy, ...]:
    """The policies, in the order in which they must be updated.

    Wide targets come before narrow ones, and a bundle that takes a guardrail over before the one that gives it up, so
    that a guardrail is in its new place before it leaves the old one. Raises ValueError for two policies of one name.
    """
    placements = sorted(placements, key=lambda placement: placement.key)
    groups: dict[tuple[PolicyType, Bundle, str], list[Placement]] = {}
    for placement in placements:
        for target in placement.targets:
            entry = placement.entry
            groups.setdefault((entry.policy_type, entry.bundle, target), []).append(placement)
    rank = _ranks(placements)
    order = sorted(groups, key=lambda group: (group[0], depth(group[2]), group[2], rank[group[1]]))
    policies = tuple(policy for group in order if (policy := _policy(*group, groups[group], context)))
    keys = [policy.key for policy in policies]
    if repeated := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"two policies would be named {', '.join(repeated)}: rename an organizational unit")
    return policies


def depth(target: str) -> int:
    """How far a target is below the root; accounts, which are named by keys in lower case, come last."""
    if target == "Root":
        return 0
    return 1 + target.count("/") if target[:1].isupper() or "/" in target else 99


def _ranks(placements: Iterable[Placement]) -> dict[Bundle, int]:
    order = list(Bundle)
    for placement in placements:
        old = placement.entry.moved_from if isinstance(placement.entry, Guardrail) else None
        new = placement.entry.bundle
        if old and order.index(old) < order.index(new):
            order.remove(old)
            order.insert(order.index(new) + 1, old)
    return {bundle: rank for rank, bundle in enumerate(order)}


def _policy(
    policy_type: PolicyType, bundle: Bundle, target: str, group: list[Placement], context: Context
) -> OrganizationPolicy | None:
    if bundle == Bundle.DECLARATIVE:
        content, sids = _declared(group, context), {}
        kind = policy_type.value.lower().replace("_policy", "").replace("_", "-")
    else:
        statements = [(placement.key, own) for placement in group for own in _statements(placement, context)]
        content = Document(statements=tuple(statement for _, statement in statements)).as_dict() if statements else {}
        sids = {statement.sid: key for key, statement in statements}
        kind = f"{bundle}-rcp" if policy_type == PolicyType.RCP else bundle.value
    if not content:
        return None
    keys = tuple(placement.key for placement in group)
    return OrganizationPolicy(
        key=f"{kind}-{target.replace('/', '-')}",
        description=f"Guardrails: {', '.join(keys)}"[:512],
        policy_type=policy_type,
        target=target,
        content=content,
        guardrails=keys,
        sids=sids,
    )


def _statements(placement: Placement, context: Context) -> tuple[Statement, ...]:
    entry = placement.entry
    if isinstance(entry, Declaration):
        raise ValueError(f"{placement.key} declares a configuration: its bundle must be {Bundle.DECLARATIVE}")
    return exempting(entry, entry.statements(context, placement.settings), context, placement.exempted)


def _declared(group: list[Placement], context: Context) -> dict[str, Any]:
    """Declarations of one type share a policy; each holds top-level keys or attributes of its own."""
    content: dict[str, Any] = {}
    for placement in group:
        if isinstance(placement.entry, Guardrail):
            raise ValueError(f"{placement.key} has statements: its bundle can't be {Bundle.DECLARATIVE}")
        content = merged(content, placement.entry.content(context, placement.settings))
    return content


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two nested mappings as one. Raises ValueError where both say something else at the same place."""
    result = dict(base)
    for key, value in over.items():
        if key not in result:
            result[key] = value
        elif isinstance(value, Mapping) and isinstance(result[key], Mapping):
            result[key] = merged(result[key], value)
        elif result[key] != value:
            raise ValueError(f"two declarations set {key} differently")
    return result
