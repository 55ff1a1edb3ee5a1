"""What an alarm over the trail's records is: which records it counts, whom it wakes and what they do."""

from dataclasses import dataclass

from policies.alert import Alert


@dataclass(frozen=True, kw_only=True)
class Alarm(Alert):
    """One metric filter over the organization's trail and the alarm on its metric.

    The pattern is to the letter what a control prescribes: noise is taken out in an alarm of its own.
    """

    control: str = ""
    """Number of the control in CIS AWS Foundations 7.0.0, `5.3`; none where CIS asks for no such alarm."""
    security_hub: str = ""
    """The control of Security Hub that checks the same pattern."""
    threshold: int = 1
    """Records within the period that raise it."""
    period: int = 300
    """Seconds."""
    meaning: str
    """What happened, in a sentence."""
    missing_data: str = "notBreaching"
    """No record is no news: a metric filter writes nothing while nothing matches."""

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
        return f"{control}{self.meaning} {self.to_do}"

    @property
    def key(self) -> str:
        """Its key in the configuration: the id in camelCase."""
        first, *others = self.id.split("-")
        return first + "".join(word.title() for word in others)


def any_event(*names: str) -> str:
    """`($.eventName=A) || ($.eventName=B)`, spelt as Security Hub prescribes it."""
    return " || ".join(f"($.eventName={name})" for name in names)


def any_of(field: str, *values: str) -> str:
    """`($.field = "A") || ($.field = "B")`."""
    return " || ".join(f'($.{field} = "{value}")' for value in values)
