"""What the evaluator says of a document or request that it does not understand."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class UnsupportedError(ValueError):
    """Raised instead of a guess: a decision about a policy that is only half understood would be worth nothing.

    `path` leads from the document or request to what is not understood, as far as that is known.
    """

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path


def within(path: tuple[str | int, ...], build: Callable[[], T], prefix: str = "") -> T:
    """What `build` makes; an UnsupportedError of it gets the way to it, and `prefix` before its message."""
    try:
        return build()
    except UnsupportedError as error:
        raise UnsupportedError(f"{prefix}{error}", *path, *error.path) from None
