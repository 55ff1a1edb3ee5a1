"""JSON read strictly, with the place of every value: what Python's reader lets pass is told at its line."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from config.problem import Path

Mark = tuple[int, int]
# A request is about twelve deep; what is much deeper would only exhaust the reader's stack.
_DEPTH = 50
_DIGITS = 400
_SPACE = re.compile(r"[ \t\n\r]*")


class JsonError(ValueError):
    """Text that is no JSON, or that says something twice."""

    def __init__(self, mark: Mark, message: str) -> None:
        super().__init__(message)
        self.mark = mark


@dataclass(frozen=True)
class _Wrong:
    """Stands where a value can't be taken as it is."""

    message: str
    key: str | None = None


class JsonText:
    """A text of JSON, its value, and where in it each part stands."""

    def __init__(self, text: str) -> None:
        """Raises JsonError for what is not JSON by RFC 8259, a key given twice, and nesting that has no end."""
        self._text = text
        self._decode = _decoder().raw_decode
        try:
            self.value: Any = _decoder().decode(text)
            wrong = next(_wrong(self.value, ()), None)
        except json.JSONDecodeError as error:
            raise JsonError((error.lineno, error.colno), f"no valid JSON: {error.msg}") from None
        except RecursionError:
            raise JsonError((1, 1), f"nested deeper than {_DEPTH} levels") from None
        if wrong:
            path, message = wrong
            raise JsonError(self.place(path), message)

    def place(self, path: Path) -> Mark:
        """Line and column of the value at a path, or of what encloses it when there is no such value."""
        at = self._skip(0)
        for part in path:
            found = self._child(at, part)
            if found is None:
                break
            at = found
        return self._text.count("\n", 0, at) + 1, at - self._text.rfind("\n", 0, at)

    def _child(self, at: int, part: str | int) -> int | None:
        """Where a part of the list or object at a place begins; of a key given twice, the last."""
        kind, found, index = self._text[at], None, 0
        if kind not in "[{":
            return None
        at = self._skip(at + 1)
        while self._text[at] not in "]}":
            key: str | int = index
            if kind == "{":
                key, at = self._decode(self._text, at)
                at = self._skip(self._skip(at) + 1)
            if key == part:
                found = at
                if kind == "[":
                    break
            _, at = self._decode(self._text, at)
            at = self._skip(at)
            if self._text[at] == ",":
                at = self._skip(at + 1)
            index += 1
        return found

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_object,
        parse_constant=lambda name: _Wrong(f"no valid JSON: {name} is no number of JSON"),
        parse_int=lambda text: int(text) if len(text) <= _DIGITS else _Wrong(f"a number of {len(text)} digits"),
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Wrong:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _ in pairs]
    twice = next(key for key in keys if keys.count(key) > 1)
    return _Wrong(f"the key {json.dumps(twice)} is given twice: only one of its values could hold", twice)


def _wrong(value: Any, path: Path) -> Iterator[tuple[Path, str]]:  # noqa: ANN401 - JSON is data of any shape
    if isinstance(value, _Wrong):
        yield (path if value.key is None else (*path, value.key)), value.message
    elif len(path) > _DEPTH:
        yield path, f"nested deeper than {_DEPTH} levels"
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _wrong(entry, (*path, key))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _wrong(entry, (*path, index))
