"""Who gets in without a person: pipelines by their tokens, roles of other accounts, services that run what is ours."""

from typing import Annotated

from pydantic import Field

from config.model import Model
from config.pipelines import Pipelines
from config.texts import AccountKey
from policies.deploys import Deploy
from policies.named_principals import AccountId, RoleName
from policies.permissions import Permission
from policies.workloads import Runtime, SourceName

Hours = Annotated[int, Field(ge=1, le=12)]
Permissions = Annotated[tuple[Permission, ...], Field(min_length=1)]


class DeploymentRole(Pipelines):
    """The role of a pipeline, which signs in with a token; the role is called `guardrails-deploy-KEY`.

    Exactly one of `github`, `gitlab`, `bitbucket` and `oidc` is given.
    """

    account: AccountKey
    """The member account that it deploys to."""
    deploys: Annotated[tuple[Deploy, ...], Field(min_length=1)]
    """What it deploys: its rights follow from this, and there are no others."""
    session_hours: Hours = 1
    """How long a session lasts at most."""


class Caller(Model):
    """A role of an account of the organization."""

    account: AccountKey
    role: RoleName
    """Its name, with its path: `teams/Inventory`."""


class CrossAccountRole(Model):
    """A role that others than its account assume; it is called `guardrails-access-KEY`."""

    accounts: Annotated[tuple[AccountKey, ...], Field(min_length=1)]
    """The accounts in which it is."""
    callers: tuple[Caller, ...] = ()
    """Roles of the organization; they get in while their account belongs to it."""
    third_parties: tuple[AccountId, ...] = ()
    """Accounts under `thirdParties` of the guardrail organizationPerimeter; their external id and end are there."""
    permissions: Permissions
    session_hours: Hours = 1
    """How long a session lasts at most; AWS allows one hour to a caller that is itself a role's session."""
    require_source_identity: bool = False
    """Let in only who says, as its source identity, who is behind the call."""


class WorkloadRole(Model):
    """The role under which a service runs something of ours; it is called `delegated/KEY`."""

    account: AccountKey
    service: Runtime
    """Whom the role is for."""
    sources: tuple[SourceName, ...] = ()
    """What of it in the account, as ends of ARNs: `function:shop-orders`; everything where nothing is named."""
    permissions: Permissions


class MachineAccess(Model):
    """Roles of machines, by a key that never changes: it ends the role's name."""

    deployment_roles: dict[AccountKey, DeploymentRole] = Field(default_factory=dict)
    cross_account_roles: dict[AccountKey, CrossAccountRole] = Field(default_factory=dict)
    workload_roles: dict[AccountKey, WorkloadRole] = Field(default_factory=dict)
