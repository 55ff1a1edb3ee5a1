"""Edits of a stack file that leave every other byte as it was, comments included."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.files import BASELINE
from config.loader import ConfigError, inspect
from config.models import Stack
from config.scalars import resolve
from config.source import Node, parse

_PEOPLE = ("guardrails", "revocations", "people")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9@+_./-]*( [A-Za-z0-9@+_./-]+)*")


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to be written to a stack file."""

    key: str
    id: str
    name: str
    email: str
    unit: str
    preset: str

    def line(self) -> str:
        """The account as one line of YAML; the id is always quoted, so that it keeps its leading zero."""
        return (
            f"{quote(self.key)}: {{id: {json.dumps(self.id)}, name: {quote(self.name)}, email: {quote(self.email)}, "
            f"organizationalUnit: {quote(self.unit)}, preset: {quote(self.preset)}}}"
        )


@dataclass(frozen=True, kw_only=True)
class NewRevocation:
    """Somebody whose access ends, to be written to a stack file; `since` is a time with its zone."""

    user_id: str
    name: str
    since: str
    owner: str
    reason: str
    ticket: str
    expires: str

    def line(self) -> str:
        """The person as one line of YAML."""
        return (
            f"{{userId: {json.dumps(self.user_id)}, name: {quote(self.name)}, since: {json.dumps(self.since)}, "
            f"owner: {quote(self.owner)}, reason: {quote(self.reason)}, ticket: {quote(self.ticket)}, "
            f"expires: {json.dumps(self.expires)}}}"
        )


def quote(text: str) -> str:
    """Text as YAML reads it back: bare where that is safe, else in double quotes."""
    return text if _PLAIN.fullmatch(text) and resolve(text) == text else json.dumps(text, ensure_ascii=False)


def add_account(name: str, directory: Path, account: NewAccount) -> tuple[str, str]:
    """The stack file before and after, so that nothing is written that would not load.

    Raises ConfigError when the stack does not load before or after, or cannot be edited.
    """
    file = directory / f"Pulumi.{name}.yaml"
    _refuse_problems(name, directory, None)
    before = file.read_bytes().decode("utf-8-sig")
    accounts = parse(before, file.name).find(("config", BASELINE, "accounts"))
    if accounts is None or accounts.entries is None:
        raise ConfigError([f"{file.name}: no accounts"])
    if account.key in accounts.entries:
        line, column = accounts.entries[account.key][0]
        place = f"{file.name}:{line}:{column}: {BASELINE}.accounts.{account.key}"
        raise ConfigError([f"{place}: found the key already, expected a new one; choose another key"])
    if accounts.flow:
        line, column = accounts.mark
        place = f"{file.name}:{line}:{column}: {BASELINE}.accounts"
        raise ConfigError([f"{place}: found braces, expected one account per line; write it without braces"])
    after = _insert(before, accounts, (account.line(),))
    _refuse_problems(name, directory, after)
    return before, after


def add_revocation(stack: Stack, directory: Path, person: NewRevocation) -> tuple[str, Stack]:
    """A loaded stack's file with somebody whose access ends, and the stack then.

    Raises ConfigError when the stack would not load any longer, or the file cannot be edited.
    """
    name = stack.name
    file = directory / f"Pulumi.{name}.yaml"
    before = file.read_bytes().decode("utf-8-sig")
    document = parse(before, file.name)
    found = [document.find(("config", BASELINE, *_PEOPLE[:depth])) for depth in range(len(_PEOPLE) + 1)]
    missing = max(depth for depth, node in enumerate(found) if node)
    parent = found[missing]
    if parent is None:
        raise ConfigError([f"{file.name}: no {BASELINE}"])
    if parent.flow or not (parent.entries or parent.items):
        line, column = parent.mark
        place = ".".join((BASELINE, *_PEOPLE[:missing]))
        what = "braces or brackets" if parent.flow else "nothing"
        fix = "write what is in it on lines of its own, or remove it"
        raise ConfigError([f"{file.name}:{line}:{column}: {place}: found {what}, expected one per line; {fix}"])
    after = _insert(before, parent, tuple(_block(_PEOPLE[missing:], f"- {person.line()}")))
    return after, _refuse_problems(name, directory, after)


def _block(keys: tuple[str, ...], line: str) -> Iterator[str]:
    """Keys below one another, and a line below the last of them."""
    for depth, key in enumerate(keys):
        yield f"{'  ' * depth}{key}:"
    yield f"{'  ' * len(keys)}{line}"


def _refuse_problems(name: str, directory: Path, text: str | None) -> Stack:
    loaded = inspect(name, directory, text=text)
    if loaded.stack is None:
        raise ConfigError([str(problem) for problem in loaded.problems])
    return loaded.stack


def _insert(text: str, parent: Node, more: tuple[str, ...]) -> str:
    """Put lines below the last one of a mapping or list, in its column."""
    lines = text.splitlines(keepends=True)
    row, column = parent.end
    last = row if column > 1 else row - 1
    while last > 1 and lines[last - 1].strip().startswith("#" if column == 1 else "\0"):
        last -= 1
    newline = "\r\n" if lines[last - 1].endswith("\r\n") else "\n"
    if not lines[last - 1].endswith(newline):
        lines[last - 1] += newline
    indent = " " * (parent.mark[1] - 1)
    lines[last:last] = [f"{indent}{line}{newline}" for line in more]
    return "".join(lines)
