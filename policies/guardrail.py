"""What a guardrail is: a reason, statements, and the requests that prove its effect in both directions."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from policies.document import Statement
from policies.types import Request


class Severity(StrEnum):
    """What is at stake when the guardrail is off."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a guardrail's statements depend on: the partition and the principals that are exempt, as ARNs."""

    partition: str
    exempt: tuple[str, ...] = ()
    deployer: str


@dataclass(frozen=True, kw_only=True)
class Guardrail:
    """One entry of the catalogue; its id is the name of its file."""

    title: str
    rationale: str
    severity: Severity
    controls: tuple[str, ...]
    sources: tuple[str, ...]
    statements: Callable[[Context], tuple[Statement, ...]]
    denies: tuple[Request, ...]
    allows: tuple[Request, ...]
