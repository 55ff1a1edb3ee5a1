"""Third parties that sign in to our roles: one list, for the trust that admits them and the perimeter's exception."""

import datetime
import re
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from policies.guardrail import Context, Settings
from policies.named_principals import AccountId, RoleName, words

ExternalId = Annotated[
    str,
    Field(
        min_length=2,
        max_length=1224,
        pattern=r"^[A-Za-z0-9_+=,.@:/-]+$",
        repr=False,
        json_schema_extra=words("2 to 1224 letters, digits and _+=,.@:/-", "take one that nobody guesses"),
    ),
]
"""https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"""
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _day(value: object) -> object:
    """Pydantic itself takes a number in quotes for seconds since 1970."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(_DAY, value):
        raise ValueError(f"{value} is no day")
    return datetime.date.fromisoformat(value)


Day = Annotated[
    datetime.date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "pattern": _DAY, **words('a day in double quotes, "2027-06-30"')}),
]


class ThirdParty(Settings):
    """A vendor or partner outside the organization, for a time."""

    account: AccountId
    """The third party's account, not ours."""
    role: RoleName
    """The role there that calls, with its path if it has one: `Collector`."""
    external_id: ExternalId
    """Known to the third party and to the trust of our roles; no policy of the organization shows it."""
    expires: Day
    """Last valid day, in UTC, quoted, `"2027-06-30"`; AWS locks it out from the next one on."""

    def arn(self, context: Context) -> str:
        """ARN of the calling role."""
        return context.role(self.role, self.account)

    @property
    def until(self) -> str:
        """The moment of its end as aws:CurrentTime is written."""
        after = self.expires + datetime.timedelta(days=1)
        return f"{after.isoformat()}T00:00:00Z"
