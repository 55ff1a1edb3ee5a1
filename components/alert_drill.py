"""What a drill of the alerts needs: a role that puts its events, and a queue that hears what the topics say."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.own_role import OwnRole, own_role
from components.target import AccountTarget
from policies import names
from policies.drill import drill_permissions, drill_queue_policy, drill_trust

# A drill reads while it runs; what nobody reads is gone after an hour.
_KEPT_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class DrillQueueArgs:
    """The audit account and the topics to hear, by the logical names of their subscriptions."""

    audit: AccountTarget
    partition: str
    region: str
    topics: Mapping[str, pulumi.Input[str]]


class DrillQueue(pulumi.ComponentResource):
    """A subscriber of every topic beside those who are woken; encrypted by SQS, for messages stay an hour at most."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: DrillQueueArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:DrillQueue", name, None, opts)
        options = args.audit.options(self)
        queue = aws.sqs.Queue(
            f"{name}-queue",
            name=names.DRILL_QUEUE,
            sqs_managed_sse_enabled=True,
            message_retention_seconds=_KEPT_SECONDS,
            opts=options,
        )
        policy = aws.sqs.QueuePolicy(
            f"{name}-policy",
            queue_url=queue.id,
            policy=drill_queue_policy(args.partition, args.region, args.audit.id).json(),
            opts=options,
        )
        for topic, arn in args.topics.items():
            aws.sns.TopicSubscription(
                f"{name}-{topic}",
                topic=arn,
                protocol="sqs",
                endpoint=queue.arn,
                opts=args.audit.options(self, depends_on=[policy]),
            )
        self.arn = queue.arn
        self.register_outputs({"arn": self.arn})


@dataclass(frozen=True, kw_only=True)
class DrillRoleArgs:
    """One account; the audit account, its role that takes the drill role; the boundary.

    `log_groups` are the account's own, of trails that alarms count.
    """

    target: AccountTarget
    partition: str
    region: str
    organization: str | None
    audit: str
    log_groups: tuple[str, ...]
    deployer: str
    boundary_arn: pulumi.Input[str]


class DrillRole(pulumi.ComponentResource):
    """The only one that may put drill events: the guardrail drillEvents denies them to all others."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: DrillRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:account:DrillRole", name, None, opts)
        own = args.target.id
        permissions = drill_permissions(args.partition, args.region, own, *args.log_groups, listens=own == args.audit)
        wanted = OwnRole(
            target=args.target,
            name=names.DRILL_ROLE,
            description="Puts harmless events through the alerts: guardrails drill alerts",
            trust=drill_trust(args.partition, args.organization, args.audit, args.deployer),
            policy="drill",
            permissions=permissions,
            boundary_arn=args.boundary_arn,
        )
        role, _ = own_role(self, name, wanted)
        self.arn = role.arn
        self.register_outputs({"arn": self.arn})
