"""Who gets in by a policy of a resource or a role, and what a list of requests says of it."""

from collections.abc import Callable, Iterable

from policies.compiled import Compiled
from policies.document import Document
from policies.evaluator import Policies, decide
from policies.examples import FULL, call_of
from policies.guardrail import Request


def admitted(document: Document, request: Request) -> bool:
    """Whether the caller, whose own account lets it do everything, gets in."""
    policies = Policies(identity=[FULL], resource=Compiled(document.as_dict()))
    return decide(call_of(request), policies).decision == "Allow"


def wrong(
    document: Document,
    allows: Iterable[Request],
    denies: Iterable[Request],
    admits: Callable[[Document, Request], bool] = admitted,
) -> list[str]:
    """Names of the requests that are decided otherwise than they should be."""
    return [
        *(request.name for request in allows if not admits(document, request)),
        *(request.name for request in denies if admits(document, request)),
    ]
