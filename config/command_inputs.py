"""What commands read from their options: the stack, an account, condition keys."""

from pathlib import Path
from typing import TYPE_CHECKING

from config.options import fail, project

if TYPE_CHECKING:
    from config.models import Stack


def load(stack: str, cwd: Path) -> "Stack":
    """The stack of a project; raises typer.Exit with 2 and every error when it doesn't load."""
    from config.loader import load_stack
    from config.problem import ConfigError

    try:
        return load_stack(stack, project(cwd))
    except ConfigError as error:
        raise fail(error.errors) from None


def account_key(stack: "Stack", wanted: str) -> str:
    """An account's key, given by it or by its id; raises typer.Exit with 2 when there is no such account."""
    from config.messages import meant

    accounts = stack.baseline.accounts
    for key, account in accounts.items():
        if wanted in (key, account.id):
            return key
    known = [*accounts, *(account.id for account in accounts.values())]
    raise fail([f"--account: found {wanted}, expected a key or id under accounts; {meant(wanted, known, nothing='')}"])


def pairs(texts: list[str]) -> dict[str, str | tuple[str, ...]]:
    """KEY=VALUE texts; a key given again has several values. Raises typer.Exit with 2 for what is no such pair."""
    values: dict[str, tuple[str, ...]] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not (key and equals):
            raise fail([f"--context: found {text}, expected KEY=VALUE; write aws:SourceIp=192.0.2.1 or the like"])
        values[key] = (*values.get(key, ()), value)
    return dict(values)
