"""What a guardrail is: a reason, statements, and the requests that prove its effect in both directions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from policies import names
from policies.document import Statement
from policies.types import Bundle, Exempt, Mode, PolicyType, Severity


class Settings(BaseModel):
    """Base of a guardrail's settings: frozen, camelCase in the stack file, nothing unknown."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, use_attribute_docstrings=True
    )
    names_units: ClassVar[tuple[str, ...]] = ()
    """Settings, as the stack file writes them, that name organizational units: `check` refuses unknown ones."""
    names_accounts: ClassVar[tuple[str, ...]] = ()
    """Settings that name accounts by their keys."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """Facts about the organization that statements depend on; account ids as 12 digits, units as paths -> ids."""

    partition: str
    organization: str
    root: str
    management: str
    log_archive: str
    audit: str
    home_region: str
    regions: tuple[str, ...]
    deployer_role: str
    bucket: str
    access_logs: str
    """Bucket of the archive's access logs."""
    config_bucket: str = ""
    """Bucket of AWS Config's items, whether Config is on or not."""
    identity_center_region: str
    control_tower: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    account_alarms: bool = False
    """Whether each account has a trail and alarms of its own."""
    exempted: tuple[str, ...] = ()
    """ARNs of every principal that the exemption registry names, for whichever guardrail."""

    def role(self, name: str, account: str = "*") -> str:
        """ARN of a role, in every account unless one is given."""
        return f"arn:{self.partition}:iam::{account}:role/{name}"

    def arn(self, service: str, resource: str, *, region: str = "*", account: str = "*") -> str:
        """ARN of a service's resource in this partition."""
        return f"arn:{self.partition}:{service}:{region}:{account}:{resource}"

    def principals(self, exempt: Exempt) -> tuple[str, ...]:
        """ARNs of the roles behind one column of the exemption matrix; none for Control Tower where it isn't used."""
        if exempt == Exempt.DEPLOYER:
            return (self.role(self.deployer_role),)
        if exempt == Exempt.BREAK_GLASS:
            return (self.role(names.BREAK_GLASS_ROLE),)
        if exempt == Exempt.DRILL:
            return (self.role(names.DRILL_ROLE),)
        return tuple(self.role(name) for name in names.CONTROL_TOWER_ROLES) if self.control_tower else ()

    def permission_set(self, name: str) -> tuple[str, ...]:
        """ARNs of a permission set's roles: with and without the region in the path, and sixteen unknown characters.

        https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
        """
        path, suffix = "aws-reserved/sso.amazonaws.com", f"AWSReservedSSO_{name}_{'?' * 16}"
        return (self.role(f"{path}/{suffix}"), self.role(f"{path}/{self.identity_center_region}/{suffix}"))

    def unit_path(self, unit: str) -> str:
        """A unit's aws:PrincipalOrgPaths value with everything below it, `o-x/r-x/ou-a/ou-b/*`.

        Raises KeyError for a unit that the organization doesn't have.
        """
        parts = unit.split("/")
        ids = [self.units["/".join(parts[: depth + 1])] for depth in range(len(parts))]
        return "/".join((self.organization, self.root, *ids, "*"))


@dataclass(frozen=True, kw_only=True)
class Request:
    """One API call that a guardrail must deny or let through; `context` holds condition keys with their values."""

    name: str
    action: str
    resource: str = "*"
    principal: str
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    resource_account: str | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every entry of the catalogue says of itself; its id is the name of its file."""

    title: str
    rationale: str
    severity: Severity
    controls: tuple[str, ...]
    practice: str
    """The practice of "AWS IAM Best Practices for Production Environments" that it puts in place."""
    sources: tuple[str, ...]
    bundle: Bundle
    policy_type: PolicyType = PolicyType.SCP
    settings: type[Settings] = Settings
    example_settings: Settings = field(default_factory=Settings)
    """The settings with which the examples are decided; they switch on what is off by default."""
    mode: Mode = Mode.ENFORCE
    """Where the stack file says nothing; OFF for what needs facts about the site."""
    targets: tuple[str, ...] = ("Root",)


@dataclass(frozen=True, kw_only=True)
class Guardrail(Entry):
    """Denies requests by a service control policy or a resource control policy.

    `statements` get no exemptions of their own: the builder adds, to each of them, the principals of `exempt` (with the
    reason for each) and of the registry, which is refused where `exemptable` is false.
    """

    statements: Callable[[Context, Any], tuple[Statement, ...]]
    exempt: Mapping[Exempt, str] = field(default_factory=dict)
    exemptable: bool = True
    denies: tuple[Request, ...]
    allows: tuple[Request, ...]
    moved_from: Bundle | None = None
    """The bundle that held it in the release before: the new policy is updated before the old one."""


@dataclass(frozen=True, kw_only=True)
class Declaration(Entry):
    """States a configuration that AWS itself keeps: a declarative, S3, AI opt-out or tag policy."""

    content: Callable[[Context, Any], Mapping[str, Any]]
