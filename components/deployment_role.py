"""The role of a pipeline."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.oidc_provider import OidcProvider
from components.target import AccountTarget
from policies.deploys import Deploy, deployment_permissions
from policies.machine_names import deployment_role
from policies.oidc import Pipeline
from policies.trust import pipeline_trust


@dataclass(frozen=True, kw_only=True)
class DeploymentRoleArgs:
    """The account with its identity provider, who signs in, what it deploys, and the boundary of pipelines."""

    target: AccountTarget
    partition: str
    key: str
    pipeline: Pipeline
    provider: OidcProvider
    deploys: tuple[Deploy, ...]
    session_hours: int
    boundary_arn: pulumi.Input[str]


class DeploymentRole(pulumi.ComponentResource):
    """A role that one pipeline alone assumes by its token, with the rights to deploy what is its own."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: DeploymentRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:machines:DeploymentRole", name, None, opts)
        options = args.target.options(self)
        role = aws.iam.Role(
            f"{name}-role",
            name=deployment_role(args.key),
            description=f"A pipeline of {args.pipeline.issuer.split('/')[0]} deploys",
            assume_role_policy=pipeline_trust(args.partition, args.target.id, args.pipeline).json(),
            max_session_duration=args.session_hours * 3600,
            permissions_boundary=args.boundary_arn,
            opts=args.target.options(self, depends_on=[args.provider]),
        )
        aws.iam.RolePolicy(
            f"{name}-role-policy",
            name="deploy",
            role=role.name,
            policy=deployment_permissions(args.partition, args.target.id, args.deploys).json(),
            opts=options,
        )
        self.arn = role.arn
        self.register_outputs({"arn": self.arn})
