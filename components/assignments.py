"""Who gets which permission sets, managed from one account."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.permission_sets import SLOW
from components.target import AccountTarget
from config.identity_plan import Grant


@dataclass(frozen=True, kw_only=True)
class AssignmentsArgs:
    """Each grant with the id of its account, the sets' ARNs by name, and what must be there first."""

    target: AccountTarget
    region: str
    instance_arn: str
    grants: tuple[tuple[Grant, str], ...]
    arns: Mapping[str, pulumi.Output[str]]
    after: list[pulumi.Resource]


class Assignments(pulumi.ComponentResource):
    """Assignments, one after another, once their sets have all their policies.

    A resource's name holds the set, the id of the group and the key of the account, so that nothing that is merely
    renamed is taken away and given again. `last` is what the next change to the instance must wait for.
    """

    last: list[pulumi.Resource]

    def __init__(self, name: str, args: AssignmentsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:identity:Assignments", name, None, opts)
        self.last = list(args.after)
        for grant, account in args.grants:
            assignment = aws.ssoadmin.AccountAssignment(
                f"{name}/{grant.key}",
                permission_set_arn=args.arns[grant.permission_set],
                principal_type=grant.holder.value,
                principal_id=grant.holder_id,
                target_type="AWS_ACCOUNT",
                target_id=account,
                instance_arn=args.instance_arn,
                region=args.region,
                opts=args.target.options(self, depends_on=self.last, custom_timeouts=SLOW),
            )
            self.last = [assignment]
        self.register_outputs({})
