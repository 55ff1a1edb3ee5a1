"""The CIS alarms over an account's own trail: what tells them from those of the other accounts."""

from dataclasses import dataclass

from policies.alarms.alarm import Alarm

# EventBridge puts a description into JSON as it is, and a template can't escape these
# (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html).
_UNSAFE = str.maketrans("", "", '"\\<>')


@dataclass(frozen=True, kw_only=True)
class AlarmOfAccount:
    """An alarm of the catalogue in one account, which its name and description say: the mail's subject has the name."""

    alarm: Alarm
    key: str
    number: str
    account: str
    """What people call the account."""

    @property
    def name(self) -> str:
        """The alarm's; filter and metric have the catalogue's, as in every account."""
        return f"{self.alarm.name}-{self.key}"

    @property
    def description(self) -> str:
        """What the message says, the account first."""
        return f"Account {self.key} ({self.account.translate(_UNSAFE)}, {self.number}): {self.alarm.description}"
