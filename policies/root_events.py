"""Which events show use of root, and who may pass them on."""

import json

from policies import names
from policies.document import Document, Statement
from policies.grantees import Service
from policies.trust import service_trust

# CIS AWS Foundations 7.0.0, 5.3; Security Hub checks the pattern to the letter
# (https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html).
CIS_ROOT_PATTERN = (
    '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}'
)


def root_event_pattern() -> str:
    """Events of the root user that AWS's own services did not cause, failed and console sign-ins included."""
    return json.dumps(
        {
            "detail": {
                "eventType": [{"anything-but": ["AwsServiceEvent"]}],
                "userIdentity": {"type": ["Root"], "invokedBy": [{"exists": False}]},
            }
        },
        separators=(",", ":"),
        sort_keys=True,
    )


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


def forwarder_trust(account: str) -> Document:
    """EventBridge of this account assumes the forwarder role."""
    return service_trust(Service(name="events.amazonaws.com", accounts=(account,)))


def forwarder_permissions(hub: str) -> Document:
    """The forwarder role puts events on the hub bus, nothing else."""
    return Document(
        statements=(Statement(sid="PutOnHub", effect="Allow", actions=("events:PutEvents",), resources=(hub,)),)
    )
