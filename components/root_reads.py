"""What root only reads, told once per account and quarter of an hour."""

from dataclasses import dataclass

import pulumi

from components.alert_delivery import Delivery
from components.target import AccountTarget
from components.trail_watch import Part, TrailWatch, alarmed, counted
from policies.alarms.root_reads import ACCOUNT, ROOT_READS


@dataclass(frozen=True, kw_only=True)
class RootReadsArgs:
    """The trail's log group with its account, who is told, and the ids of the accounts by key."""

    target: AccountTarget
    log_group: pulumi.Input[str]
    delivery: Delivery
    accounts: dict[str, str]


class RootReads(pulumi.ComponentResource):
    """One filter over the organization's trail, its metric by account, and an alarm for each account.

    A visit to the console makes hundreds of such records. The alarm goes off with the first, and again only after a
    period without any, so that a visit is one notice. A metric is charged only in months in which root reads.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
    """

    alarms: tuple[str, ...]
    """Their names."""

    def __init__(self, name: str, args: RootReadsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:RootReads", name, None, opts)
        watch = TrailWatch.of(ROOT_READS, target=args.target, log_group=args.log_group, topics=args.delivery.topics)
        count = counted(self, name, watch, by={ACCOUNT: "$.recipientAccountId"})
        parts = {
            key: Part(
                name=f"{ROOT_READS.name}-{account}",
                description=f"Account {account}: {ROOT_READS.description}",
                dimensions={ACCOUNT: account},
            )
            for key, account in args.accounts.items()
        }
        for key, part in parts.items():
            alarmed(self, f"{name}-{key}", watch, count, part)
        self.alarms = tuple(part.name for part in parts.values())
        self.register_outputs({})
