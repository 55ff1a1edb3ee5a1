"""The roles of machines in one account, with what they may do."""

from collections.abc import Iterator

from config.models import Stack
from config.principal import Named, Principal
from policies import names
from policies.boundaries.documents import boundary_documents
from policies.boundaries.kind import BoundaryKind
from policies.compiled import Compiled
from policies.deploys import deployment_permissions
from policies.document import Document
from policies.machine_names import WORKLOAD_PATH, cross_account_role, deployment_role
from policies.names import partition, role_arn
from policies.permissions import permissions_document


def machine_principals(stack: Stack, account: str) -> Iterator[Principal]:
    """Pipelines, roles of other accounts and services that get into an account, given by its key."""
    machines, number = stack.baseline.machine_access, stack.baseline.accounts[account].id
    place = partition(stack.organization.home_region)
    for key, role in machines.deployment_roles.items():
        if role.account == account:
            document = deployment_permissions(place, number, role.deploys)
            who, ceiling = f"a pipeline of {role.pipeline.issuer}", names.boundary_policy(BoundaryKind.CI)
            yield _principal(stack, account, who, deployment_role(key), document, ceiling)
    for key, role in machines.cross_account_roles.items():
        if account in role.accounts:
            callers = [f"role {caller.role} of {caller.account}" for caller in role.callers]
            callers += [f"third party {third}" for third in role.third_parties]
            document = permissions_document(place, number, role.permissions)
            yield _principal(
                stack, account, ", ".join(callers), cross_account_role(key), document, names.BOUNDARY_POLICY
            )
    for key, role in machines.workload_roles.items():
        if role.account == account:
            document = permissions_document(place, number, role.permissions)
            who, ceiling = f"service {role.service.value}", names.boundary_policy(BoundaryKind.WORKLOAD)
            yield _principal(stack, account, who, f"{WORKLOAD_PATH}{key}", document, ceiling)


def _principal(stack: Stack, account: str, who: str, role: str, document: Document, ceiling: str) -> Principal:
    home, number = stack.organization.home_region, stack.baseline.accounts[account].id
    boundary = boundary_documents(partition(home), number)[ceiling]
    return Principal(
        name=who,
        path=(f"role {role}",),
        arn=role_arn(home, number, role),
        documents=(Named(name="its inline policy", document=Compiled(document.as_dict())),),
        boundary=Named(name=ceiling, document=Compiled(boundary.as_dict())),
    )
