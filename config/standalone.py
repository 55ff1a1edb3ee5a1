"""One account that belongs to no organization."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from config.model import Model
from config.snapshot import AccountFact, PolicyFact, UnitFact
from config.texts import AccountKey, Region
from policies.named_principals import AccountId


class Standalone(Model):
    """An account that belongs to no organization, in place of `guardrails:organization`.

    It is its own management, log archive and audit account; organizational policies and Identity Center it has not.
    """

    id: ClassVar[None] = None
    identity_center_account: ClassVar[None] = None
    control_tower: ClassVar[bool] = False
    exemptions: ClassVar[tuple[()]] = ()

    account: AccountKey
    """The account's key; it is the only one of the stack."""
    home_region: Region
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    """The regions in use, home region included."""
    alert_regions: tuple[Region, ...] = ()
    """Further enabled regions in which rules listen, and in which the settings of accounts hold: docs/alerts.md."""

    @property
    def management_account(self) -> str:
        """Whose own credentials deploy: the account's."""
        return self.account

    @property
    def log_archive_account(self) -> str:
        """Who keeps the records: the account itself."""
        return self.account

    @property
    def audit_account(self) -> str:
        """Who hears the alerts: the account itself."""
        return self.account


class StandaloneFacts(Model):
    """What an organization's stack has in organization.json, for an account without one: that it is there."""

    organizational_units: ClassVar[Mapping[str, UnitFact]] = {}
    policies: ClassVar[Mapping[str, tuple[PolicyFact, ...]]] = {}
    identity_center: ClassVar[None] = None

    accounts: dict[AccountId, AccountFact]
