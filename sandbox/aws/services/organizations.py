"""Organizations: every service principal, and members that see only what AWS shows them."""

import json

from moto.core.exceptions import JsonRESTError
from moto.organizations.models import (
    FakeDelegatedAdministrator,
    FakeServiceAccess,
    OrganizationsBackend,
    organizations_backends,
)
from moto.organizations.responses import OrganizationsResponse

from sandbox.aws.services.patching import patch


def is_service(principal: str) -> bool:
    """Accept whatever looks like a service principal, because moto's list misses most of them."""
    return principal.endswith(".amazonaws.com") and len(principal) > len(".amazonaws.com")


def management_of(account: str) -> str | None:
    """Give the management account of the organization that an account belongs to, if it belongs to one."""
    if account in organizations_backends.master_accounts:
        return organizations_backends.master_accounts[account][0]
    return account if account in organizations_backends and organizations_backends[account]["aws"].org else None


def organization_of(account: str) -> str | None:
    """The id of the organization that an account belongs to; None outside any."""
    management = management_of(account)
    organization = organizations_backends[management]["aws"].org if management else None
    return organization.id if organization else None


def is_administrator_of(caller: str, account: str, principal: str) -> bool:
    """Tell whether the caller manages an account's organization for a service, itself or by delegation."""
    management = management_of(account)
    if management is None:
        return False
    return caller == management or caller in administrators(management, principal)


def is_trusted(management: str, principal: str) -> bool:
    """Tell whether an organization has given a service trusted access."""
    services = organizations_backends[management]["aws"].services
    return any(service["ServicePrincipal"] == principal for service in services)


def administrators(management: str, principal: str | None = None) -> set[str]:
    """Give the accounts that an organization has delegated a service to, or any service."""
    admins = organizations_backends[management]["aws"].admins
    return {admin.account.id for admin in admins if principal is None or principal in admin.services}


def active_accounts(account: str) -> dict[str, str]:
    """Give the e-mail addresses of the active accounts of an account's organization, by id, management included."""
    management = management_of(account)
    accounts = organizations_backends[management]["aws"].accounts if management else []
    return {each.id: each.email for each in sorted(accounts, key=lambda each: each.id) if each.state == "ACTIVE"}


def delegate(management: str, account: str, principal: str) -> None:
    """Open an organization to a service and delegate it, as services do that designate administrators themselves."""
    backend = organizations_backends[management]["aws"]
    if not is_trusted(management, principal):
        backend.enable_aws_service_access(ServicePrincipal=principal)
    if account not in administrators(management, principal):
        backend.register_delegated_administrator(AccountId=account, ServicePrincipal=principal)


def undelegate(management: str, account: str, principal: str) -> None:
    """Take a service from its delegated administrator; trusted access stays on, as in AWS."""
    if account in administrators(management, principal):
        backend = organizations_backends[management]["aws"]
        backend.deregister_delegated_administrator(AccountId=account, ServicePrincipal=principal)


def _backend(self: OrganizationsResponse) -> OrganizationsBackend:
    caller = self.current_account
    own = organizations_backends[caller][self.partition]
    action = str(self._get_action())
    management = management_of(caller)
    if management in (None, caller) or action == "DescribeOrganization":
        return own
    if action.startswith(("List", "Describe")) and caller in administrators(str(management)):
        return organizations_backends[management][self.partition]
    raise JsonRESTError("AccessDeniedException", "You don't have permissions to access this resource.")


def _list_targets(self: OrganizationsResponse) -> str:
    """Targets in pages as AWS gives them, 20 at a time, because moto gives all at once."""
    targets = self.organizations_backend.list_targets_for_policy(PolicyId=self._get_param("PolicyId"))["Targets"]
    first = int(self._get_param("NextToken") or 0)
    after = first + min(self._get_int_param("MaxResults") or 20, 20)
    more = {"NextToken": str(after)} if after < len(targets) else {}
    return json.dumps({"Targets": targets[first:after], **more})


def install() -> None:
    """Widen trusted access and delegation to all services, and close what member accounts must not call."""
    patch(FakeServiceAccess, trusted_service=staticmethod(is_service))
    patch(FakeDelegatedAdministrator, supported_service=staticmethod(is_service))
    patch(OrganizationsResponse, organizations_backend=property(_backend), list_targets_for_policy=_list_targets)
