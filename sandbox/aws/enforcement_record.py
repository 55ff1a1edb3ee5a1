"""What IAM decided in a local AWS, for those who start one and look at it afterwards."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Enforcement(StrEnum):
    """How far the local AWS goes: nothing is asked, or what would be denied is noted, or it is denied."""

    OFF = "off"
    RECORD = "record"
    ENFORCE = "enforce"


VARIABLE = "SANDBOX_IAM"
"""The environment variable that switches it for programs that start a local AWS without saying."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One decided action; `decision` and `layer` are the evaluator's, `statements` the Sids that made it.

    `context` holds the condition keys that were decided on, without what differs at every call.
    """

    action: str
    resource: str
    principal: str
    region: str
    decision: str
    layer: str
    statements: tuple[str, ...]
    context: Mapping[str, str | list[str]] = field(default_factory=dict)

    @property
    def allowed(self) -> bool:
        """Whether the action was let through, or would have been."""
        return self.decision == "Allow"


def calls_file(state: Path) -> Path:
    """Where the decisions are written, beside the state."""
    return state.with_name(f"{state.name}.calls.jsonl")


def read_calls(file: Path) -> list[Recorded]:
    """What a local AWS decided, oldest first; nothing when it never decided."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    values: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [Recorded(**{**value, "statements": tuple(value["statements"])}) for value in values]
