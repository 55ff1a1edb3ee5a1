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


def drill_permissions(partition: str, account: str, *streams: str) -> Document:
    """The drill role puts events of the drill's source on its account's own bus, nothing else.

    Where the account has alarms over a trail, it writes the drill's `streams` and reads the alarms besides.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
    """
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
        )
    )


def drill_streams(partition: str, region: str, account: str, log_group: str) -> str:
    """ARN of the drill's streams in a trail's log group."""
    return f"arn:{partition}:logs:{region}:{account}:log-group:{log_group}:log-stream:{names.DRILL_STREAMS}*"


def _records(streams: tuple[str, ...]) -> tuple[Statement, ...]:
    writes = ("logs:CreateLogStream", "logs:PutLogEvents")
    return (
        Statement(sid="WriteDrillStreams", effect="Allow", actions=writes, resources=streams),
        Statement(sid="ReadAlarms", effect="Allow", actions=("cloudwatch:DescribeAlarms",)),
    )


def listening_permissions(partition: str, region: str, audit: str, *log_groups: str) -> Document:
    """In the audit account it also writes drill streams of the trails' log groups, and reads its queue and the alarms.

    Into the queues of undelivered events it puts a message, and takes it back.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
    """
    streams = (drill_streams(partition, region, audit, group) for group in log_groups)
    return Document(
        statements=(
            *drill_permissions(partition, audit, *streams).statements,
            Statement(
                sid="ReadDrillQueue",
                effect="Allow",
                actions=("sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"),
                resources=(f"arn:{partition}:sqs:{region}:{audit}:{names.DRILL_QUEUE}",),
            ),
            Statement(
                sid="PutUndelivered",
                effect="Allow",
                actions=("sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:SendMessage"),
                resources=(f"arn:{partition}:sqs:*:{audit}:{names.UNDELIVERED_EVENTS}",),
            ),
        )
    )


def drill_queue_policy(partition: str, region: str, audit: str) -> Document:
    """The baseline's topics send to the queue, nobody else.

    https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
    """
    topics = Service(name="sns.amazonaws.com", arns=(f"arn:{partition}:sns:{region}:{audit}:guardrails-*",))
    return queue_policy(partition, region, audit, names.DRILL_QUEUE, (Grant(access=Access.WRITE, to=(topics,)),))
