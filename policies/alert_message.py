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


def console(partition: str) -> str:
    """Host of a partition's console."""
    return _CONSOLES[partition]


def call_lines(partition: str, *more: str) -> tuple[str, ...]:
    """What a record of CloudTrail says, more of it, and where the whole of it is."""
    history = f"https://{console(partition)}/cloudtrailv2/home?region=<region>#/events/<record>"
    return (*_CALL_LINES, *more, f"Event history, in account <account>: {history}")


def call_message(headline: str, to_do: str, partition: str) -> Message:
    """Of a record of CloudTrail."""
    return Message(paths=CALL, lines=(headline, *call_lines(partition), f"To do: {to_do}"))


def session_message(headline: str, to_do: str, partition: str) -> Message:
    """Of a record of CloudTrail that may say whose root was asked for, and for what task."""
    return Message(paths=SESSION, lines=(headline, *call_lines(partition, _ASKED), f"To do: {to_do}"))


def alarm_message(headline: str, to_do: str, partition: str) -> Message:
    """Of an alarm of CloudWatch."""
    del partition
    lines = (headline, "Where: account <account>, region <region>", "When: <time>", "Why: <reason>", f"To do: {to_do}")
    return Message(paths=ALARM, lines=lines)
