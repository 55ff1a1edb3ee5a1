"""Policy documents as data: canonical, minified, with a known size."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Conditions = Mapping[str, Mapping[str, str | tuple[str, ...]]]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement of a policy document: about `actions` or all but `not_actions`, and likewise for resources.

    `resources` may be empty in a role's trust policy only; `principals` belong in resource policies.
    """

    sid: str
    effect: Literal["Allow", "Deny"]
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ("*",)
    not_resources: tuple[str, ...] = ()
    principals: str | Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    conditions: Conditions = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The statement as AWS writes it, lists sorted and free of duplicates so that it never differs by order.

        Raises ValueError for a statement with neither or both of actions and not_actions: AWS refuses it, and an empty
        Deny protects nothing; and for an empty list in a condition, which never matches.
        """
        if bool(self.actions) == bool(self.not_actions):
            raise ValueError(f"statement {self.sid} has no actions, or both actions and not_actions")
        result: dict[str, Any] = {"Sid": self.sid, "Effect": self.effect}
        result |= {"Action": _sorted(self.actions)} if self.actions else {"NotAction": _sorted(self.not_actions)}
        if isinstance(self.principals, str):
            result["Principal"] = self.principals
        elif self.principals:
            result["Principal"] = {kind: _values(value) for kind, value in self.principals.items()}
        if self.not_resources:
            result["NotResource"] = _sorted(self.not_resources)
        elif self.resources:
            result["Resource"] = _sorted(self.resources)
        if self.conditions:
            result["Condition"] = self._conditions()
        return result

    def _conditions(self) -> dict[str, dict[str, str | list[str]]]:
        empty = [key for keys in self.conditions.values() for key, value in keys.items() if not value]
        if empty:
            raise ValueError(f"statement {self.sid}: no values for {', '.join(empty)}")
        return {
            operator: {key: _values(value) for key, value in keys.items()} for operator, keys in self.conditions.items()
        }


@dataclass(frozen=True, kw_only=True)
class Document:
    """A policy document; its JSON is canonical, so equal meaning written twice gives the same text."""

    statements: tuple[Statement, ...]

    def as_dict(self) -> dict[str, Any]:
        """The document as AWS writes it. Raises ValueError when two statements share a Sid."""
        sids = [statement.sid for statement in self.statements]
        if repeated := sorted({sid for sid in sids if sids.count(sid) > 1}):
            raise ValueError(f"Sid used twice: {', '.join(repeated)}")
        return {"Version": "2012-10-17", "Statement": [statement.as_dict() for statement in self.statements]}

    def json(self) -> str:
        """Minified JSON: white space counts against AWS's limits when a policy is saved through the API."""
        return canonical(self.as_dict())

    @property
    def characters(self) -> int:
        """What the document takes of a target's limit, in characters."""
        return len(self.json())


def one_or_all(values: tuple[str, ...]) -> str | tuple[str, ...]:
    """A condition's values, a single one by itself, as policies of one account have been written so far."""
    return values if len(values) > 1 else "".join(values)


def canonical(content: Mapping[str, Any]) -> str:
    """Minified JSON with sorted keys, the form in which every policy is saved."""
    return json.dumps(content, separators=(",", ":"), sort_keys=True)


def _values(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else _sorted(value)


def _sorted(values: Iterable[str]) -> list[str]:
    return sorted(set(values))
