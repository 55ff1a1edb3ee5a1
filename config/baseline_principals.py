"""The baseline's own roles in one account: the deployment's, and those of services that carry records and events."""

from collections.abc import Iterator

from config.models import Stack
from config.principal import Named, Principal
from config.trail_path import trail_path
from policies import names
from policies.boundaries.documents import boundary_documents
from policies.compiled import Compiled
from policies.document import Document
from policies.hub import forwarder_permissions, hub_bus_arn
from policies.log_path import trail_logs_permissions
from policies.managed_policies import managed_document, managed_policy_arn
from policies.names import partition, role_arn

# AWS Organizations makes it as an administrator, and so does Control Tower
# (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html,
# https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html).
_VENDED = ("OrganizationAccountAccessRole", "AWSControlTowerExecution")


def baseline_principals(stack: Stack, account: str) -> Iterator[Principal]:
    """Who works for the baseline itself in an account, given by its key."""
    yield from _deployer(stack, account)
    home = stack.organization.home_region
    audit = stack.baseline.accounts[stack.organization.audit_account].id
    forwards = forwarder_permissions(hub_bus_arn(partition(home), home, audit))
    yield _service(stack, account, "events.amazonaws.com", names.ROOT_FORWARDER_ROLE, forwards)
    if account == stack.organization.audit_account and stack.baseline.trail.existing is None:
        writes = trail_logs_permissions(trail_path(stack))
        yield _service(stack, account, "cloudtrail.amazonaws.com", names.TRAIL_LOGS_ROLE, writes)


def _deployer(stack: Stack, account: str) -> Iterator[Principal]:
    """The role that the deployment assumes; in the management account it has the caller's own credentials."""
    if account == stack.organization.management_account:
        return
    home, name = stack.organization.home_region, stack.baseline.deployment.role_name
    everything = managed_document(managed_policy_arn(partition(home), "AdministratorAccess"))
    known = name in _VENDED and everything is not None
    yield Principal(
        name="whoever deploys from the management account",
        path=(f"role {name}",),
        arn=role_arn(home, stack.baseline.accounts[account].id, name),
        documents=(Named(name="AdministratorAccess", document=everything),) if known and everything else (),
        unknown=() if known else (f"policies of role {name}",),
    )


def _service(stack: Stack, account: str, service: str, role: str, document: Document) -> Principal:
    home, number = stack.organization.home_region, stack.baseline.accounts[account].id
    ceiling = boundary_documents(partition(home), number)[names.BOUNDARY_POLICY]
    return Principal(
        name=f"service {service}",
        path=(f"role {role}",),
        arn=role_arn(home, number, role),
        documents=(Named(name="its inline policy", document=Compiled(document.as_dict())),),
        boundary=Named(name=names.BOUNDARY_POLICY, document=Compiled(ceiling.as_dict())),
    )
