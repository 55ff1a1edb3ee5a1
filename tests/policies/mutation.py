"""Weakens and sharpens a guardrail's statements by one element at a time; an example must notice each of them."""

import dataclasses
from collections.abc import Iterator

from policies.document import Statement
from policies.example import CONTEXT
from policies.examples import wrong
from policies.exemptions import exempting
from policies.guardrail import Guardrail
from policies.guardrails import catalogue


def mutants(statements: tuple[Statement, ...]) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """Every change by one statement, condition key, action or resource, with a name for it."""
    for at, statement in enumerate(statements):
        before, after = statements[:at], statements[at + 1 :]
        yield f"without {statement.sid}", (*before, *after)
        for what, changed in _changes(statement):
            yield f"{statement.sid} without {what}", (*before, changed, *after)


def _changes(statement: Statement) -> Iterator[tuple[str, Statement]]:
    for field in ("actions", "not_actions", "resources", "not_resources"):
        values = getattr(statement, field)
        for value in values if len(values) > 1 else ():
            kept = tuple(other for other in values if other != value)
            yield value, dataclasses.replace(statement, **{field: kept})
    if statement.resources not in ((), ("*",)) and not statement.not_resources:
        yield "its resources", dataclasses.replace(statement, resources=("*",))
    for operator, keys in statement.conditions.items():
        for key in keys:
            kept = {other: value for other, value in keys.items() if other != key}
            others = {name: values for name, values in statement.conditions.items() if name != operator}
            conditions = others | ({operator: kept} if kept else {})
            yield f"{operator} {key}", dataclasses.replace(statement, conditions=conditions)


def example_statements(guardrail: Guardrail) -> tuple[Statement, ...]:
    """The guardrail's statements as its examples meet them, exemptions included."""
    statements = guardrail.statements(CONTEXT, guardrail.example_settings)
    return exempting(guardrail, statements, CONTEXT)


def survivors(key: str) -> tuple[list[str], int]:
    """The changes of one guardrail that no example notices, and how many were tried."""
    guardrail = catalogue()[key]
    assert isinstance(guardrail, Guardrail)
    tried = list(mutants(example_statements(guardrail)))
    return [what for what, statements in tried if next(wrong(guardrail, statements), None) is None], len(tried)
