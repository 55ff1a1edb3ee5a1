"""What an alarm over the trail's records is: which records it counts, whom it wakes and what they do."""

from dataclasses import dataclass

from policies.types import Severity, Urgency

RUNBOOK = "docs/runbook.md"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One metric filter over the organization's trail and the alarm on its metric."""

    id: str
    """Lower-case words joined by hyphens; it never changes, for resources and runbook bear it."""
    title: str
    control: str = ""
    """Number of the control in CIS AWS Foundations 7.0.0, `5.3`; none where CIS asks for no such alarm."""
    security_hub: str = ""
    """The control of Security Hub that checks the same pattern."""
    pattern: str
    """To the letter what the control prescribes: noise is taken out in an alarm of its own."""
    threshold: int = 1
    """Records within the period that raise it."""
    period: int = 300
    """Seconds."""
    severity: Severity
    meaning: str
    """What happened, in a sentence."""
    steps: tuple[str, ...]
    """What to do, in order; the first stands in the alarm's description."""
    missing_data: str = "notBreaching"
    """No record is no news: a metric filter writes nothing while nothing matches."""
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
        """Of its section in the runbook, and the logical name of its resources."""
        return f"cis-{self.control.replace('.', '-')}" if self.control else self.id

    @property
    def name(self) -> str:
        """Of filter, metric and alarm; guardrails protect alarms of such names."""
        return f"cis-{self.control}-{self.id}" if self.control else f"guardrails-{self.id}"

    @property
    def description(self) -> str:
        """What the message says: what happened, what to do first, and where the rest stands."""
        control = f"CIS {self.control}: " if self.control else ""
        return f"{control}{self.meaning} {self.steps[0]} More: {RUNBOOK}#{self.anchor}"

    @property
    def key(self) -> str:
        """Its key in the configuration: the id in camelCase."""
        first, *others = self.id.split("-")
        return first + "".join(word.title() for word in others)


def any_event(*names: str) -> str:
    """`($.eventName=A) || ($.eventName=B)`, spelt as Security Hub prescribes it."""
    return " || ".join(f"($.eventName={name})" for name in names)
