"""What AWS would refuse of the machines' roles, or take and never match."""

from collections.abc import Iterator

from config.machine_plan import cross_account_trust
from config.messages import Finding
from config.models import Stack
from config.problem import Path
from policies.deploys import deployment_permissions
from policies.document import Document
from policies.limits import ROLE_INLINE_CHARACTERS, TRUST_CHARACTERS, Limit
from policies.lint import Kind, lint
from policies.names import partition
from policies.permissions import Permission, permissions_document

_BLOCK = ("baseline", "machineAccess")


def machine_proof(stack: Stack) -> Iterator[Finding]:
    """Permissions whose actions and resources exist and fit each other, and documents that AWS takes."""
    machines = stack.baseline.machine_access
    for key, role in machines.deployment_roles.items():
        path = (*_BLOCK, "deploymentRoles", key)
        document = deployment_permissions(_partition(stack), _account(stack, role.account), role.deploys)
        yield from _size(path, "deploys", document, ROLE_INLINE_CHARACTERS)
    for key, role in machines.cross_account_roles.items():
        path = (*_BLOCK, "crossAccountRoles", key)
        yield from _permissions(stack, path, role.accounts[0], role.permissions)
        kind = "callers" if role.callers else "thirdParties"
        yield from _size(path, kind, cross_account_trust(stack, role), TRUST_CHARACTERS)
    for key, role in machines.workload_roles.items():
        yield from _permissions(stack, (*_BLOCK, "workloadRoles", key), role.account, role.permissions)


def _permissions(stack: Stack, path: Path, account: str, permissions: tuple[Permission, ...]) -> Iterator[Finding]:
    where = _partition(stack), _account(stack, account)
    for index, one in enumerate(permissions):
        for found in lint(permissions_document(*where, (one,)).as_dict(), Kind.IDENTITY):
            yield Finding(
                path=(*path, "permissions", index),
                found=f"{found.element} {found.found}: {found.message}",
                expected="actions that exist, on resources that they are about",
                fix=found.fix,
            )
    yield from _size(path, "permissions", permissions_document(*where, permissions), ROLE_INLINE_CHARACTERS)


def _size(path: Path, key: str, document: Document, limit: Limit) -> Iterator[Finding]:
    if document.characters > limit.value:
        yield Finding(
            path=(*path, key),
            key=True,
            found=f"a policy of {document.characters} characters",
            expected=f"at most {limit.value}",
            fix="name less, use patterns, or make two roles of it",
        )


def _partition(stack: Stack) -> str:
    return partition(stack.organization.home_region)


def _account(stack: Stack, key: str) -> str:
    return stack.baseline.accounts[key].id
