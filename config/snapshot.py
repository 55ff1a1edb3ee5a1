"""organization.json: what AWS has, reviewed and committed."""

from typing import Annotated, Any

from pydantic import Field

from config.identity import PrincipalId
from config.model import Model
from config.texts import Region
from policies.named_principals import AccountId, words
from policies.types import AccountState, PolicyType


class UnitFact(Model):
    """An organizational unit as AWS has it."""

    id: Annotated[str, Field(pattern=r"^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$")]


class RootFact(Model):
    """The organization's root as AWS has it."""

    id: Annotated[str, Field(pattern=r"^r-[0-9a-z]{4,32}$")]
    policy_types: tuple[str, ...] = ("SERVICE_CONTROL_POLICY",)
    """The types of policy that are enabled."""


class AccountFact(Model):
    """An account as AWS has it."""

    state: AccountState
    opt_in_regions: tuple[Region, ...] | None = None
    """The opt-in regions that it has enabled; nothing where AWS was not asked or did not say."""


class PolicyFact(Model):
    """A policy that others attached; it counts against the target's limits."""

    name: str
    type: PolicyType
    characters: int
    document: dict[str, Any] | None = None
    """What it says, so that its effect can be proved together with the guardrails'."""


class OrganizationFact(Model):
    """The organization as AWS has it."""

    id: str
    management_account_id: AccountId


class IdentityCenterFact(Model):
    """The Identity Center instance as AWS has it."""

    region: Region
    instance_arn: Annotated[
        str,
        Field(
            pattern=r"^arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}$",
            json_schema_extra=words("an instance's ARN: arn:aws:sso:::instance/ssoins-1234567890abcdef"),
        ),
    ]
    identity_store_id: str
    groups: dict[str, PrincipalId]


class Snapshot(Model):
    """organization.json: what AWS has, reviewed and committed, so that the program looks nothing up."""

    organization: OrganizationFact
    root: RootFact
    organizational_units: dict[str, UnitFact]
    accounts: dict[AccountId, AccountFact]
    policies: dict[str, tuple[PolicyFact, ...]] = Field(default_factory=dict)
    identity_center: IdentityCenterFact | None = None
