"""Third parties that sign in to our roles: one list, for the trust that admits them and the perimeter's exception."""

import datetime
from typing import Annotated

from pydantic import Field

from policies.guardrail import Context, Settings
from policies.named_principals import AccountId, RoleName

ExternalId = Annotated[str, Field(min_length=2, max_length=1224, pattern=r"^[A-Za-z0-9_+=,.@:/-]+$", repr=False)]
"""https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"""


class ThirdParty(Settings):
    """A vendor or partner outside the organization, for a time."""

    account: AccountId
    """The third party's account, not ours."""
    role: RoleName
    """The role there that calls, with its path if it has one: `Collector`."""
    external_id: ExternalId
    """Known to the third party and to the trust of our roles; no policy of the organization shows it."""
    expires: datetime.date
    """First day, in UTC, on which it is locked out again: `2027-06-30`."""

    def arn(self, context: Context) -> str:
        """ARN of the calling role."""
        return context.role(self.role, self.account)

    @property
    def until(self) -> str:
        """The moment of its end as aws:CurrentTime is written."""
        return f"{self.expires.isoformat()}T00:00:00Z"
