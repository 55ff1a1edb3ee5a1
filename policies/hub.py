"""The hub bus in the audit account: who may put events on it, and where those go that can't be delivered."""

from policies import names
from policies.document import Document, Statement
from policies.resource_policies import only_tls


def hub_bus_policy(partition: str, region: str, audit: str, organization: str | None) -> Document:
    """Only the forwarder role of this organization's accounts, or of the one account, puts events on the hub bus.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html
    """
    return Document(
        statements=(
            Statement(
                sid="ForwardersPut",
                effect="Allow",
                principals={"AWS": "*"},
                actions=("events:PutEvents",),
                resources=(hub_bus_arn(partition, region, audit),),
                conditions={
                    "StringEquals": {"aws:PrincipalOrgID": organization}
                    if organization
                    else {"aws:PrincipalAccount": audit},
                    "ArnLike": {"aws:PrincipalArn": f"arn:{partition}:iam::*:role/{names.ROOT_FORWARDER_ROLE}"},
                },
            ),
        )
    )


def hub_bus_arn(partition: str, region: str, audit: str) -> str:
    """ARN of the hub bus in the audit account."""
    return f"arn:{partition}:events:{region}:{audit}:event-bus/{names.ROOT_HUB_BUS}"


def forwarder_permissions(hub: str) -> Document:
    """The forwarder role puts events on the hub bus, nothing else."""
    return Document(
        statements=(Statement(sid="PutOnHub", effect="Allow", actions=("events:PutEvents",), resources=(hub,)),)
    )


def undelivered_policy(partition: str, region: str, audit: str, rules: tuple[str, ...]) -> Document:
    """EventBridge leaves in a region's queue what a target of one of these rules, named by ARN, did not take.

    The queue may be another account's than the rule's, but not another region's:
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """
    queue = f"arn:{partition}:sqs:{region}:{audit}:{names.UNDELIVERED_EVENTS}"
    return Document(
        statements=(
            Statement(
                sid="RulesLeaveEvents",
                effect="Allow",
                principals={"Service": "events.amazonaws.com"},
                actions=("sqs:SendMessage",),
                resources=(queue,),
                conditions={"ArnEquals": {"aws:SourceArn": rules}},
            ),
            only_tls("sqs:*", queue),
        )
    )


def rule_arn(partition: str, region: str, account: str, rule: str) -> str:
    """ARN of a rule on an account's default bus; one on another bus has `bus/rule` as its name."""
    return f"arn:{partition}:events:{region}:{account}:rule/{rule}"
