"""What a rule on the hub bus is: which events become a message, how urgent it is, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from policies.alarms import RUNBOOK
from policies.alert_message import Message
from policies.types import Severity, Urgency


@dataclass(frozen=True, kw_only=True)
class HubRule:
    """One rule on the hub bus."""

    id: str
    """Of its resources and its section in the runbook; it never changes."""
    name: str
    """Of the rule in AWS; guardrails protect rules of such names."""
    title: str
    pattern: str
    severity: Severity
    headline: str
    """First line of the message, with words of the event in angle brackets."""
    steps: tuple[str, ...]
    """What to do, in order; the first stands in the message."""
    compose: Callable[[str, str, str], Message]
    """The message of a headline, of what to do, and in a partition."""
    where: str = "always"
    """What in the stack file it is deployed with."""
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
        return f"rule-{self.id}"

    def message(self, partition: str) -> Message:
        """What is sent."""
        return self.compose(self.headline, f"{self.steps[0]} More: {RUNBOOK}#{self.anchor}", partition)
