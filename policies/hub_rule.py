"""What a rule on the hub bus is: which events become a message, how urgent it is, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from policies.alert import Alert
from policies.alert_message import Message


@dataclass(frozen=True, kw_only=True)
class HubRule(Alert):
    """One rule on the hub bus; the id is also of its section in the runbook."""

    name: str
    """Of the rule in AWS; guardrails protect rules of such names."""
    headline: str
    """First line of the message, with words of the event in angle brackets."""
    compose: Callable[[str, str, str], Message]
    """The message of a headline, of what to do, and in a partition."""
    where: str = "always"
    """What in the stack file it is deployed with."""

    @property
    def anchor(self) -> str:
        """Of its section in the runbook."""
        return f"rule-{self.id}"

    def message(self, partition: str) -> Message:
        """What is sent."""
        return self.compose(self.headline, self.to_do, partition)
