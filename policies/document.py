"""Policy documents as data: canonical, minified, with a known size."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Conditions = Mapping[str, Mapping[str, str | tuple[str, ...]]]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement of a policy document; `resources` and `principals` are left out where empty."""

    sid: str
    effect: Literal["Allow", "Deny"]
    actions: tuple[str, ...]
    resources: tuple[str, ...] = ("*",)
    principals: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    conditions: Conditions = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The statement as AWS writes it, lists sorted and free of duplicates so that it never differs by order.

        Raises ValueError for a statement without actions: AWS refuses it, and an empty Deny protects nothing.
        """
        if not self.actions:
            raise ValueError(f"statement {self.sid} has no actions")
        result: dict[str, Any] = {"Sid": self.sid, "Effect": self.effect, "Action": _sorted(self.actions)}
        if self.principals:
            result["Principal"] = {kind: _values(value) for kind, value in self.principals.items()}
        if self.resources:
            result["Resource"] = _sorted(self.resources)
        if self.conditions:
            result["Condition"] = {
                operator: {key: _values(value) for key, value in keys.items()}
                for operator, keys in self.conditions.items()
            }
        return result


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
        return json.dumps(self.as_dict(), separators=(",", ":"), sort_keys=True)

    @property
    def characters(self) -> int:
        """What the document takes of a target's limit, in characters."""
        return len(self.json())


def _values(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else _sorted(value)


def _sorted(values: Iterable[str]) -> list[str]:
    return sorted(set(values))
