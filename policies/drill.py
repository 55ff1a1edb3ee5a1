"""Drills of alerts: who may put harmless events that the alerts' rules match too, and where a drill sees them arrive.

EventBridge refuses events whose source begins with `aws.` from anybody else, so that a drill's event has a source of
its own (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html).
"""

from policies import names
from policies.document import Document, Statement
from policies.grantees import Role, Service
from policies.resource_policies import Access, Grant, queue_policy
from policies.trust import roles_trust


def drill_trust(partition: str, organization: str | None, audit: str, deployer: str) -> Document:
    """The deployer's role of the audit account, where the drill's messages arrive, takes the drill role everywhere."""
    return roles_trust(partition, organization, roles=(Role(account=audit, name=deployer),))


def drill_permissions(partition: str, region: str, account: str, *log_groups: str, listens: bool = False) -> Document:
    """The drill role puts events of the drill's source on its account's own bus, nothing else.

    Where the account has alarms over trails' `log_groups`, it writes the drill's streams there and reads the alarms
    besides. In the audit account it `listens`: it reads its queue, puts a message into the queues of undelivered
    events, and takes it back.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
    """
    logs = f"arn:{partition}:logs:{region}:{account}:log-group"
    streams = tuple(f"{logs}:{group}:log-stream:{names.DRILL_STREAMS}*" for group in log_groups)
    return Document(
        statements=(
            Statement(
                sid="PutDrillEvents",
                effect="Allow",
                actions=("events:PutEvents",),
                resources=(f"arn:{partition}:events:*:{account}:event-bus/default",),
                conditions={
                    "ForAllValues:StringEquals": {"events:source": names.DRILL_SOURCE},
                    "Null": {"events:source": "false"},
                },
            ),
            *(_records(streams) if streams else ()),
            *(_queues(partition, region, account) if listens else ()),
        )
    )


def _records(streams: tuple[str, ...]) -> tuple[Statement, ...]:
    writes = ("logs:CreateLogStream", "logs:PutLogEvents")
    return (
        Statement(sid="WriteDrillStreams", effect="Allow", actions=writes, resources=streams),
        Statement(sid="ReadAlarms", effect="Allow", actions=("cloudwatch:DescribeAlarms",)),
    )


def _queues(partition: str, region: str, audit: str) -> tuple[Statement, ...]:
    reads = ("sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage")
    return (
        Statement(
            sid="ReadDrillQueue",
            effect="Allow",
            actions=reads,
            resources=(f"arn:{partition}:sqs:{region}:{audit}:{names.DRILL_QUEUE}",),
        ),
        Statement(
            sid="PutUndelivered",
            effect="Allow",
            actions=(*reads, "sqs:SendMessage"),
            resources=(f"arn:{partition}:sqs:*:{audit}:{names.UNDELIVERED_EVENTS}",),
        ),
    )


def drill_queue_policy(partition: str, region: str, audit: str) -> Document:
    """The baseline's topics send to the queue, nobody else.

    https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
    """
    topics = Service(name="sns.amazonaws.com", arns=(f"arn:{partition}:sns:{region}:{audit}:guardrails-*",))
    return queue_policy(partition, region, audit, names.DRILL_QUEUE, (Grant(access=Access.WRITE, to=(topics,)),))
