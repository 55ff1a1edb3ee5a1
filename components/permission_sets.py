"""Permission sets of IAM Identity Center, managed from one account."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lanes import Lanes
from components.target import AccountTarget
from config.identity_sets import ResolvedSet
from policies.document import canonical

SLOW = pulumi.CustomTimeouts(create="30m", update="30m", delete="30m")
"""A change is provisioned to every account of the set, one after another."""


@dataclass(frozen=True, kw_only=True)
class PermissionSetsArgs:
    """The sets by name, the instance with its region, and the order of changes to it.

    `needed` holds, by policy name, what deploys the policy in the accounts that get the set.
    """

    target: AccountTarget
    region: str
    instance_arn: str
    sets: Mapping[str, ResolvedSet]
    needed: Mapping[str, list[pulumi.Resource]]
    lanes: Lanes


class PermissionSets(pulumi.ComponentResource):
    """Sets with their policies, in lanes.

    The boundary and the inline policy with its denials come before what grants, so that no set is ever without them.
    """

    arns: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: PermissionSetsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:identity:PermissionSets", name, None, opts)
        self._name, self._args = name, args
        self.arns = {}
        for wanted in args.sets.values():
            self._declare(wanted)
        self.register_outputs({"arns": self.arns})

    def _declare(self, wanted: ResolvedSet) -> None:
        args, label = self._args, f"{self._name}/{wanted.name}"
        made = aws.ssoadmin.PermissionSet(
            label,
            name=wanted.name,
            description=wanted.description,
            session_duration=wanted.session,
            relay_state=wanted.relay_state,
            tags=wanted.tags or None,
            instance_arn=args.instance_arn,
            region=args.region,
            opts=self._next(wanted),
        )
        self.arns[wanted.name] = made.arn
        args.lanes.add(wanted.name, made)
        self._ceiling(label, wanted, made)
        for arn in wanted.managed:
            attached = aws.ssoadmin.ManagedPolicyAttachment(
                f"{label}/{arn.rpartition('/')[2]}",
                managed_policy_arn=arn,
                permission_set_arn=made.arn,
                instance_arn=args.instance_arn,
                region=args.region,
                opts=self._next(wanted),
            )
            args.lanes.add(wanted.name, attached)
        for policy, path in wanted.customer:
            own = aws.ssoadmin.CustomerManagedPolicyAttachment(
                f"{label}/{policy}",
                customer_managed_policy_reference={"name": policy, "path": path},
                permission_set_arn=made.arn,
                instance_arn=args.instance_arn,
                region=args.region,
                opts=self._next(wanted, policy),
            )
            args.lanes.add(wanted.name, own)

    def _ceiling(self, label: str, wanted: ResolvedSet, made: aws.ssoadmin.PermissionSet) -> None:
        """What limits the set: its boundary, and the inline policy, which holds the conditions."""
        args = self._args
        if wanted.boundary:
            policy, path = wanted.boundary
            boundary = aws.ssoadmin.PermissionsBoundaryAttachment(
                f"{label}/boundary",
                permissions_boundary={"customer_managed_policy_reference": {"name": policy, "path": path}},
                permission_set_arn=made.arn,
                instance_arn=args.instance_arn,
                region=args.region,
                opts=self._next(wanted, policy),
            )
            args.lanes.add(wanted.name, boundary)
        if wanted.inline:
            inline = aws.ssoadmin.PermissionSetInlinePolicy(
                f"{label}/inline",
                inline_policy=canonical(wanted.inline),
                permission_set_arn=made.arn,
                instance_arn=args.instance_arn,
                region=args.region,
                opts=self._next(wanted),
            )
            args.lanes.add(wanted.name, inline)

    def _next(self, wanted: ResolvedSet, *policies: str) -> pulumi.ResourceOptions:
        needed = [resource for policy in policies for resource in self._args.needed.get(policy, ())]
        before = [*self._args.lanes.before(wanted.name), *needed]
        return self._args.target.options(self, depends_on=before, custom_timeouts=SLOW)
