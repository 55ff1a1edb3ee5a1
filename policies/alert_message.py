"""What a person reads of an event: who, what, where, when, with what outcome, where to look, and what to do."""

from dataclasses import dataclass

# The characters < and > can't be escaped, and what an event lacks is left out
# (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html).
CALL = {
    "account": "$.account",
    "address": "$.detail.sourceIPAddress",
    "error": "$.detail.errorCode",
    "event": "$.detail.eventName",
    "kind": "$.detail.userIdentity.type",
    "principal": "$.detail.userIdentity.principalId",
    "reason": "$.detail.errorMessage",
    "record": "$.detail.eventID",
    "region": "$.region",
    "signin": "$.detail.responseElements.ConsoleLogin",
    "source": "$.source",
    "time": "$.time",
    "user": "$.detail.userIdentity.arn",
}
"""Where the words of a message are in a record of CloudTrail, as EventBridge delivers it."""
SESSION = CALL | {
    "target": "$.detail.requestParameters.targetPrincipal",
    "task": "$.detail.requestParameters.taskPolicyArn.arn",
}
ALARM = {"account": "$.account", "reason": "$.detail.state.reason", "region": "$.region", "time": "$.time"}

_CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}
_CALL_LINES = (
    "Who: <user> (<kind> <principal>)",
    "What: <event> of <source>",
    "Where: account <account>, region <region>, from <address>",
    "When: <time>",
    "Outcome, if not simply done: <signin> <error> <reason>",
)
_ASKED = "Asked for: root of account <target>, task <task>"


@dataclass(frozen=True, kw_only=True)
class Message:
    """The words of an event by their JSON paths, and the text in which they stand in angle brackets."""

    paths: dict[str, str]
    lines: tuple[str, ...]


def call_message(headline: str, to_do: str, partition: str) -> Message:
    """Of a record of CloudTrail."""
    return _message(CALL, headline, _CALL_LINES, partition, to_do)


def session_message(headline: str, to_do: str, partition: str) -> Message:
    """Of a record of CloudTrail that may say whose root was asked for, and for what task."""
    return _message(SESSION, headline, (*_CALL_LINES, _ASKED), partition, to_do)


def alarm_message(headline: str, to_do: str, partition: str) -> Message:
    """Of an alarm of CloudWatch."""
    del partition
    lines = (headline, "Where: account <account>, region <region>", "When: <time>", "Why: <reason>", f"To do: {to_do}")
    return Message(paths=ALARM, lines=lines)


def _message(paths: dict[str, str], headline: str, about: tuple[str, ...], partition: str, to_do: str) -> Message:
    history = f"https://{_CONSOLES[partition]}/cloudtrailv2/home?region=<region>#/events/<record>"
    lines = (headline, *about, f"Event history, in account <account>: {history}", f"To do: {to_do}")
    return Message(paths=paths, lines=lines)
