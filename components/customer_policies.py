"""The managed policies of your own that permission sets name in one account."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from config.identity import CustomerPolicy
from policies.document import canonical


@dataclass(frozen=True, kw_only=True)
class CustomerPoliciesArgs:
    """The account and its policies by name."""

    target: AccountTarget
    policies: Mapping[str, CustomerPolicy]


class CustomerPolicies(pulumi.ComponentResource):
    """Policies under the same name and path in every account of a set, as provisioning demands.

    https://docs.aws.amazon.com/singlesignon/latest/userguide/howtocmp.html
    """

    policies: dict[str, aws.iam.Policy]

    def __init__(self, name: str, args: CustomerPoliciesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:account:CustomerPolicies", name, None, opts)
        self.policies = {
            policy: aws.iam.Policy(
                f"{name}/{policy}",
                name=policy,
                path=entry.path,
                description=entry.description or None,
                policy=canonical(entry.document),
                opts=args.target.options(self),
            )
            for policy, entry in sorted(args.policies.items())
        }
        self.register_outputs({})
