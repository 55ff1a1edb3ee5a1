"""People's access: permission sets and assignments, of the management account and of the members."""

from collections.abc import Iterable, Mapping

import pulumi

from components.assignments import Assignments, AssignmentsArgs
from components.customer_policies import CustomerPolicies, CustomerPoliciesArgs
from components.identity_center_delegation import IdentityCenterDelegation, IdentityCenterDelegationArgs
from components.lanes import Lanes
from components.permission_sets import PermissionSets, PermissionSetsArgs
from components.permissions_boundary import PermissionsBoundary
from components.target import AccountTarget
from config.identity_plan import Grant, access, identity_center_account, management_sets, member_sets
from config.identity_sets import ResolvedSet
from config.models import Stack
from config.snapshot import IdentityCenterFact
from policies import names


class Identity:
    """Builds what the instance holds, the management account's part first: it is the one that recovers."""

    def __init__(
        self,
        stack: Stack,
        targets: Mapping[str, AccountTarget],
        boundaries: Mapping[str, PermissionsBoundary],
    ) -> None:
        self.stack, self.targets, self.boundaries = stack, targets, boundaries
        self.management = targets[stack.organization.management_account]
        self.administrator = targets[identity_center_account(stack)]
        self.access = access(stack)
        self.sets = {"management-": management_sets(stack), "": member_sets(stack)}
        members = [(grant, grant.account) for grant in self.access.members]
        own = [(grant, self.management.key) for grant in self.access.management]
        self.grants: dict[str, list[tuple[Grant, str]]] = {"management-": [*own], "": [*members]}

    def build(self) -> None:
        """Declare everything, where the organization has an instance at all."""
        center = self.stack.snapshot.identity_center
        if center is None:
            return
        deployed = self._customer_policies()
        after = self._part(center, "management-", self.management, deployed, [])
        if self.administrator.key != self.management.key:
            delegation = IdentityCenterDelegation(
                "identity-center-delegation",
                IdentityCenterDelegationArgs(management=self.management, account_id=self.administrator.id),
            )
            after = [*after, delegation.registration]
        self._part(center, "", self.administrator, deployed, after)

    def _part(
        self,
        center: IdentityCenterFact,
        prefix: str,
        target: AccountTarget,
        deployed: Mapping[str, CustomerPolicies],
        after: list[pulumi.Resource],
    ) -> list[pulumi.Resource]:
        """The sets of one side and their assignments; gives what the next change must wait for."""
        sets = self.sets[prefix]
        if not sets:
            return after
        lanes = Lanes(sets, after)
        made = PermissionSets(
            f"{prefix}permission-sets",
            PermissionSetsArgs(
                target=target,
                region=center.region,
                instance_arn=center.instance_arn,
                sets=sets,
                needed=self._needed(sets.values(), deployed),
                lanes=lanes,
            ),
        )
        Assignments(
            f"{prefix}assignments",
            AssignmentsArgs(
                target=target,
                region=center.region,
                instance_arn=center.instance_arn,
                grants=tuple((grant, self.targets[account].id) for grant, account in self.grants[prefix]),
                arns=made.arns,
                lanes=lanes,
            ),
        )
        return lanes.ends()

    def _customer_policies(self) -> dict[str, CustomerPolicies]:
        """By account: the policies that the sets assigned there name."""
        wanted: dict[str, set[str]] = {}
        for prefix, grants in self.grants.items():
            for grant, account in grants:
                wanted.setdefault(account, set()).update(self.sets[prefix][grant.permission_set].named())
        entries = self.stack.baseline.customer_policies
        own = {account: {name: entries[name] for name in named if name in entries} for account, named in wanted.items()}
        return {
            account: CustomerPolicies(
                f"{account}-customer-policies",
                CustomerPoliciesArgs(target=self.targets[account], policies=policies),
            )
            for account, policies in sorted(own.items())
            if policies
        }

    def _needed(
        self, sets: Iterable[ResolvedSet], deployed: Mapping[str, CustomerPolicies]
    ) -> dict[str, list[pulumi.Resource]]:
        """What deploys each policy that a set names, in every account that has it."""
        named = {name for wanted in sets for name in wanted.named()}
        return {
            name: [*self.boundaries.values()]
            if name.startswith(names.BOUNDARY_POLICY)
            else [own.policies[name] for own in deployed.values() if name in own.policies]
            for name in named
        }
