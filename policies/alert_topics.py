"""Who may publish to an alert topic and use its key: without this an alarm fires and nobody hears it.

What EventBridge publishes carries neither aws:SourceAccount nor aws:SourceArn: a condition on them, in the topic's
policy or the key's, drops every message without an error
(https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions).
"""

from policies.document import Conditions, Document, Statement, one_or_all
from policies.resource_policies import account_administers

_ALARMS, _RULES = "cloudwatch.amazonaws.com", "events.amazonaws.com"


def topic_key_policy(partition: str, account: str, alarms: tuple[str, ...]) -> Document:
    """CloudWatch and EventBridge publish to topics that the key encrypts; CloudWatch for some accounts' alarms only."""
    actions = ("kms:Decrypt", "kms:GenerateDataKey*")
    return Document(
        statements=(
            account_administers(partition, account),
            Statement(
                sid="AlarmsEncrypt",
                effect="Allow",
                principals={"Service": _ALARMS},
                actions=actions,
                conditions=_alarms_of(partition, alarms),
            ),
            Statement(sid="RulesEncrypt", effect="Allow", principals={"Service": _RULES}, actions=actions),
        )
    )


def topic_policy(partition: str, region: str, account: str, topic: str, alarms: tuple[str, ...]) -> Document:
    """CloudWatch alarms of some accounts, `alarms` by id, and EventBridge rules publish, nobody else.

    https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html#sns-allow-specified-service-to-publish
    """
    resources = (f"arn:{partition}:sns:{region}:{account}:{topic}",)
    return Document(
        statements=(
            Statement(
                sid="AlarmsPublish",
                effect="Allow",
                principals={"Service": _ALARMS},
                actions=("sns:Publish",),
                resources=resources,
                conditions=_alarms_of(partition, alarms),
            ),
            Statement(
                sid="RulesPublish",
                effect="Allow",
                principals={"Service": _RULES},
                actions=("sns:Publish",),
                resources=resources,
            ),
        )
    )


def _alarms_of(partition: str, accounts: tuple[str, ...]) -> Conditions:
    arns = tuple(f"arn:{partition}:cloudwatch:*:{account}:alarm:*" for account in accounts)
    return {
        "ArnLike": {"aws:SourceArn": one_or_all(arns)},
        "StringEquals": {"aws:SourceAccount": one_or_all(accounts)},
    }
