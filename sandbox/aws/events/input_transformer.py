"""EventBridge: what a target gets to read of an event.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json
import re
from typing import Any

from sandbox.aws.filter_selectors import select

# Quoted text is kept together, for a variable in it is text and one outside of it is JSON.
_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')
_VARIABLE = re.compile(r"<([\w.-]+)>")


def target_input(target: dict[str, Any], event: dict[str, Any], rule_arn: str) -> str:
    """The text for a target: constant, a part of the event, written by a template, or the whole event."""
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(next(iter(select(event, target["InputPath"])), None))
    if transformer := target.get("InputTransformer"):
        return _written(transformer["InputTemplate"], _variables(transformer, event, rule_arn))
    return json.dumps(event)


def _variables(transformer: dict[str, Any], event: dict[str, Any], rule_arn: str) -> dict[str, Any]:
    """A path that leads nowhere makes no variable."""
    paths: dict[str, str] = transformer.get("InputPathsMap") or {}
    found = {name: select(event, path) for name, path in paths.items()}
    return {name: values[0] if len(values) == 1 else values for name, values in found.items() if values} | {
        "aws.events.rule-arn": rule_arn,
        "aws.events.rule-name": rule_arn.rpartition("/")[2],
        "aws.events.event.ingestion-time": event["time"],
        "aws.events.event": {key: value for key, value in event.items() if key != "detail"},
        "aws.events.event.json": event,
    }


def _written(template: str, variables: dict[str, Any]) -> str:
    def quoted(match: re.Match[str]) -> str:
        value = variables.get(match[1], "")
        return json.dumps(value if isinstance(value, str) else json.dumps(value))[1:-1]

    def bare(match: re.Match[str]) -> str:
        return json.dumps(variables[match[1]]) if match[1] in variables else ""

    parts = _QUOTED.split(template)
    return "".join(_VARIABLE.sub(quoted if part.startswith('"') else bare, part) for part in parts)
