"""The organization's policies: service control, resource control, declarative and the like."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies.organization import OrganizationPolicy


@dataclass(frozen=True, kw_only=True)
class OrganizationPoliciesArgs:
    """Policies in the order of their updates, and AWS's ids of the targets that they name."""

    management: AccountTarget
    policies: tuple[OrganizationPolicy, ...]
    target_ids: Mapping[str, str]


class OrganizationPolicies(pulumi.ComponentResource):
    """One policy per bundle and target, each attached once.

    Policies follow one another in the order given, so that a guardrail that moves is in its new policy before it leaves
    the old one, and because AWS Organizations refuses concurrent changes
    (ConcurrentModificationException, https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html).
    """

    policy_ids: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: OrganizationPoliciesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:organization:OrganizationPolicies", name, None, opts)
        self.policy_ids = {}
        before: list[pulumi.Resource] = []
        for policy in args.policies:
            resource = aws.organizations.Policy(
                f"{name}-{policy.key}",
                name=policy.name,
                description=policy.description,
                type=policy.policy_type.value,
                content=policy.json(),
                opts=args.management.options(self, depends_on=before),
            )
            self.policy_ids[policy.key] = resource.id
            attachment = aws.organizations.PolicyAttachment(
                f"{name}-{policy.key}-attachment",
                policy_id=resource.id,
                target_id=args.target_ids[policy.target],
                opts=args.management.options(self, depends_on=[resource, *before]),
            )
            before = [attachment]
        self.register_outputs({"policyIds": self.policy_ids})
