"""Puts the principals that a guardrail spares into its statements, the same way for every guardrail."""

import dataclasses

from policies.document import Statement
from policies.guardrail import Context, Guardrail
from policies.types import PolicyType

_OPERATOR, _KEY = "ArnNotLike", "aws:PrincipalArn"


def exempting(
    guardrail: Guardrail, statements: tuple[Statement, ...], context: Context, registered: tuple[str, ...] = ()
) -> tuple[Statement, ...]:
    """The statements with the deployer, break-glass and Control Tower where the matrix has them, and the registry.

    ArnNotLike is true where aws:PrincipalArn is absent: anonymous callers and AWS services are not spared. A resource
    control policy meets strangers as well, who name their roles as they like: a role that is spared in whichever
    account is spared in the organization's only.
    Raises ValueError when the registry names a principal for a guardrail that spares nobody.
    """
    if registered and not guardrail.exemptable:
        raise ValueError(f"nobody is exempt from {guardrail.title!r}")
    spared = (*(arn for exempt in guardrail.exempt for arn in context.principals(exempt)), *registered)
    sparing = tuple(_sparing(statement, spared) for statement in statements) if spared else statements
    if guardrail.policy_type != PolicyType.RCP:
        return sparing
    return tuple(each for statement in sparing for each in (statement, *_strangers(statement, context)))


def _sparing(statement: Statement, spared: tuple[str, ...]) -> Statement:
    keys = dict(statement.conditions.get(_OPERATOR, {}))
    already = keys.get(_KEY, ())
    keys[_KEY] = (*((already,) if isinstance(already, str) else already), *spared)
    return dataclasses.replace(statement, conditions={**statement.conditions, _OPERATOR: keys})


def _strangers(statement: Statement, context: Context) -> tuple[Statement, ...]:
    """The same denial for callers from outside whose role only bears a spared name; those of a given account stay."""
    named = statement.conditions.get(_OPERATOR, {}).get(_KEY, ())
    arns = (named,) if isinstance(named, str) else named
    exact = tuple(arn for arn in arns if not arn.startswith(context.role("")))
    # People sign in to the console of their own account: no stranger is ever asked about.
    if len(exact) == len(arns) or all(action.startswith("signin:") for action in statement.actions):
        return ()
    others = {operator: dict(keys) for operator, keys in statement.conditions.items()}
    del others[_OPERATOR][_KEY]
    if exact:
        others[_OPERATOR][_KEY] = exact
    others.setdefault("StringNotEqualsIfExists", {})["aws:PrincipalOrgID"] = context.organization
    conditions = {operator: keys for operator, keys in others.items() if keys}
    return (dataclasses.replace(statement, sid=f"{statement.sid}Strangers", conditions=conditions),)
