"""Edits of a stack file that leave every other byte as it was, comments included."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from config.files import BASELINE
from config.loader import ConfigError, inspect
from config.scalars import resolve
from config.source import Node, parse

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
    after = _insert(before, accounts, account.line())
    _refuse_problems(name, directory, after)
    return before, after


def _refuse_problems(name: str, directory: Path, text: str | None) -> None:
    loaded = inspect(name, directory, text=text)
    if loaded.problems:
        raise ConfigError([str(problem) for problem in loaded.problems])


def _insert(text: str, accounts: Node, line: str) -> str:
    """Put a line below the last account, in its column."""
    lines = text.splitlines(keepends=True)
    row, column = accounts.end
    last = row if column > 1 else row - 1
    while last > 1 and lines[last - 1].strip().startswith("#" if column == 1 else "\0"):
        last -= 1
    newline = "\r\n" if lines[last - 1].endswith("\r\n") else "\n"
    if not lines[last - 1].endswith(newline):
        lines[last - 1] += newline
    indent = " " * (accounts.mark[1] - 1)
    lines.insert(last, f"{indent}{line}{newline}")
    return "".join(lines)
