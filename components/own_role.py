"""Roles of the baseline's own: each under its boundary, with one policy that says all it may do."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies.document import Document


@dataclass(frozen=True, kw_only=True)
class OwnRole:
    """A role's name in AWS, whom it trusts, its policy with the policy's name, and its ceiling."""

    target: AccountTarget
    name: str
    trust: Document
    policy: str
    permissions: Document
    boundary_arn: pulumi.Input[str]
    description: str | None = None


def own_role(component: pulumi.Resource, name: str, wanted: OwnRole) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    """The role and its policy, as children of a component."""
    options = wanted.target.options(component)
    role = aws.iam.Role(
        f"{name}-role",
        name=wanted.name,
        description=wanted.description,
        assume_role_policy=wanted.trust.json(),
        permissions_boundary=wanted.boundary_arn,
        opts=options,
    )
    permissions = aws.iam.RolePolicy(
        f"{name}-role-policy", name=wanted.policy, role=role.name, policy=wanted.permissions.json(), opts=options
    )
    return role, permissions


def able(role: aws.iam.Role, permissions: aws.iam.RolePolicy) -> pulumi.Output[str]:
    """The role's ARN, for whoever acts by it and so waits for its permissions."""
    return pulumi.Output.all(role.arn, permissions.id).apply(lambda ids: ids[0])
