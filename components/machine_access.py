"""The roles of machines in all accounts, and the identity providers that they need."""

import re
from collections.abc import Mapping

from components.cross_account_role import CrossAccountRole, CrossAccountRoleArgs
from components.deployment_role import DeploymentRole, DeploymentRoleArgs
from components.oidc_provider import OidcProvider, OidcProviderArgs
from components.permissions_boundary import PermissionsBoundary
from components.target import AccountTarget
from components.workload_role import WorkloadRole, WorkloadRoleArgs
from config.machine_access import CrossAccountRole as CrossAccountSettings
from config.machine_plan import cross_account_trust
from config.models import Stack
from policies.boundaries.kind import BoundaryKind
from policies.names import partition


class MachineAccess:
    """Builds the roles; what is for an account that can't be reached is left out.

    A component is called `ACCOUNT.KEY-kind`: no key holds a dot, so that two never share a name.
    """

    def __init__(
        self,
        stack: Stack,
        targets: Mapping[str, AccountTarget],
        boundaries: Mapping[str, PermissionsBoundary],
    ) -> None:
        self.stack, self.targets, self.boundaries = stack, targets, boundaries
        self.settings = stack.baseline.machine_access
        self.partition = partition(stack.organization.home_region)

    def build(self) -> None:
        """Declare every provider and role."""
        self._pipelines()
        for key, role in self.settings.cross_account_roles.items():
            for account in role.accounts:
                if account in self.targets:
                    self._cross_account(account, key, role)
        for key, role in self.settings.workload_roles.items():
            if role.account in self.targets:
                WorkloadRole(
                    f"{role.account}.{key}-workload",
                    WorkloadRoleArgs(
                        target=self.targets[role.account],
                        partition=self.partition,
                        key=key,
                        runtime=role.service,
                        sources=role.sources,
                        permissions=role.permissions,
                        boundary_arn=self.boundaries[role.account].kinds[BoundaryKind.WORKLOAD],
                    ),
                )

    def _pipelines(self) -> None:
        roles = {key: role for key, role in self.settings.deployment_roles.items() if role.account in self.targets}
        audiences: dict[tuple[str, str], set[str]] = {}
        for role in roles.values():
            audiences.setdefault((role.account, role.pipeline.issuer), set()).add(role.pipeline.audience)
        providers = {
            (account, issuer): OidcProvider(
                f"{account}.{re.sub('[^a-z0-9]+', '-', issuer)}-oidc",
                OidcProviderArgs(target=self.targets[account], issuer=issuer, audiences=tuple(sorted(accepted))),
            )
            for (account, issuer), accepted in audiences.items()
        }
        for key, role in roles.items():
            DeploymentRole(
                f"{role.account}.{key}-deployment",
                DeploymentRoleArgs(
                    target=self.targets[role.account],
                    partition=self.partition,
                    key=key,
                    pipeline=role.pipeline,
                    provider=providers[role.account, role.pipeline.issuer],
                    deploys=role.deploys,
                    session_hours=role.session_hours,
                    boundary_arn=self.boundaries[role.account].kinds[BoundaryKind.CI],
                ),
            )

    def _cross_account(self, account: str, key: str, role: CrossAccountSettings) -> None:
        CrossAccountRole(
            f"{account}.{key}-access",
            CrossAccountRoleArgs(
                target=self.targets[account],
                partition=self.partition,
                key=key,
                trust=cross_account_trust(self.stack, role),
                secret=bool(role.third_parties),
                permissions=role.permissions,
                session_hours=role.session_hours,
                boundary_arn=self.boundaries[account].arn,
            ),
        )
