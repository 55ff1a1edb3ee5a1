"""What the policy tests share: requests as written in the catalogue, and documents changed on purpose."""

import dataclasses
from collections.abc import Iterator

from policies.document import Document, Statement
from policies.evaluator import deciding_sid
from policies.guardrail import Context, Guardrail
from policies.types import Request

ACCOUNT = "444455556666"
ROLE = "OrganizationAccountAccessRole"
DEPLOYER = f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"
CONTEXT = Context(partition="aws", deployer=f"arn:aws:iam::*:role/{ROLE}")


def resolved(request: Request) -> Request:
    """The request with the deployer's placeholder filled in."""
    principal = DEPLOYER if request.principal == "DEPLOYER" else request.principal.replace("DEPLOYER", ROLE)
    return dataclasses.replace(request, principal=principal)


def decide(request: Request, statements: tuple[Statement, ...]) -> str | None:
    return deciding_sid(resolved(request), [Document(statements=statements).as_dict()])


def wrong_examples(guardrail: Guardrail, statements: tuple[Statement, ...]) -> list[str]:
    """Names of the examples that the statements decide differently from the catalogue."""
    return [
        *(request.name for request in guardrail.denies if decide(request, statements) is None),
        *(request.name for request in guardrail.allows if decide(request, statements) is not None),
    ]


def mutants(statements: tuple[Statement, ...]) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """Every way to weaken or sharpen the statements by one element, with a name for it."""
    for at, statement in enumerate(statements):
        before, after = statements[:at], statements[at + 1 :]
        yield f"without {statement.sid}", (*before, *after)
        if len(statement.actions) > 1:
            for action in statement.actions:
                kept = tuple(a for a in statement.actions if a != action)
                changed = dataclasses.replace(statement, actions=kept)
                yield f"{statement.sid} without {action}", (*before, changed, *after)
        if statement.conditions:
            changed = dataclasses.replace(statement, conditions={})
            yield f"{statement.sid} without its condition", (*before, changed, *after)
