"""Who hears of an alert, and how."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from config.model import Model
from config.texts import AccountKey
from policies.named_principals import Email, words
from policies.types import Urgency

# In their URLs the whole secret is in the path (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
_SECRET_PATHS = ("hooks.slack.com", "webhook.office.com")
_HOST = re.compile(r"https://([^/:]+)")


def _no_secret(url: str) -> str:
    found = _HOST.match(url)
    if found and found[1].endswith(_SECRET_PATHS):
        raise ValueError(f"whoever knows {url} can write there")
    return url


WorkspaceId = Annotated[
    str, Field(pattern=r"^[TE][A-Z0-9]{8,20}$", json_schema_extra=words("the id of a Slack workspace, T0123ABCD"))
]
ChannelId = Annotated[
    str, Field(pattern=r"^[CG][A-Z0-9]{8,20}$", json_schema_extra=words("the id of a Slack channel, C0123ABCD"))
]
Uuid = Annotated[
    str,
    Field(
        pattern=r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
        json_schema_extra=words("an id of Microsoft Teams, 1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d"),
    ),
]
# As it stands in the channel's link, escaped
# (https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateMicrosoftTeamsChannelConfiguration.html).
TeamsChannelId = Annotated[
    str,
    Field(
        pattern=r"^[a-zA-Z0-9_=+/.,-]*%3[aA][a-zA-Z0-9_=+/.,-]*%40[a-zA-Z0-9_=+/.,-]*$",
        max_length=255,
        json_schema_extra=words(
            "the id of a Teams channel as in its link, 19%3aabc123%40thread.tacv2",
            "copy it from the channel's link, with %3a and %40 as they are",
        ),
    ),
]
WebhookUrl = Annotated[
    str,
    Field(
        pattern=r"^https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{2,5})?(/[A-Za-z0-9._~-]+)*/?$",
        json_schema_extra=words(
            "https://HOST/PATH without query or anything else secret",
            "put the secret into the connection: docs/alerts.md; Slack's and Teams' own webhooks are secret as a whole",
        ),
    ),
    AfterValidator(_no_secret),
]
ConnectionArn = Annotated[
    str,
    Field(
        pattern=r"^arn:aws(-[a-z]+)*:events:[a-z0-9-]+:[0-9]{12}:connection/guardrails-[A-Za-z0-9._-]+/[0-9a-f-]{36}$",
        json_schema_extra=words(
            "the ARN of an EventBridge connection whose name begins with guardrails-",
            "make it with `guardrails alerts connect NAME --apply`, which prints its ARN",
        ),
    ),
]


class Slack(Model):
    """A channel of a Slack workspace, which somebody authorised by hand in Amazon Q Developer in chat applications."""

    workspace: WorkspaceId
    channel: ChannelId
    """A private one must invite @Amazon Q."""


class Teams(Model):
    """A channel of Microsoft Teams, which somebody authorised by hand in Amazon Q Developer in chat applications."""

    tenant: Uuid
    team: Uuid
    """Of one team, one channel: Pulumi's provider finds it by its team."""
    channel: TeamsChannelId


Chat = Slack | Teams


class Webhook(Model):
    """An HTTPS endpoint that gets a JSON body by POST; what signs it in is in a connection, in Secrets Manager."""

    url: WebhookUrl
    connection: ConnectionArn


class Channel(Model):
    """One way to somebody; exactly one of `email`, `slack`, `teams` and `webhook` is given."""

    email: Email | None = None
    """Confirmed by `guardrails alerts confirm`, so that nobody else can unsubscribe."""
    slack: Slack | None = None
    teams: Teams | None = None
    webhook: Webhook | None = None

    @property
    def chat(self) -> Chat | None:
        """The channel of a chat application, whichever it is."""
        return self.slack or self.teams


Names = tuple[AccountKey, ...]


class Alerts(Model):
    """Who hears of an alert: `email` alone, or channels and the two lists that name them."""

    email: Email | None = None
    """One address that hears everything; short for a channel `email` in both lists."""
    channels: dict[AccountKey, Channel] = Field(default_factory=dict)
    """Ways to people and their tools; a key never changes."""
    page: Names = ()
    """The channels that wake somebody: root, break-glass, and alarms of critical and high severity."""
    notify: Names = ()
    """The channels for what is read in working hours."""

    def known(self) -> Mapping[str, Channel]:
        """All channels by their keys."""
        return self.channels or {"email": Channel(email=self.email)}

    def heard_by(self, urgency: Urgency) -> Mapping[str, Channel]:
        """The channels of one of the lists, in its order."""
        names = self.page if urgency == Urgency.PAGE else self.notify
        known = self.known()
        return {name: known[name] for name in names or known}

    def emails(self, urgency: Urgency) -> dict[str, str]:
        """Addresses by their channels' keys."""
        return {key: channel.email for key, channel in self.heard_by(urgency).items() if channel.email}

    def chats(self, urgency: Urgency) -> dict[str, Chat]:
        """Channels of chat applications by the keys that they have here."""
        return {key: channel.chat for key, channel in self.heard_by(urgency).items() if channel.chat}

    def webhooks(self, urgency: Urgency) -> dict[str, Webhook]:
        """Endpoints by their channels' keys."""
        return {key: channel.webhook for key, channel in self.heard_by(urgency).items() if channel.webhook}

    def any_webhooks(self) -> Iterator[tuple[str, Webhook]]:
        """Every endpoint once, with its key."""
        used = {name for urgency in Urgency for name in self.heard_by(urgency)}
        for key, channel in self.known().items():
            if key in used and channel.webhook:
                yield key, channel.webhook
