"""The path in which teams make their own roles: everything in it is held by the workload's boundary."""

from policies import names
from policies.boundaries.kind import BoundaryKind
from policies.document import Statement

# What carries iam:PermissionsBoundary: the boundary that the role has, or is about to get
# (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html).
_BOUNDED = (
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
)
_PARTS = {
    "instance-profile": (
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:UntagInstanceProfile",
    ),
    "policy": (
        "iam:CreatePolicy",
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion",
        "iam:TagPolicy",
        "iam:UntagPolicy",
    ),
    "role": ("iam:TagRole", "iam:UntagRole"),
}
RUNTIMES = (
    "ecs-tasks.amazonaws.com",
    "events.amazonaws.com",
    "lambda.amazonaws.com",
    "scheduler.amazonaws.com",
    "states.amazonaws.com",
)
"""Where a team's role may run, besides EC2; none of these hands its credentials to somebody outside the account."""


def owned(kind: str, partition: str, account: str) -> str:
    """ARN pattern of a team's own roles, policies or instance profiles; `account` may be `*`."""
    return f"arn:{partition}:iam::{account}:{kind}/{names.OWNED_PATH}/*"


def making(partition: str, account: str) -> tuple[Statement, ...]:
    """Making and changing roles in the owned path, each with the workload's boundary.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    boundary = f"arn:{partition}:iam::{account}:policy/{names.boundary_policy(BoundaryKind.WORKLOAD)}"
    bounded = Statement(
        sid="OwnedRoles",
        effect="Allow",
        actions=_BOUNDED,
        resources=(owned("role", partition, account),),
        conditions={"ArnLike": {"iam:PermissionsBoundary": boundary}},
    )
    parts = (
        Statement(
            sid=f"Owned{kind.title().replace('-', '')}Parts",
            effect="Allow",
            actions=actions,
            resources=(owned(kind, partition, account),),
        )
        for kind, actions in _PARTS.items()
    )
    return (bounded, *parts)


def passing(partition: str, account: str) -> Statement:
    """Handing a role of the owned path to a service that runs it.

    Services that give a role to machines outside the account, as IAM Roles Anywhere and hybrid nodes do, are left out.
    EC2's principal ends as the partition's domain does (https://github.com/kubernetes/kops/issues/27).
    """
    suffix = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
    return Statement(
        sid="PassOwnedRoles",
        effect="Allow",
        actions=("iam:PassRole",),
        resources=(owned("role", partition, account),),
        conditions={"StringEquals": {"iam:PassedToService": (*RUNTIMES, f"ec2.{suffix}")}},
    )
