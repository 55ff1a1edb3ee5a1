"""Where events stay that could not be delivered, and the alarm that says so."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies import names
from policies.hub import rule_arn, undelivered_policy
from policies.hub_rules import HUB_RULES, UNDELIVERED
from policies.types import Urgency

_FOURTEEN_DAYS = 1_209_600  # The longest that SQS keeps a message.


@dataclass(frozen=True, kw_only=True)
class UndeliveredEventsArgs:
    """The audit account, the regions in which rules are, the accounts whose rules they are, and the topics."""

    audit: AccountTarget
    partition: str
    home_region: str
    regions: tuple[str, ...]
    accounts: tuple[str, ...]
    topics: tuple[pulumi.Input[str], ...]
    hub_rules: tuple[str, ...] = ()
    """Names of rules on the hub besides those that are always there."""


class UndeliveredEvents(pulumi.ComponentResource):
    """A queue in each region of the audit account for what the rules of all accounts there could not deliver.

    An alarm publishes in its own region only. In the home region it goes to both topics, for one of them may be what is
    broken; from the others the account's own rule sends its change of state to the hub.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """

    queue_arns: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: UndeliveredEventsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:UndeliveredEvents", name, None, opts)
        self.queue_arns = {region: self._queue(f"{name}-{region}", region, args) for region in args.regions}
        self.register_outputs({"queueArns": self.queue_arns})

    def _queue(self, name: str, region: str, args: UndeliveredEventsArgs) -> pulumi.Output[str]:
        options = args.audit.options(self)
        queue = aws.sqs.Queue(
            f"{name}-queue",
            name=names.UNDELIVERED_EVENTS,
            message_retention_seconds=_FOURTEEN_DAYS,
            # EventBridge needs no rights over SQS's own key.
            sqs_managed_sse_enabled=True,
            region=region,
            opts=options,
        )
        policy = aws.sqs.QueuePolicy(
            f"{name}-policy",
            queue_url=queue.id,
            policy=undelivered_policy(args.partition, region, args.audit.id, _rules(region, args)).json(),
            region=region,
            opts=options,
        )
        aws.cloudwatch.MetricAlarm(
            f"{name}-alarm",
            name=names.UNDELIVERED_EVENTS,
            alarm_description=f"{UNDELIVERED.title}. {UNDELIVERED.steps[0]}",
            namespace="AWS/SQS",
            metric_name="ApproximateNumberOfMessagesVisible",
            dimensions={"QueueName": names.UNDELIVERED_EVENTS},
            statistic="Maximum",
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=1,
            period=300,
            evaluation_periods=1,
            treat_missing_data="notBreaching",
            alarm_actions=list(args.topics) if region == args.home_region else [],
            region=region,
            opts=args.audit.options(self, depends_on=[queue]),
        )
        # Whoever leaves events waits for the policy.
        return pulumi.Output.all(queue.arn, policy.id).apply(lambda ids: ids[0])


def _rules(region: str, args: UndeliveredEventsArgs) -> tuple[str, ...]:
    """Every rule of the region that may leave events: those that forward, the hub's own, and those of webhooks."""
    forwarding = (names.BREAK_GLASS_RULE, names.ROOT_RULE)
    rules = [rule_arn(args.partition, region, account, rule) for account in args.accounts for rule in forwarding]
    if region == args.home_region:
        on_hub = (f"{names.ROOT_HUB_BUS}/{rule}" for rule in (*(rule.name for rule in HUB_RULES), *args.hub_rules))
        to_webhooks = (f"{names.ALARM_RULE}-{urgency}" for urgency in Urgency)
        rules += [rule_arn(args.partition, region, args.audit.id, rule) for rule in (*on_hub, *to_webhooks)]
    return tuple(rules)
