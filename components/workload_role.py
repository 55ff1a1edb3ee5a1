"""The role of something that a service runs for us."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies.machine_names import WORKLOAD_PATH
from policies.permissions import Permission, permissions_document
from policies.trust import service_trust
from policies.workloads import Runtime, runtime_service


@dataclass(frozen=True, kw_only=True)
class WorkloadRoleArgs:
    """The account, the service with its sources there, what the role may do, and the boundary of workloads."""

    target: AccountTarget
    partition: str
    key: str
    runtime: Runtime
    sources: tuple[str, ...]
    permissions: tuple[Permission, ...]
    boundary_arn: pulumi.Input[str]


class WorkloadRole(pulumi.ComponentResource):
    """A role that a service assumes for this account's own things only, in the path whose roles pipelines pass."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: WorkloadRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:machines:WorkloadRole", name, None, opts)
        service = runtime_service(args.partition, args.target.id, args.runtime, args.sources)
        role = aws.iam.Role(
            f"{name}-role",
            name=args.key,
            path=f"/{WORKLOAD_PATH}",
            description=f"{args.runtime.value} runs what is ours",
            assume_role_policy=service_trust(service).json(),
            permissions_boundary=args.boundary_arn,
            opts=args.target.options(self),
        )
        aws.iam.RolePolicy(
            f"{name}-role-policy",
            name="work",
            role=role.name,
            policy=permissions_document(args.partition, args.target.id, args.permissions).json(),
            opts=args.target.options(self),
        )
        self.arn = role.arn
        self.register_outputs({"arn": self.arn})
