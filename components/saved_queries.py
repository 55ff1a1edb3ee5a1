"""The questions of an incident, saved where the trail's records are."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies.trail_queries import QUERIES


@dataclass(frozen=True, kw_only=True)
class SavedQueriesArgs:
    """Where the trail's log group is."""

    target: AccountTarget
    log_group: pulumi.Input[str]


class SavedQueries(pulumi.ComponentResource):
    """Queries of CloudWatch Logs Insights, in a folder of their own in the console's list."""

    def __init__(self, name: str, args: SavedQueriesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:SavedQueries", name, None, opts)
        for query in QUERIES:
            aws.cloudwatch.QueryDefinition(
                f"{name}/{query.id}",
                name=query.name,
                query_string=query.text,
                log_group_names=[args.log_group],
                opts=args.target.options(self),
            )
        self.register_outputs({})
