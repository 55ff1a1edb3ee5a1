"""What the deployers called in one whole deployment, as compact data; tests/engine/record_deployer.py makes it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from policies.deployer.escalations import DEPLOYER_ROLE
from policies.example import AUDIT, LOG_ARCHIVE, MANAGEMENT, MEMBER
from sandbox.aws.enforcement_record import Recorded

FILE = Path(__file__).with_name("deployer_calls.json")
# What differs from run to run or from member to member says nothing about rights.
_IDS = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "11111111-2222-3333-4444-555555555555"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "0123456789abcdef0123456789abcdef"),
    (re.compile(r"\bp-[0-9a-z]{8,}"), "p-example1"),
    (re.compile(r"\bps-[0-9a-z]{8,}"), "ps-1234567890abcdef"),
    (re.compile(r"\b(us|eu)-[a-z]+-\d\b"), "eu-west-1"),
)
_OTHER_MEMBER = re.compile(rf"\b(?!{MANAGEMENT}|{LOG_ARCHIVE}|{AUDIT})\d{{12}}\b")
_KEPT = ("aws:RequestTag/", "aws:ResourceTag/", "aws:TagKeys", "iam:", "organizations:PolicyType")
# It needs no permission.
_OTHERS = ("sts:GetCallerIdentity",)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call in the account of the provider that made it; `context` as far as policies ask it."""

    account: str
    action: str
    resource: str
    context: dict[str, str | list[str]] = field(default_factory=dict)


def read() -> list[Asked]:
    """The calls of the committed record."""
    found = json.loads(FILE.read_text(encoding="utf-8"))
    contexts = found["contexts"]
    return [
        Asked(account=account, action=action, resource=resource, context=contexts[number])
        for account, actions in found["calls"].items()
        for action, resources in actions.items()
        for resource, numbers in resources.items()
        for number in numbers
    ]


def write(calls: dict[str, object]) -> None:
    """Keep what `compact` made, one resource or action a line."""
    text = json.dumps(calls, separators=(",", ":"), sort_keys=True)
    FILE.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


def compact(lines: Iterator[str]) -> dict[str, object]:
    """Unique calls by account, action and resource, each with the numbers of its contexts."""
    contexts: list[dict[str, str | list[str]]] = []
    calls: dict[str, dict[str, dict[str, list[int]]]] = {}
    for line in lines:
        recorded = Recorded(**json.loads(line))
        if not _of_the_deployment(recorded) or recorded.action in _OTHERS:
            continue
        account = _usual(recorded.principal.split(":")[4])
        context = json.loads(_usual(json.dumps({k: v for k, v in recorded.context.items() if k.startswith(_KEPT)})))
        if context not in contexts:
            contexts.append(context)
        resources = calls.setdefault(account, {}).setdefault(recorded.action, {})
        numbers = resources.setdefault(_usual(recorded.resource), [])
        if contexts.index(context) not in numbers:
            numbers.append(contexts.index(context))
    return {"contexts": contexts, "calls": calls}


def _of_the_deployment(recorded: Recorded) -> bool:
    """The sandbox itself looks around too, as somebody else."""
    return f":assumed-role/{DEPLOYER_ROLE}/" in recorded.principal


def _usual(text: str) -> str:
    for pattern, instead in _IDS:
        text = pattern.sub(instead, text)
    return _OTHER_MEMBER.sub(MEMBER, text)
