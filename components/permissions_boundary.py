"""The permissions boundary policies of one account."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies import names
from policies.boundaries.documents import boundary_documents
from policies.boundaries.kind import BoundaryKind

_DESCRIPTIONS = {
    names.BOUNDARY_POLICY: "What roles of this account may do at most",
    names.boundary_policy(BoundaryKind.DEVELOPER): "What people who build may do at most",
    names.boundary_policy(BoundaryKind.WORKLOAD): "What workloads may do at most",
    names.boundary_policy(BoundaryKind.CI): "What pipelines may do at most",
    names.boundary_policy(BoundaryKind.DELEGATED_ADMINISTRATOR): "What delegated administrators may do at most",
}


@dataclass(frozen=True, kw_only=True)
class PermissionsBoundaryArgs:
    """The account that gets the policies."""

    target: AccountTarget
    partition: str


class PermissionsBoundary(pulumi.ComponentResource):
    """The ceilings of the roles and permission sets of the account, under names that policies can rely on.

    `arn` is the ceiling of the baseline's own roles, `kinds` those of everybody else's.
    """

    arn: pulumi.Output[str]
    kinds: dict[BoundaryKind, pulumi.Output[str]]

    def __init__(self, name: str, args: PermissionsBoundaryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:account:PermissionsBoundary", name, None, opts)
        policies = {
            policy: aws.iam.Policy(
                f"{name}{policy.removeprefix(names.BOUNDARY_POLICY)}-policy",
                name=policy,
                description=_DESCRIPTIONS[policy],
                policy=document.json(),
                opts=args.target.options(self),
            )
            for policy, document in boundary_documents(args.partition, args.target.id).items()
        }
        self.arn = policies[names.BOUNDARY_POLICY].arn
        self.kinds = {kind: policies[names.boundary_policy(kind)].arn for kind in BoundaryKind}
        self.register_outputs({"arn": self.arn, **{kind.value: arn for kind, arn in self.kinds.items()}})
