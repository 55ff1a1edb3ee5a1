"""A role that others than its own account assume."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies.document import Document
from policies.machine_names import cross_account_role
from policies.permissions import Permission, permissions_document


@dataclass(frozen=True, kw_only=True)
class CrossAccountRoleArgs:
    """The account, who assumes the role by which trust policy, what it may do, and its boundary.

    `secret` keeps the trust policy encrypted: it holds an external id.
    """

    target: AccountTarget
    partition: str
    key: str
    trust: Document
    secret: bool
    permissions: tuple[Permission, ...]
    session_hours: int
    boundary_arn: pulumi.Input[str]


class CrossAccountRole(pulumi.ComponentResource):
    """A role for named roles of the organization and for third parties with their external id, which stays secret."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: CrossAccountRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:machines:CrossAccountRole", name, None, opts)
        trust = args.trust.json()
        role = aws.iam.Role(
            f"{name}-role",
            name=cross_account_role(args.key),
            description="Others than this account assume it",
            assume_role_policy=pulumi.Output.secret(trust) if args.secret else trust,
            max_session_duration=args.session_hours * 3600,
            permissions_boundary=args.boundary_arn,
            opts=args.target.options(self),
        )
        aws.iam.RolePolicy(
            f"{name}-role-policy",
            name="access",
            role=role.name,
            policy=permissions_document(args.partition, args.target.id, args.permissions).json(),
            opts=args.target.options(self),
        )
        self.arn = role.arn
        self.register_outputs({"arn": self.arn})
