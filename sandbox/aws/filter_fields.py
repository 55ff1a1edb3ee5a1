"""Space-delimited filter patterns: `[ip, user, ..., status_code = 4*, bytes]`.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import re
from collections.abc import Callable

from sandbox.aws.filter_conditions import Expression, FilterPatternError, holds, parse, tokens

# What stands between brackets or double quotes is one field of an event.
_FIELD = re.compile(r'\[([^\]]*)\]|"([^"]*)"|(\S+)')
# Commas within a regex or a quoted text separate nothing.
_PLACE = re.compile(r'(?:%[^%]*%|"[^"]*"|[^,%"])*')
_NAME = re.compile(r"\w*")


def field_matcher(text: str) -> Callable[[str], bool]:
    """What tells whether an event's fields fulfil the pattern between the brackets. Raises FilterPatternError."""
    places = _places(text)
    ellipsis = [at for at, place in enumerate(places) if place == "..."]
    if len(ellipsis) > 1:
        raise FilterPatternError("more than one ellipsis")
    first = places[: ellipsis[0]] if ellipsis else places
    last = places[ellipsis[0] + 1 :] if ellipsis else []
    before, after = [_field(place) for place in first], [_field(place) for place in last]

    def matches(event: str) -> bool:
        fields = ["".join(found) for found in _FIELD.findall(event)]
        if len(fields) < len(before) + len(after):
            return False
        # Without an ellipsis the last name, if nothing is asked of it, stands for all that follows.
        if not ellipsis and len(fields) > len(before) and before[-1] is not None:
            return False
        chosen = [*zip(before, fields, strict=False), *zip(after, fields[len(fields) - len(after) :], strict=True)]
        return all(asked is None or _fulfils(asked, value) for asked, value in chosen)

    return matches


def _fulfils(asked: Expression, value: str) -> bool:
    return holds(asked, lambda _: [value])


def _places(text: str) -> list[str]:
    found, at = [], 0
    while True:
        match = _PLACE.match(text, at)
        end = match.end() if match else at
        found.append(text[at:end].strip())
        if end == len(text):
            return found
        if text[end] != ",":
            raise FilterPatternError(f"cannot read {text[end:]!r}")
        at = end + 1


def _field(place: str) -> Expression | None:
    return None if _NAME.fullmatch(place) else parse(tokens(place), "word")
