"""Amazon Q Developer in chat applications: channels of Slack and Teams, and their tags. Nothing is sent.

moto has none of it.
"""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.backend_index import backend_url_patterns
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.exceptions import JsonRESTError
from moto.core.responses import BaseResponse
from moto.utilities.utils import PARTITION_NAMES

_HOST = re.compile(r"https?://chatbot\.(.+)\.amazonaws\.com")
_NAME = re.compile(r"[A-Za-z0-9-_]{1,128}")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_ESCAPED = r"([a-zA-Z0-9-_=+\/.,])*"
_OPERATIONS = (
    "create-ms-teams-channel-configuration",
    "create-slack-channel-configuration",
    "delete-ms-teams-channel-configuration",
    "delete-slack-channel-configuration",
    "describe-slack-channel-configurations",
    "get-ms-teams-channel-configuration",
    "list-ms-teams-channel-configurations",
    "list-tags-for-resource",
    "tag-resource",
    "untag-resource",
    "update-ms-teams-channel-configuration",
    "update-slack-channel-configuration",
)
_MEMBERS = (
    "GuardrailPolicyArns",
    "IamRoleArn",
    "LoggingLevel",
    "SnsTopicArns",
    "UserAuthorizationRequired",
)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A chat application: its word in ARNs, the ids that a channel has, and what of a channel may change."""

    word: str
    ids: Mapping[str, re.Pattern[str]]
    changeable: tuple[str, ...]
    given: Mapping[str, str]
    """What AWS fills in where the request doesn't say."""


SLACK = Kind(
    word="slack-channel",
    ids={"SlackTeamId": re.compile(r"[0-9A-Z]{1,255}"), "SlackChannelId": re.compile(r"[A-Za-z0-9]+")},
    changeable=("SlackChannelId", "SlackChannelName"),
    given={"SlackChannelName": "", "SlackTeamName": ""},
)
TEAMS = Kind(
    word="microsoft-teams-channel",
    ids={
        "TenantId": _UUID,
        "TeamId": _UUID,
        "ChannelId": re.compile(f"{_ESCAPED}%3[aA]{_ESCAPED}%40{_ESCAPED}"),
    },
    changeable=("ChannelId", "ChannelName"),
    given={"ChannelName": "", "TeamName": ""},
)


class ChatbotBackend(BaseBackend):
    """The channels of one account by their ARNs: a configuration holds in all regions."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.channels: dict[str, dict[str, Any]] = {}

    @property
    def url_paths(self) -> dict[str, Any]:
        """The paths of the API, which moto would read from a module of its own."""
        return {f"/{operation}$": ChatbotResponse.dispatch for operation in _OPERATIONS}

    def create(self, kind: Kind, wanted: dict[str, Any]) -> dict[str, Any]:
        """Add one; raises JsonRESTError where AWS refuses it."""
        name = str(wanted.get("ConfigurationName"))
        for key, shape in {"ConfigurationName": _NAME, **kind.ids}.items():
            if not shape.fullmatch(str(wanted.get(key))):
                raise _error(400, "InvalidParameterException", f"{key} {wanted.get(key)} is not valid.")
        arn = f"arn:{self.partition}:chatbot::{self.account_id}:chat-configuration/{kind.word}/{name}"
        if arn in self.channels:
            raise _error(409, "ConflictException", f"There is a configuration {name} already.")
        made = {
            "ChatConfigurationArn": arn,
            "ConfigurationName": name,
            "GuardrailPolicyArns": [f"arn:{self.partition}:iam::aws:policy/AdministratorAccess"],
            "LoggingLevel": "NONE",
            "SnsTopicArns": [],
            "State": "ENABLED",
            "Tags": wanted.get("Tags") or [],
            "UserAuthorizationRequired": False,
            **kind.given,
            **{key: wanted[key] for key in (*kind.ids, *kind.given) if wanted.get(key) is not None},
        }
        self.channels[arn] = made
        return self.change(kind, arn, wanted)

    def change(self, kind: Kind, arn: str, wanted: dict[str, Any]) -> dict[str, Any]:
        """Set what is given; raises JsonRESTError when there is no such channel."""
        found = self.get(arn)
        members = (*_MEMBERS, *kind.changeable)
        found.update({key: wanted[key] for key in members if wanted.get(key) is not None})
        return found

    def of(self, kind: Kind) -> list[dict[str, Any]]:
        """The channels of a chat application."""
        return [one for arn, one in self.channels.items() if f"/{kind.word}/" in arn]

    def get(self, arn: str) -> dict[str, Any]:
        """One by its ARN; raises JsonRESTError when there is none."""
        if arn not in self.channels:
            raise _error(404, "ResourceNotFoundException", f"Could not find {arn}.")
        return self.channels[arn]


chatbot_backends = BackendDict(ChatbotBackend, "chatbot", use_boto3_regions=False, additional_regions=PARTITION_NAMES)


def _error(status: int, code: str, message: str) -> JsonRESTError:
    error = JsonRESTError(code, message)
    error.code = status
    return error


class ChatbotResponse(BaseResponse):
    """The operations that Terraform's provider and the tests use."""

    def __init__(self) -> None:
        super().__init__(service_name="chatbot")

    @property
    def _here(self) -> ChatbotBackend:
        return chatbot_backends[self.current_account][self.partition]

    @property
    def _wanted(self) -> dict[str, Any]:
        return json.loads(self.body or "{}")

    def create_slack_channel_configuration(self) -> str:
        """POST /create-slack-channel-configuration."""
        return json.dumps({"ChannelConfiguration": self._here.create(SLACK, self._wanted)})

    def create_microsoft_teams_channel_configuration(self) -> str:
        """POST /create-ms-teams-channel-configuration."""
        return json.dumps({"ChannelConfiguration": self._here.create(TEAMS, self._wanted)})

    def describe_slack_channel_configurations(self) -> str:
        """POST /describe-slack-channel-configurations; one that doesn't exist is none, and no error."""
        arn = self._wanted.get("ChatConfigurationArn")
        found = [one for one in self._here.of(SLACK) if arn in (None, one["ChatConfigurationArn"])]
        return json.dumps({"SlackChannelConfigurations": found})

    def list_microsoft_teams_channel_configurations(self) -> str:
        """POST /list-ms-teams-channel-configurations, of one team where the request names it."""
        team = self._wanted.get("TeamId")
        found = [one for one in self._here.of(TEAMS) if team in (None, one["TeamId"])]
        return json.dumps({"TeamChannelConfigurations": found})

    def get_microsoft_teams_channel_configuration(self) -> str:
        """POST /get-ms-teams-channel-configuration."""
        return json.dumps({"ChannelConfiguration": self._here.get(self._wanted["ChatConfigurationArn"])})

    def update_slack_channel_configuration(self) -> str:
        """POST /update-slack-channel-configuration."""
        wanted = self._wanted
        return json.dumps({"ChannelConfiguration": self._here.change(SLACK, wanted["ChatConfigurationArn"], wanted)})

    def update_microsoft_teams_channel_configuration(self) -> str:
        """POST /update-ms-teams-channel-configuration."""
        wanted = self._wanted
        return json.dumps({"ChannelConfiguration": self._here.change(TEAMS, wanted["ChatConfigurationArn"], wanted)})

    def delete_slack_channel_configuration(self) -> str:
        """POST /delete-slack-channel-configuration."""
        return self._delete()

    def delete_microsoft_teams_channel_configuration(self) -> str:
        """POST /delete-ms-teams-channel-configuration."""
        return self._delete()

    def _delete(self) -> str:
        del self._here.channels[self._here.get(self._wanted["ChatConfigurationArn"])["ChatConfigurationArn"]]
        return "{}"

    def list_tags_for_resource(self) -> str:
        """POST /list-tags-for-resource."""
        return json.dumps({"Tags": self._here.get(self._wanted["ResourceARN"])["Tags"]})

    def tag_resource(self) -> str:
        """POST /tag-resource."""
        wanted = self._wanted
        self._set_tags(wanted["ResourceARN"], {tag["TagKey"]: tag["TagValue"] for tag in wanted["Tags"]}, ())
        return "{}"

    def untag_resource(self) -> str:
        """POST /untag-resource."""
        wanted = self._wanted
        self._set_tags(wanted["ResourceARN"], {}, wanted["TagKeys"])
        return "{}"

    def _set_tags(self, arn: str, added: dict[str, str], removed: Any) -> None:  # noqa: ANN401
        found = self._here.get(arn)
        tags = {tag["TagKey"]: tag["TagValue"] for tag in found["Tags"]} | added
        found["Tags"] = [{"TagKey": key, "TagValue": value} for key, value in tags.items() if key not in removed]


# moto imports a service as its own module, here and when it lists the regions of one.
sys.modules["moto.chatbot"] = sys.modules[__name__]


def install() -> None:
    """Let moto's proxy find the service by its host."""
    if all(name != "chatbot" for name, _ in backend_url_patterns):
        backend_url_patterns.append(("chatbot", _HOST))
