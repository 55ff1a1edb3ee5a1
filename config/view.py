"""Plain values of a stack file, looked at before anything is known to be right."""

from collections.abc import Iterator
from typing import Any

from config.messages import Finding, meant
from config.problem import Path, show
from policies.types import AccountState

_NOT_ACTIVE = tuple(state.value for state in AccountState if state != AccountState.ACTIVE)


class View:
    """Plain values, of which any part may be missing or of the wrong type."""

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def at(self, *path: str) -> Any:  # noqa: ANN401
        """What is at a path; None where nothing is, or nothing that has parts."""
        here: Any = self.values
        for part in path:
            here = here.get(part) if isinstance(here, dict) else None
        return here

    def names(self, *path: str) -> list[str] | None:
        """Keys of a mapping; None when it is none, and then nothing can be said about references to it."""
        here = self.at(*path)
        return list(here) if isinstance(here, dict) else None

    def items(self, *path: str) -> list[Any]:
        """Items of a list; none where it is no list."""
        here = self.at(*path)
        return list(here) if isinstance(here, list | tuple) else []

    def accounts(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The accounts that are mappings, by key."""
        for key in self.names("baseline", "accounts") or []:
            account = self.at("baseline", "accounts", key)
            if isinstance(account, dict):
                yield key, account

    def units(self) -> list[str] | None:
        """`Root` and the units' paths; None when there is no snapshot to compare with."""
        names = self.names("snapshot", "organizationalUnits")
        return None if names is None else ["Root", *names]


def answers(view: View, path: tuple[str, ...], fix: str) -> Iterator[Finding]:
    """A finding where the account whose key stands at a path is not active: nothing can be deployed in it."""
    key = view.at(*path)
    number = view.at("baseline", "accounts", key, "id") if isinstance(key, str) else None
    state = view.at("snapshot", "accounts", number, "state") if isinstance(number, str) else None
    if state in _NOT_ACTIVE:
        yield Finding(path=path, found=f"{show(key)}, which is {state}", expected="an account that is ACTIVE", fix=fix)


def exists(path: Path, value: object, known: list[str] | None, expected: str, nothing: str) -> Iterator[Finding]:
    """A finding where a value is text but none of the known words."""
    if known is not None and isinstance(value, str) and value not in known:
        yield Finding(path=path, found=show(value), expected=expected, fix=meant(value, known, nothing=nothing))
