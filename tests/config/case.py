"""Bad configurations: one change to the good one each, with the whole of what must be said about it."""

from typing import NamedTuple


class Case(NamedTuple):
    """A text replaced in a file (None replaces the whole file, or with None removes it) and the errors."""

    name: str
    file: str
    old: str | None
    new: str | None
    errors: tuple[str, ...]
