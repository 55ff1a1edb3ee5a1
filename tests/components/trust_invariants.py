"""What must hold of every role's trust policy in a stack's graph; each function returns the violations, in words."""

import json
import re
from collections.abc import Iterator
from typing import Any

from config.models import Stack
from review.recorder import Graph, Resource

ROLE = "aws:iam/role:Role"
SOURCES = {"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid"}
RUN = re.compile(r"(?<=[0-9a-f]}:)\*$")
SHORTEST = 3
PRINCIPAL = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}):(root|(user|role)/[^*?]+)")


def trusts_name_their_principals(graph: Graph, stack: Stack) -> list[str]:
    """No wildcard, no whole account, no token without subject and audience, no service without a source."""
    own = {account.id for account in stack.baseline.accounts.values()}
    return [
        f"{role.name} {why}"
        for role in graph.of_type(ROLE)
        for statement in _trust(role)
        if statement["Effect"] == "Allow"
        for why in _violations(statement, own)
    ]


def external_ids_are_secret(graph: Graph, stack: Stack) -> list[str]:
    del stack
    return [
        f"{role.name} shows an external id"
        for role in graph.of_type(ROLE)
        if "sts:ExternalId" in role.inputs["assumeRolePolicy"] and "assumeRolePolicy" not in role.secrets
    ]


def _trust(role: Resource) -> list[dict[str, Any]]:
    return json.loads(role.inputs["assumeRolePolicy"])["Statement"]


def _violations(statement: dict[str, Any], own: set[str]) -> Iterator[str]:
    principal, conditions = statement.get("Principal"), _conditions(statement)
    if not isinstance(principal, dict):
        yield f"lets in {principal or 'all but some'}"
        return
    for kind, found in principal.items():
        for value in _values(found):
            if "*" in value:
                yield f"lets in {value}"
            elif kind == "AWS":
                yield from _of_account(value, conditions, own)
            elif kind == "Federated":
                yield from _of_issuer(value.partition(":oidc-provider/")[2].lower(), conditions)
            elif not SOURCES & conditions.keys():
                yield f"lets in {value} for everybody's sources"


def _of_account(value: str, conditions: dict[str, list[str]], own: set[str]) -> Iterator[str]:
    found = PRINCIPAL.fullmatch(value)
    if not found:
        yield f"lets in {value}"
        return
    arns = conditions.get("aws:principalarn", [])
    if found[2] == "root" and (not arns or not all(PRINCIPAL.fullmatch(arn) for arn in arns)):
        yield f"lets in the whole account {found[1]}"
    if found[1] not in own and not conditions.get("sts:externalid"):
        yield f"lets in {found[1]} without external id"


def _of_issuer(issuer: str, conditions: dict[str, list[str]]) -> Iterator[str]:
    for claim in ("sub", "aud"):
        values = conditions.get(f"{issuer}:{claim}", [])
        # Bitbucket's subjects end in the id of a step, which is new in each run.
        ends = RUN if claim == "sub" and issuer.startswith("api.bitbucket.org/") else re.compile("")
        if not values or any("*" in ends.sub("", value) or len(value) < SHORTEST for value in values):
            yield f"takes tokens of any {claim}"


def _conditions(statement: dict[str, Any]) -> dict[str, list[str]]:
    """Values by key, of operators that a request without the key doesn't meet."""
    return {
        key.lower(): _values(value)
        for operator, keys in statement.get("Condition", {}).items()
        if operator in ("StringEquals", "StringLike", "ArnEquals", "ArnLike")
        for key, value in keys.items()
    }


def _values(found: str | list[str]) -> list[str]:
    return [found] if isinstance(found, str) else found
