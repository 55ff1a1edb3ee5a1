"""A role that others than its own account assume."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies.grantees import Role
from policies.machine_names import cross_account_role
from policies.permissions import Permission, permissions_document
from policies.third_parties import ThirdParty
from policies.trust import roles_trust


@dataclass(frozen=True, kw_only=True)
class CrossAccountRoleArgs:
    """The account, its organization, who assumes the role, what it may do, and its boundary."""

    target: AccountTarget
    partition: str
    organization: str
    key: str
    callers: tuple[Role, ...]
    third_parties: tuple[ThirdParty, ...]
    permissions: tuple[Permission, ...]
    session_hours: int
    source_identity: bool
    boundary_arn: pulumi.Input[str]


class CrossAccountRole(pulumi.ComponentResource):
    """A role for named roles of the organization and for third parties with their external id, which stays secret."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: CrossAccountRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:machines:CrossAccountRole", name, None, opts)
        trust = roles_trust(
            args.partition,
            args.organization,
            roles=args.callers,
            third_parties=args.third_parties,
            source_identity=args.source_identity,
        ).json()
        role = aws.iam.Role(
            f"{name}-role",
            name=cross_account_role(args.key),
            description="Others than this account assume it",
            assume_role_policy=pulumi.Output.secret(trust) if args.third_parties else trust,
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
