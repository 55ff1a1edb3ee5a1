"""The configuration as frozen models: unknown keys are refused, every limit is checked when the file is loaded."""

from typing import Annotated

from pydantic import Field

from config.account_options import AccountOptionOverrides, AccountOptions, RootAccess, UnusedAccess
from config.alarms import Alarms
from config.alerts import Alerts
from config.break_glass import BreakGlass
from config.cost_anomalies import CostAnomalies
from config.guardrail_settings import Guardrails
from config.identity import Assignment, CustomerPolicy, GroupName, ManagementAssignment, PermissionSet, PrincipalId
from config.log_archive import LogArchive
from config.machine_access import MachineAccess
from config.model import Model
from config.pipelines import Pipelines
from config.security_services import SecurityServices
from config.snapshot import Snapshot
from config.standalone import Standalone, StandaloneFacts
from config.texts import AccountKey, Date, PermissionSetName, PolicyName, Principal, Region
from config.trail import Trail
from policies.named_principals import AccountId, BareRoleName, Email, words
from policies.types import AccountState, PolicyType


class Exemption(Model):
    """Who may do what a guardrail denies; refused by `guardrails check` once it has expired."""

    guardrail: str
    """The guardrail's key under `guardrails`."""
    principal: Principal | None = None
    """ARN of a role; `*` only as the account."""
    permission_set: PermissionSetName | None = None
    """A permission set, by its name: its roles in every account are meant."""
    switched_off: bool = False
    """Nobody in particular: the guardrail itself may be off."""
    owner: Email
    reason: Annotated[str, Field(min_length=10)]
    ticket: Annotated[str, Field(min_length=1)]
    expires: Date
    """Last valid day, quoted, `"2027-06-30"`."""


class Limits(Model):
    """AWS's limits where this organization has others than the published ones."""

    places: dict[PolicyType, Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=dict)
    """Policies that a root, unit or account takes, by type of policy."""
    characters: dict[PolicyType, Annotated[int, Field(ge=1, le=100_000)]] = Field(default_factory=dict)
    """Characters of one policy, by type of policy."""


class Organization(Model):
    """Facts that all stacks of an organization share."""

    id: Annotated[
        str, Field(pattern=r"^o-[a-z0-9]{10,32}$", json_schema_extra=words("an organization id, o-exampleorg1"))
    ]
    home_region: Region
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    """The regions in use, home region included."""
    alert_regions: tuple[Region, ...] = ()
    """Further enabled regions in which rules listen, and in which the settings of accounts hold: docs/alerts.md."""
    management_account: AccountKey
    log_archive_account: AccountKey
    audit_account: AccountKey
    identity_center_account: AccountKey | None = None
    """Delegated administrator of IAM Identity Center; the management account where none is named."""
    control_tower: bool = False
    """Whether AWS Control Tower governs the organization: its roles are then exempt where it needs to be."""
    limits: Limits = Limits()
    """Quotas that AWS raised, or that it has not raised in this partition."""
    exemptions: tuple[Exemption, ...] = ()


class PasswordPolicy(Model):
    """IAM's account password policy; the defaults are CIS AWS Foundations 2.8 and 2.9."""

    minimum_length: Annotated[int, Field(ge=8, le=128)] = 14
    reuse_prevention: Annotated[int, Field(ge=1, le=24)] = 24


class Contact(Model):
    """An alternate contact of an account."""

    name: Annotated[str, Field(min_length=1, max_length=64)]
    title: Annotated[str, Field(min_length=1, max_length=50)]
    email: Email
    phone: Annotated[
        str,
        Field(
            pattern=r"^[\s0-9()+-]+$",
            min_length=1,
            max_length=25,
            json_schema_extra=words("a telephone number of at most 25 digits, spaces or ()+-"),
        ),
    ]


class AlternateContacts(Model):
    """Whom AWS calls besides the root user's address."""

    security: Contact
    billing: Contact | None = None
    operations: Contact | None = None


class AccountSettings(AccountOptions):
    """What is switched on in an account."""

    password_policy: PasswordPolicy = PasswordPolicy()
    alternate_contacts: AlternateContacts | None = None


class PasswordPolicyOverride(Model):
    """The parts of the password policy that differ in one account."""

    minimum_length: Annotated[int | None, Field(ge=8, le=128)] = None
    reuse_prevention: Annotated[int | None, Field(ge=1, le=24)] = None


class Overrides(AccountOptionOverrides):
    """The settings that differ from the account's preset."""

    password_policy: PasswordPolicyOverride | None = None
    alternate_contacts: AlternateContacts | None = None


class Account(Model):
    """One AWS account; its key in `accounts` never changes."""

    id: AccountId
    name: Annotated[str, Field(min_length=1, max_length=50)]
    email: Email
    organizational_unit: str = "Root"
    """Path below the root, `Workloads/Canary`, or `Root`; an organization's accounts say it."""
    preset: str
    overrides: Overrides = Overrides()
    tags: dict[str, str] = Field(default_factory=dict)
    """What assignments may choose accounts by."""


class Vending(Model):
    """Roles and permission sets of the management account that take the roles that AWS makes in new accounts."""

    roles: tuple[BareRoleName, ...] = ()
    """Names of roles, without their path."""
    permission_sets: tuple[PermissionSetName, ...] = ()
    """Names under `managementPermissionSets`; one whose name begins with such a name and an underscore counts too."""


class Deployment(Model):
    """How the deployment reaches the accounts."""

    role_name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_+=,.@-]{1,64}$")] = "OrganizationAccountAccessRole"
    """Role that the caller assumes in every member account; the management account is the caller's own. In an account
    without an organization the caller's own role, which drills the alerts."""
    pipeline: Pipelines | None = None
    """Who enters the management account's role that `guardrails bootstrap deployer` makes: docs/deployer.md."""
    vending: Vending | None = None
    """Who takes the roles that AWS makes in new accounts without waking anybody, besides Control Tower: where left out,
    everybody whom Identity Center lets into the management account while `roleName` is such a role, else nobody."""
    protect: bool = True
    """Refuse to delete the log archive, its keys and the trail."""


class Baseline(Model):
    """The stack: what is deployed, and where."""

    deployment: Deployment = Deployment()
    alerts: Alerts
    alarms: Alarms = Alarms()
    log_archive: LogArchive
    trail: Trail = Trail()
    """Options of the trail, each with its price in `guardrails cost`."""
    break_glass: BreakGlass | None = None
    """The emergency way in; an empty mapping, `{}`, is enough to have it."""
    root_access: RootAccess | None = None
    """Centralised root access; enable trusted access of IAM in Organizations first."""
    unused_access: UnusedAccess | None = None
    """IAM Access Analyzer's search for access that nobody uses; `guardrails cost` says its price."""
    cost_anomalies: CostAnomalies | None = None
    """Unusual spending as a notice; an empty mapping, `{}`, is enough to have it."""
    security_services: SecurityServices = SecurityServices()
    guardrails: Guardrails = Guardrails()
    presets: dict[str, AccountSettings]
    accounts: Annotated[dict[AccountKey, Account], Field(min_length=1)]
    machine_access: MachineAccess = MachineAccess()
    groups: dict[GroupName, PrincipalId] = Field(default_factory=dict)
    """Ids of assigned groups by display name: who is meant, whatever else has that name one day."""
    customer_policies: dict[PolicyName, CustomerPolicy] = Field(default_factory=dict)
    permission_sets: dict[PermissionSetName, PermissionSet] = Field(default_factory=dict)
    """Sets for member accounts, managed from `identityCenterAccount`."""
    management_permission_sets: dict[PermissionSetName, PermissionSet] = Field(default_factory=dict)
    """Sets for the management account, managed from there."""
    assignments: tuple[Assignment, ...] = ()
    management_assignments: tuple[ManagementAssignment, ...] = ()


class Stack(Model):
    """Everything that the program needs, loaded and checked."""

    name: str
    organization: Organization | Standalone
    baseline: Baseline
    snapshot: Snapshot | StandaloneFacts

    @property
    def standalone(self) -> bool:
        """Whether it is about one account without an organization."""
        return isinstance(self.organization, Standalone)

    @property
    def whole(self) -> str:
        """What it is about, in a word."""
        return "account" if self.standalone else "organization"

    def organized(self) -> tuple[Organization, Snapshot]:
        """The organization, and what AWS has of it. Raises ValueError for a stand-alone account."""
        if isinstance(self.organization, Standalone) or isinstance(self.snapshot, StandaloneFacts):
            raise ValueError("a stand-alone account has no organization")
        return self.organization, self.snapshot

    def active_accounts(self) -> dict[str, Account]:
        """Accounts that can be deployed to, by key: only ACTIVE ones answer."""
        states = self.snapshot.accounts
        return {
            key: account
            for key, account in self.baseline.accounts.items()
            if account.id in states and states[account.id].state == AccountState.ACTIVE
        }

    def settings(self, account: Account) -> AccountSettings:
        """The account's preset with its overrides on top."""
        preset = self.baseline.presets[account.preset].model_dump()
        return AccountSettings.model_validate(_merge(preset, account.overrides.model_dump(exclude_none=True)))

    def target_id(self, target: str) -> str:
        """AWS's id of an organizational unit's path, an account's key or `Root`."""
        if target == "Root":
            return self.organized()[1].root.id
        units = self.snapshot.organizational_units
        return units[target].id if target in units else self.baseline.accounts[target].id


def _merge(base: dict, over: dict) -> dict:
    return base | {
        key: _merge(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
        for key, value in over.items()
    }
