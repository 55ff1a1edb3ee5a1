"""Puts the principals that a guardrail spares into its statements, the same way for every guardrail."""

import dataclasses

from policies.document import Statement
from policies.guardrail import Context, Guardrail

_OPERATOR, _KEY = "ArnNotLike", "aws:PrincipalArn"


def exempting(
    guardrail: Guardrail, statements: tuple[Statement, ...], context: Context, registered: tuple[str, ...] = ()
) -> tuple[Statement, ...]:
    """The statements with the deployer, break-glass and Control Tower where the matrix has them, and the registry.

    ArnNotLike is true where aws:PrincipalArn is absent: anonymous callers and AWS services are not spared.
    Raises ValueError when the registry names a principal for a guardrail that spares nobody.
    """
    if registered and not guardrail.exemptable:
        raise ValueError(f"nobody is exempt from {guardrail.title!r}")
    spared = (*(arn for exempt in guardrail.exempt for arn in context.principals(exempt)), *registered)
    return tuple(_sparing(statement, spared) for statement in statements) if spared else statements


def _sparing(statement: Statement, spared: tuple[str, ...]) -> Statement:
    keys = dict(statement.conditions.get(_OPERATOR, {}))
    already = keys.get(_KEY, ())
    keys[_KEY] = (*((already,) if isinstance(already, str) else already), *spared)
    return dataclasses.replace(statement, conditions={**statement.conditions, _OPERATOR: keys})
