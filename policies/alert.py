"""What every alert is, an alarm over the trail or a rule on the hub: what it looks for, whom it wakes, what they do."""

from dataclasses import dataclass

from policies.types import Severity, Urgency

_RUNBOOK = "docs/runbook.md"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """What alarms and rules have in common."""

    id: str
    """Lower-case words joined by hyphens; it never changes, for resources and runbook bear it."""
    title: str
    pattern: str
    severity: Severity
    steps: tuple[str, ...]
    """What to do, in order; the first stands in the message."""
    sources: tuple[str, ...] = ()

    @property
    def pages(self) -> bool:
        """Whether somebody is woken; else it is read in working hours."""
        return self.urgency == Urgency.PAGE

    @property
    def urgency(self) -> Urgency:
        """Which of the two lists hears of it."""
        return self.severity.urgency

    @property
    def anchor(self) -> str:
        """Of its section in the runbook."""
        return self.id

    @property
    def to_do(self) -> str:
        """What to do first, and where the rest stands."""
        return f"{self.steps[0]} More: {_RUNBOOK}#{self.anchor}"
