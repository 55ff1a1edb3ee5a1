"""What carries alerts on from the topics needs: the drill's queue, chat and webhooks.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from policies import names
from policies.baseline_resources import PREFIX
from policies.deployer.need import Need, Needs, Part, Place, arn, iam

_QUEUES = Place(part=Part.AUDIT, sid="Queues", arns=(arn("sqs", f"{PREFIX}*"),))
_DESTINATIONS = Place(
    part=Part.AUDIT,
    sid="Destinations",
    arns=(arn("events", f"api-destination/{PREFIX}*"), arn("events", "connection/*")),
)
_CHANNELS = Place(
    part=Part.AUDIT,
    sid="Channels",
    arns=(arn("chatbot", f"chat-configuration/slack-channel/{PREFIX}*", region=""),),
)
_TEAMS = Place(
    part=Part.AUDIT,
    sid="Teams",
    arns=(arn("chatbot", f"chat-configuration/microsoft-teams-channel/{PREFIX}*", region=""),),
)
_CHANNELS_LISTED = Place(part=Part.AUDIT, sid="ChannelsListed")
_PASSED = Place(
    part=Part.AUDIT,
    sid="PassChat",
    arns=(iam(f"role/{names.CHAT_ROLE}"),),
    conditions={"StringEquals": {"iam:PassedToService": "chatbot.amazonaws.com"}},
)
_ROLE = Place(part=Part.AUDIT, sid="ChatRole", arns=(iam("role/aws-service-role/management.chatbot.amazonaws.com/*"),))

# A channel of either application acts by the same two roles.
_BY_ROLE = (
    Need(place=_PASSED, create="iam:PassRole"),
    Need(place=_ROLE, create="iam:CreateServiceLinkedRole"),
)
CHANNEL_TYPES: Needs = {
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": (
        Need(
            place=_CHANNELS,
            create="chatbot:TagResource",
            read="chatbot:ListTagsForResource",
            update="chatbot:UntagResource UpdateSlackChannelConfiguration",
            delete="chatbot:DeleteSlackChannelConfiguration",
        ),
        Need(
            place=_CHANNELS_LISTED,
            create="chatbot:CreateSlackChannelConfiguration",
            read="chatbot:DescribeSlackChannelConfigurations",
        ),
        *_BY_ROLE,
    ),
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": (
        Need(
            place=_TEAMS,
            create="chatbot:TagResource",
            read="chatbot:ListTagsForResource",
            update="chatbot:UntagResource UpdateMicrosoftTeamsChannelConfiguration",
            delete="chatbot:DeleteMicrosoftTeamsChannelConfiguration",
        ),
        Need(
            place=_CHANNELS_LISTED,
            create="chatbot:CreateMicrosoftTeamsChannelConfiguration",
            read="chatbot:ListMicrosoftTeamsChannelConfigurations",
        ),
        *_BY_ROLE,
    ),
    "aws:cloudwatch/eventApiDestination:EventApiDestination": (
        Need(
            place=_DESTINATIONS,
            create="events:CreateApiDestination",
            read="events:DescribeApiDestination",
            update="events:UpdateApiDestination",
            delete="events:DeleteApiDestination",
        ),
    ),
    "aws:sqs/queue:Queue": (
        Need(
            place=_QUEUES,
            create="sqs:CreateQueue TagQueue",
            read="sqs:GetQueueAttributes GetQueueUrl ListQueueTags",
            update="sqs:SetQueueAttributes UntagQueue",
            delete="sqs:DeleteQueue",
        ),
    ),
    "aws:sqs/queuePolicy:QueuePolicy": (
        Need(place=_QUEUES, create="sqs:SetQueueAttributes", read="sqs:GetQueueAttributes"),
    ),
}
