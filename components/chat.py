"""Alerts in Slack and Microsoft Teams, through Amazon Q Developer in chat applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from config.alerts import Chat as Channel
from config.alerts import Slack
from policies import names
from policies.chat import chat_region, chat_trust, nothing


@dataclass(frozen=True, kw_only=True)
class ChatArgs:
    """The audit account, the channels by key, and the topics that each of them shows."""

    target: AccountTarget
    partition: str
    home_region: str
    boundary_arn: pulumi.Input[str]
    chats: Mapping[str, Channel]
    topics: Mapping[str, Sequence[pulumi.Input[str]]]


class Chat(pulumi.ComponentResource):
    """One configuration for each channel; the workspace or team is authorised by hand before: docs/alerts.md.

    From the channel nothing can be done in AWS: the role has no permissions and the guardrail policy denies all.
    """

    def __init__(self, name: str, args: ChatArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:Chat", name, None, opts)
        role = aws.iam.Role(
            f"{name}-role",
            name=names.CHAT_ROLE,
            description="Passes alerts on to chat",
            assume_role_policy=chat_trust(args.partition, args.target.id).json(),
            permissions_boundary=args.boundary_arn,
            opts=args.target.options(self),
        )
        for key, channel in args.chats.items():
            self._configure(f"{name}-{key}", key, channel, role, args)
        self.register_outputs({"roleArn": role.arn})

    def _configure(self, name: str, key: str, channel: Channel, role: aws.iam.Role, args: ChatArgs) -> None:
        same: dict[str, Any] = {
            "configuration_name": f"guardrails-{key}",
            "iam_role_arn": role.arn,
            "sns_topic_arns": list(args.topics[key]),
            "guardrail_policy_arns": [nothing(args.partition)],
            "logging_level": "ERROR",
            "region": chat_region(args.home_region),
            "opts": args.target.options(self),
        }
        if isinstance(channel, Slack):
            aws.chatbot.SlackChannelConfiguration(
                name, slack_team_id=channel.workspace, slack_channel_id=channel.channel, **same
            )
        else:
            aws.chatbot.TeamsChannelConfiguration(
                name, tenant_id=channel.tenant, team_id=channel.team, channel_id=channel.channel, **same
            )
