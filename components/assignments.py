"""Who gets which permission sets, managed from one account."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lanes import Lanes
from components.permission_sets import SLOW
from components.target import AccountTarget
from config.identity_plan import Grant


@dataclass(frozen=True, kw_only=True)
class AssignmentsArgs:
    """Each grant with the id of its account, the sets' ARNs by name, and the order of changes to the instance."""

    target: AccountTarget
    region: str
    instance_arn: str
    grants: tuple[tuple[Grant, str], ...]
    arns: Mapping[str, pulumi.Output[str]]
    lanes: Lanes


class Assignments(pulumi.ComponentResource):
    """Assignments, in lanes, each once its set has all its policies.

    A resource's name holds the set, the id of the group and the key of the account, so that nothing that is merely
    renamed is taken away and given again.
    """

    def __init__(self, name: str, args: AssignmentsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:identity:Assignments", name, None, opts)
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
                opts=args.target.options(
                    self, depends_on=args.lanes.before(grant.permission_set), custom_timeouts=SLOW
                ),
            )
            args.lanes.add(grant.permission_set, assignment)
        self.register_outputs({})
