"""A statement taken apart once, so that every rule reads the same thing whatever way the document was written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.lint.finding import Finding, Kind

_OPERATOR = re.compile(r"(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One key under one operator, which must hold together with all others of its statement.

    `quantifier` is ForAllValues, ForAnyValue or empty; `base` is the operator without it and without IfExists.
    """

    operator: str
    quantifier: str
    base: str
    if_exists: bool
    key: str
    values: tuple[str, ...]

    @property
    def element(self) -> str:
        """Where a finding about the clause points."""
        return f"Condition {self.operator} {self.key}"

    @property
    def negated(self) -> bool:
        """Whether the operator is one of the Not ones."""
        return "Not" in self.base

    @property
    def holds_when_absent(self) -> bool:
        """Whether the clause is true for a request without the key.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
        """
        if self.base == "Null":
            return any(value.lower() == "true" for value in self.values)
        return self.if_exists or self.quantifier == "ForAllValues" or (self.negated and not self.quantifier)


@dataclass(frozen=True, kw_only=True)
class View:
    """A statement with every element as a tuple of texts; what is left out is empty."""

    raw: Mapping[str, Any]
    label: str
    kind: Kind
    effect: str
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    clauses: tuple[Clause, ...]

    def finding(self, element: str, found: str, message: str, fix: str) -> Finding:
        """A finding about this statement."""
        return Finding(self.label, element, found, message, fix)


def view(raw: Mapping[str, Any], label: str, kind: Kind) -> View:
    """The statement as the rules read it; elements of a wrong type count as empty, and the shape rules say so."""
    return View(
        raw=raw,
        label=label,
        kind=kind,
        effect=str(raw.get("Effect", "")),
        actions=texts(raw.get("Action")),
        not_actions=texts(raw.get("NotAction")),
        resources=texts(raw.get("Resource")),
        not_resources=texts(raw.get("NotResource")),
        clauses=tuple(_clauses(raw.get("Condition"))),
    )


def texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - a document is data of any shape
    """An element's values as texts: JSON's true and 5 are "true" and "5" to AWS."""
    if value is None or isinstance(value, Mapping):
        return ()
    if isinstance(value, bool):
        return (str(value).lower(),)
    if isinstance(value, list | tuple):
        return tuple(text for item in value for text in texts(item))
    return (str(value),)


def _clauses(condition: Any) -> Iterator[Clause]:  # noqa: ANN401 - a document is data of any shape
    if not isinstance(condition, Mapping):
        return
    for operator, keys in condition.items():
        if not isinstance(keys, Mapping):
            continue
        match = _OPERATOR.fullmatch(str(operator))
        quantifier, base, if_exists = match.groups() if match else ("", str(operator), None)
        for key, value in keys.items():
            yield Clause(
                operator=str(operator),
                quantifier=quantifier or "",
                base=base,
                if_exists=bool(if_exists),
                key=str(key),
                values=texts(value),
            )
