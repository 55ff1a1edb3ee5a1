"""Decides requests against service control policies, so that a guardrail is tested by its effect.

It knows what the catalogue uses so far and raises on everything else: it never guesses.
Rules: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
"""

import re
from functools import cache
from typing import Any

from policies.types import Request


class UnsupportedError(ValueError):
    """A document uses something that this evaluator does not know."""


def deciding_sid(request: Request, documents: list[dict[str, Any]]) -> str | None:
    """Sid of the first Deny that stops the request, or None.

    Raises UnsupportedError for elements, operators and keys outside the catalogue's vocabulary.
    """
    for document in documents:
        for statement in document["Statement"]:
            _check(statement)
            if statement["Effect"] == "Deny" and _applies(statement, request):
                return statement["Sid"]
    return None


def _check(statement: dict[str, Any]) -> None:
    if unknown := statement.keys() - {"Sid", "Effect", "Action", "Resource", "Condition"}:
        raise UnsupportedError(f"statement {statement['Sid']}: {', '.join(sorted(unknown))}")
    if statement["Effect"] not in ("Allow", "Deny"):
        raise UnsupportedError(f"statement {statement['Sid']}: Effect {statement['Effect']}")
    for element in ("Action", "Resource"):
        # A bare string would be taken apart into characters, of which `*` matches everything.
        if not isinstance(statement.get(element), list):
            raise UnsupportedError(f"statement {statement['Sid']}: {element} is not a list")


def _applies(statement: dict[str, Any], request: Request) -> bool:
    return (
        any(_pattern(action.lower()).fullmatch(request.action.lower()) for action in statement["Action"])
        and any(_pattern(resource).fullmatch(request.resource) for resource in statement["Resource"])
        and all(_holds(operator, keys, request) for operator, keys in statement.get("Condition", {}).items())
    )


def _holds(operator: str, keys: dict[str, str | list[str]], request: Request) -> bool:
    if operator != "ArnNotLike" or keys.keys() != {"aws:PrincipalArn"}:
        raise UnsupportedError(f"condition {operator} {', '.join(keys)}")
    wanted = keys["aws:PrincipalArn"]
    return not any(_arn_like(arn, request.principal) for arn in ([wanted] if isinstance(wanted, str) else wanted))


def _arn_like(pattern: str, arn: str) -> bool:
    """Each of the six segments is matched on its own: a wildcard does not cross a colon but in the last."""
    parts, wanted = arn.split(":", 5), pattern.split(":", 5)
    return len(parts) == len(wanted) and all(_pattern(w).fullmatch(p) for w, p in zip(wanted, parts, strict=True))


@cache
def _pattern(text: str) -> re.Pattern[str]:
    if "${" in text:
        raise UnsupportedError(f"policy variable in {text}")
    return re.compile("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in text), re.DOTALL)
