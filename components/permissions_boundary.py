"""The permissions boundary policy of one account."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies import names
from policies.boundary import boundary_document


@dataclass(frozen=True, kw_only=True)
class PermissionsBoundaryArgs:
    """The account that gets the policy."""

    target: AccountTarget
    partition: str


class PermissionsBoundary(pulumi.ComponentResource):
    """The ceiling of every role that is created in the account, under a name that policies can rely on."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: PermissionsBoundaryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:account:PermissionsBoundary", name, None, opts)
        policy = aws.iam.Policy(
            f"{name}-policy",
            name=names.BOUNDARY_POLICY,
            description="What roles of this account may do at most",
            policy=boundary_document(args.partition, args.target.id).json(),
            opts=args.target.options(self),
        )
        self.arn = policy.arn
        self.register_outputs({"arn": self.arn})
