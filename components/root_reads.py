"""What root only reads, told once per account and quarter of an hour."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.alert_delivery import Delivery
from components.target import AccountTarget
from components.trail_watch import NAMESPACE
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
        counted = aws.cloudwatch.LogMetricFilter(
            f"{name}-filter",
            name=ROOT_READS.name,
            log_group_name=args.log_group,
            pattern=ROOT_READS.pattern,
            metric_transformation=aws.cloudwatch.LogMetricFilterMetricTransformationArgs(
                name=ROOT_READS.name, namespace=NAMESPACE, value="1", dimensions={ACCOUNT: "$.recipientAccountId"}
            ),
            opts=args.target.options(self),
        )
        for key, account in args.accounts.items():
            aws.cloudwatch.MetricAlarm(
                f"{name}-{key}-alarm",
                name=f"{ROOT_READS.name}-{account}",
                alarm_description=f"Account {account}: {ROOT_READS.description}",
                namespace=NAMESPACE,
                metric_name=ROOT_READS.name,
                dimensions={ACCOUNT: account},
                statistic="Sum",
                comparison_operator="GreaterThanOrEqualToThreshold",
                threshold=ROOT_READS.threshold,
                period=ROOT_READS.period,
                evaluation_periods=1,
                treat_missing_data=ROOT_READS.missing_data,
                alarm_actions=args.delivery.topics,
                opts=args.target.options(self, depends_on=[counted]),
            )
        self.alarms = tuple(f"{ROOT_READS.name}-{account}" for account in args.accounts.values())
        self.register_outputs({})
