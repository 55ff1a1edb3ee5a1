"""The vocabulary that guardrails, configuration and components share."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """How far a guardrail is rolled out."""

    OFF = "off"
    CANARY = "canary"
    ENFORCE = "enforce"


class AccountState(StrEnum):
    """AWS Organizations' account states (https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html)."""

    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    PENDING_CLOSURE = "PENDING_CLOSURE"
    CLOSED = "CLOSED"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One API call that a guardrail must deny or let through."""

    name: str
    action: str
    resource: str = "*"
    principal: str = "arn:aws:iam::444455556666:role/Developer"
