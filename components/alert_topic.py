"""The topic that alerts go through."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.key import baseline_key
from components.target import AccountTarget
from policies.log_path import topic_key_policy, topic_policy


@dataclass(frozen=True, kw_only=True)
class AlertTopicArgs:
    """The account and region of the topic, its physical name and its key's alias, and who hears."""

    target: AccountTarget
    partition: str
    region: str
    topic: str
    key_alias: str
    purpose: str
    email: str


class AlertTopic(pulumi.ComponentResource):
    """An encrypted topic whose key and policy let every publisher publish, and a subscriber who hears."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: AlertTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:AlertTopic", name, None, opts)
        options = args.target.options(self)
        key = baseline_key(
            f"{name}-key",
            alias=args.key_alias,
            description=args.purpose,
            policy=topic_key_policy(args.partition, args.target.id),
            target=args.target,
            parent=self,
        )
        topic = aws.sns.Topic(f"{name}-topic", name=args.topic, kms_master_key_id=key.arn, opts=options)
        policy = aws.sns.TopicPolicy(
            f"{name}-policy",
            arn=topic.arn,
            policy=topic_policy(args.partition, args.region, args.target.id, args.topic).json(),
            opts=options,
        )
        aws.sns.TopicSubscription(f"{name}-email", topic=topic.arn, protocol="email", endpoint=args.email, opts=options)
        # Whoever publishes waits for the policy.
        self.arn = pulumi.Output.all(topic.arn, policy.id).apply(lambda ids: ids[0])
        self.register_outputs({"arn": self.arn})
