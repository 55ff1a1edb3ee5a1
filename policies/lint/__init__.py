"""Lint of policy documents as data: what AWS would take and never match, refuse, or read in another way than meant."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.lint.actions import action_findings
from policies.lint.contradictions import contradiction_findings
from policies.lint.finding import Finding, Kind
from policies.lint.keys import key_findings
from policies.lint.operators import operator_findings
from policies.lint.pitfalls import pitfall_findings
from policies.lint.resources import resource_findings
from policies.lint.shape import document_findings, sid_findings, statement_findings
from policies.lint.statement import View, view
from policies.lint.variables import variable_findings

__all__ = ["Finding", "Kind", "lint"]

_RULES = (
    statement_findings,
    action_findings,
    resource_findings,
    key_findings,
    operator_findings,
    contradiction_findings,
    variable_findings,
)


def lint(document: Mapping[str, Any], kind: Kind) -> tuple[Finding, ...]:
    """What is wrong with the document, in its order; empty when nothing is.

    The document is the parsed JSON, of any shape: what is malformed is a finding, never an exception.
    """
    return tuple(_findings(document, kind))


def _findings(document: Mapping[str, Any], kind: Kind) -> Iterator[Finding]:
    yield from document_findings(document, kind)
    views: list[View] = []
    statements = document.get("Statement") or []
    for at, raw in enumerate([statements] if isinstance(statements, Mapping) else statements):
        label = f"Statement[{at}]"
        if isinstance(raw, Mapping):
            views.append(view(raw, str(raw.get("Sid") or label), kind))
        else:
            yield Finding(label, "Statement", str(raw)[:80], "not an object", "write an object with Effect and Action")
    yield from sid_findings(views)
    for one in views:
        for rule in _RULES:
            yield from rule(one)
    yield from pitfall_findings(views)
