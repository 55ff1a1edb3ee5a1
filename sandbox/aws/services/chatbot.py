"""Amazon Q Developer in chat applications: Slack's channels and their tags. Nothing is sent; moto has none of it."""

import json
import re
import sys
from typing import Any

from moto.backend_index import backend_url_patterns
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.exceptions import JsonRESTError
from moto.core.responses import BaseResponse
from moto.utilities.utils import PARTITION_NAMES

_HOST = re.compile(r"https?://chatbot\.(.+)\.amazonaws\.com")
_NAME = re.compile(r"[A-Za-z0-9-_]{1,128}")
_TEAM, _CHANNEL = re.compile(r"[0-9A-Z]{1,255}"), re.compile(r"[A-Za-z0-9]+")
_OPERATIONS = (
    "create-slack-channel-configuration",
    "delete-slack-channel-configuration",
    "describe-slack-channel-configurations",
    "list-tags-for-resource",
    "tag-resource",
    "untag-resource",
    "update-slack-channel-configuration",
)
_MEMBERS = (
    "GuardrailPolicyArns",
    "IamRoleArn",
    "LoggingLevel",
    "SlackChannelId",
    "SlackChannelName",
    "SnsTopicArns",
    "UserAuthorizationRequired",
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

    def create(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Add one; raises JsonRESTError where AWS refuses it."""
        name, team, channel = (str(wanted.get(key)) for key in ("ConfigurationName", "SlackTeamId", "SlackChannelId"))
        if not (_NAME.fullmatch(name) and _TEAM.fullmatch(team) and _CHANNEL.fullmatch(channel)):
            raise _error(400, "InvalidParameterException", f"{name}, {team} or {channel} is not valid.")
        arn = f"arn:{self.partition}:chatbot::{self.account_id}:chat-configuration/slack-channel/{name}"
        if arn in self.channels:
            raise _error(409, "ConflictException", f"There is a configuration {name} already.")
        made = {
            "ChatConfigurationArn": arn,
            "ConfigurationName": name,
            "GuardrailPolicyArns": [f"arn:{self.partition}:iam::aws:policy/AdministratorAccess"],
            "LoggingLevel": "NONE",
            "SlackChannelName": "",
            "SlackTeamId": team,
            "SlackTeamName": "",
            "SnsTopicArns": [],
            "State": "ENABLED",
            "Tags": wanted.get("Tags") or [],
            "UserAuthorizationRequired": False,
        }
        self.channels[arn] = made
        return self.change(arn, wanted)

    def change(self, arn: str, wanted: dict[str, Any]) -> dict[str, Any]:
        """Set what is given; raises JsonRESTError when there is no such channel."""
        found = self.get(arn)
        found.update({key: wanted[key] for key in _MEMBERS if wanted.get(key) is not None})
        return found

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
        return json.dumps({"ChannelConfiguration": self._here.create(self._wanted)})

    def describe_slack_channel_configurations(self) -> str:
        """POST /describe-slack-channel-configurations; one that doesn't exist is none, and no error."""
        arn = self._wanted.get("ChatConfigurationArn")
        found = [one for one in self._here.channels.values() if arn in (None, one["ChatConfigurationArn"])]
        return json.dumps({"SlackChannelConfigurations": found})

    def update_slack_channel_configuration(self) -> str:
        """POST /update-slack-channel-configuration."""
        wanted = self._wanted
        return json.dumps({"ChannelConfiguration": self._here.change(wanted["ChatConfigurationArn"], wanted)})

    def delete_slack_channel_configuration(self) -> str:
        """POST /delete-slack-channel-configuration."""
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
