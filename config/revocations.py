"""People whose access was ended, as the stack file has them."""

from config.models import Stack
from policies.guardrails.revocations import RevocationsSettings, RevokedPerson

KEY = "revocations"
"""The guardrail's key under `guardrails`."""


def revoked_people(stack: Stack) -> tuple[RevokedPerson, ...]:
    """Everybody whom the guardrail's settings name."""
    settings = stack.baseline.guardrails.settings(KEY)
    return settings.people if isinstance(settings, RevocationsSettings) else ()


def revoked_users(stack: Stack) -> frozenset[str]:
    """Their ids in the identity store."""
    return frozenset(person.user_id for person in revoked_people(stack))
