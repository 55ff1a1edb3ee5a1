"""The topics that alerts of one urgency go through."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.key import baseline_key
from components.target import AccountTarget
from policies import names
from policies.alert_topics import topic_key_policy, topic_policy


@dataclass(frozen=True, kw_only=True)
class AlertTopicArgs:
    """The account and region of the topics, their physical name and their key's alias, and who hears.

    `alarms` are ids of the accounts whose alarms publish; `emails` are addresses by their channels' keys; `chat` asks
    for a topic of what Amazon Q shows.
    """

    target: AccountTarget
    partition: str
    region: str
    topic: str
    key_alias: str
    purpose: str
    alarms: tuple[str, ...]
    emails: Mapping[str, str] = field(default_factory=dict)
    chat: bool = False


class AlertTopic(pulumi.ComponentResource):
    """Encrypted topics whose key and policies let every publisher publish, and the subscribers of the plain one."""

    arn: pulumi.Output[str]
    chat_arn: pulumi.Output[str] | None

    def __init__(self, name: str, args: AlertTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:AlertTopic", name, None, opts)
        key = baseline_key(
            f"{name}-key",
            alias=args.key_alias,
            description=args.purpose,
            policy=topic_key_policy(args.partition, args.target.id, args.alarms),
            target=args.target,
            parent=self,
        )
        self.arn = self._topic(name, args, args.topic, key)
        for channel, address in args.emails.items():
            aws.sns.TopicSubscription(
                f"{name}-{channel}",
                topic=self.arn,
                protocol="email",
                endpoint=address,
                opts=args.target.options(self),
            )
        self.chat_arn = None
        if args.chat:
            self.chat_arn = self._topic(f"{name}-chat", args, f"{args.topic}{names.CHAT_SUFFIX}", key)
        self.register_outputs({"arn": self.arn})

    def _topic(self, name: str, args: AlertTopicArgs, topic_name: str, key: aws.kms.Key) -> pulumi.Output[str]:
        options = args.target.options(self)
        topic = aws.sns.Topic(f"{name}-topic", name=topic_name, kms_master_key_id=key.arn, opts=options)
        policy = aws.sns.TopicPolicy(
            f"{name}-policy",
            arn=topic.arn,
            policy=topic_policy(args.partition, args.region, args.target.id, topic_name, args.alarms).json(),
            opts=options,
        )
        # Whoever publishes waits for the policy.
        return pulumi.Output.all(topic.arn, policy.id).apply(lambda ids: ids[0])
