"""What a property selector of a filter pattern, such as `$.users[0].email`, stands for in a log event.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import re
from typing import Any

_PART = re.compile(r"\.(?P<name>[\w-]+)|\.?\['(?P<quoted>[^']*)'\]|\[(?P<index>\d+)\]|(?P<any>\.\*|\[\*\])")


def select(record: object, selector: str) -> list[Any]:
    """The values that the selector finds: none where there is no such property, several only with a wildcard."""
    found: list[Any] = [record]
    for part in _PART.finditer(selector):
        found = [inner for value in found for inner in _below(value, part)]
    return found


def wildcards(selector: str) -> int:
    """How many wildcards are in a selector."""
    return sum(part["any"] is not None for part in _PART.finditer(selector))


def _below(value: object, part: re.Match[str]) -> list[Any]:
    if part["any"] is not None:
        if isinstance(value, dict):
            return list(value.values()) if part["any"] == ".*" else []
        return list(value) if isinstance(value, list) and part["any"] == "[*]" else []
    if part["index"] is not None:
        at = int(part["index"])
        return [value[at]] if isinstance(value, list) and at < len(value) else []
    key = part["name"] if part["name"] is not None else part["quoted"]
    return [value[key]] if isinstance(value, dict) and key in value else []
