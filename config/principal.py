"""One principal as the evaluator needs it, and as people find it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from policies.compiled import Compiled


@dataclass(frozen=True, kw_only=True)
class Named:
    """A policy and what people call it."""

    name: str
    document: Compiled


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Who it is and by which path; `unknown` names policies of which nobody here knows what they say.

    `context` is what the principal's requests have, with condition keys as AWS writes them.
    """

    name: str
    path: tuple[str, ...]
    arn: str
    documents: tuple[Named, ...]
    unknown: tuple[str, ...] = ()
    boundary: Named | None = None
    context: Mapping[str, str] = field(default_factory=dict)
