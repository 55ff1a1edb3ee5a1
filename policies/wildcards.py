"""Matches text as IAM does: `*`, `?`, policy variables, and ARNs segment by segment."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from policies.errors import UnsupportedError

Context = Mapping[str, tuple[str, ...]]
"""A request's condition keys in lower case, each with its values."""

# Stand-ins for characters that a value holds literally, so that they are never read as wildcards.
_LITERAL = {"*": "\ue000", "?": "\ue001"}
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
# The key of a tag, a part of its name, may hold spaces.
_KEY = re.compile(r"\s*([^,\s](?:[^,]*[^,\s])?)\s*(?:,\s*'([^']*)'\s*)?")
_SEGMENTS = 6


class Template:
    """A value of a policy, with its policy variables.

    `${*}`, `${?}` and `${$}` are the characters themselves; `${key, 'default'}` has a default for an absent key.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """

    __slots__ = ("_parts", "fixed")

    def __init__(self, text: str, *, variables: bool) -> None:
        """Raises UnsupportedError for a malformed variable. Documents before 2012-10-17 have no variables."""
        self._parts: list[str | tuple[str, str | None]] = []
        self.fixed: str | None = None
        if not variables or "${" not in text:
            self.fixed = text
            return
        position = 0
        for found in _VARIABLE.finditer(text):
            self._parts += [text[position : found.start()], _variable(found.group(1), text)]
            position = found.end()
        self._parts.append(text[position:])
        if any("${" in part for part in self._parts if isinstance(part, str)):
            raise UnsupportedError(f"policy variable without its closing brace in {text}")
        if all(isinstance(part, str) for part in self._parts):
            self.fixed = "".join(part for part in self._parts if isinstance(part, str))

    def expand(self, context: Context) -> str | None:
        """The text for one request, or None where a variable has neither a value nor a default."""
        if self.fixed is not None:
            return self.fixed
        parts = []
        for part in self._parts:
            if isinstance(part, str):
                parts.append(part)
                continue
            values = context.get(part[0], () if part[1] is None else (part[1],))
            if not values:
                return None
            value, *others = values
            if others:
                raise UnsupportedError(f"policy variable {part[0]} has {len(values)} values in this request")
            parts.append(_literally(value))
        return "".join(parts)


def _variable(inner: str, text: str) -> str | tuple[str, str | None]:
    if inner in ("*", "?", "$"):
        return _LITERAL.get(inner, inner)
    found = _KEY.fullmatch(inner)
    if found is None:
        raise UnsupportedError(f"policy variable ${{{inner}}} in {text}")
    return found.group(1).lower(), found.group(2)


def _literally(value: str) -> str:
    return value.replace("*", _LITERAL["*"]).replace("?", _LITERAL["?"])


def plain(text: str) -> str:
    """An expanded template as the text it stands for, where wildcards mean nothing."""
    return text.replace(_LITERAL["*"], "*").replace(_LITERAL["?"], "?")


Matcher = Callable[[str], object]


@lru_cache(maxsize=65536)
def glob(text: str) -> Matcher:
    """Matches whole values against `*` and `?`, in the case given."""
    if _exact(text):
        return plain(text).__eq__
    return re.compile("".join(_translate(text, ".*", ".")), re.DOTALL).fullmatch


@lru_cache(maxsize=65536)
def arn_glob(text: str) -> Matcher:
    """Matches ARNs for the ARN operators: each of the six segments on its own.

    Raises UnsupportedError for a pattern with fewer segments that is not `*`.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
    """
    if text == "*":
        return glob(text)
    segments = text.split(":", _SEGMENTS - 1)
    if len(segments) == _SEGMENTS and _exact(text):
        return plain(text).__eq__
    if len(segments) < _SEGMENTS:
        raise UnsupportedError(f"{plain(text)} is no ARN: it has {len(segments)} of {_SEGMENTS} segments")
    head = ["".join(_translate(segment, "[^:]*", "[^:]")) for segment in segments[:-1]]
    last = "".join(_translate(segments[-1], ".*", "."))
    return re.compile(":".join([*head, last]), re.DOTALL).fullmatch


@lru_cache(maxsize=65536)
def resource_glob(text: str) -> Matcher:
    """Matches ARNs for the Resource element, where a `*` that ends a segment goes on beyond the colon.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    """
    if _exact(text):
        return plain(text).__eq__
    segments = text.split(":", _SEGMENTS - 1)
    head = [
        "".join(_translate(segment[:-1], "[^:]*", "[^:]")) + ".*"
        if segment.endswith("*")
        else "".join(_translate(segment, "[^:]*", "[^:]"))
        for segment in segments[:-1]
    ]
    last = "".join(_translate(segments[-1], ".*", "."))
    return re.compile(":".join([*head, last]), re.DOTALL).fullmatch


def _exact(text: str) -> bool:
    """Whether nothing in it is a wildcard; comparing is then much quicker than a pattern."""
    return "*" not in text and "?" not in text


def _translate(text: str, star: str, mark: str) -> list[str]:
    wild = {"*": star, "?": mark, _LITERAL["*"]: r"\*", _LITERAL["?"]: r"\?"}
    return [wild.get(character) or re.escape(character) for character in text]
