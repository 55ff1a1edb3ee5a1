"""Texts with wildcards: whether one matches, and whether two have a text in common."""

from functools import cache

from policies.wildcards import glob

# Stands for any text without a slash, which no policy can write.
NO_SLASH = "\0"
_STARS = ("*", NO_SLASH)


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern (`*` any text, `?` one character) covers the whole text; case counts."""
    return bool(glob(pattern)(text))


@cache
def overlap(first: str, second: str) -> bool:
    """Whether some text matches both patterns; in either, NO_SLASH is a `*` that stops at a slash."""
    seen, open_ = set(), [(0, 0)]
    while open_:
        at = open_.pop()
        if at in seen:
            continue
        seen.add(at)
        i, j = at
        if i == len(first) and j == len(second):
            return True
        open_ += _steps(first, second, i, j)
    return False


def _steps(first: str, second: str, i: int, j: int) -> list[tuple[int, int]]:
    """The positions reached from one by matching a character or by ending a star."""
    a, b = first[i : i + 1], second[j : j + 1]
    steps = []
    if a in _STARS:
        steps.append((i + 1, j))
        if b and b not in _STARS and not (a == NO_SLASH and b == "/"):
            steps.append((i, j + 1))
    if b in _STARS:
        steps.append((i, j + 1))
        if a and a not in _STARS and not (b == NO_SLASH and a == "/"):
            steps.append((i + 1, j))
    if a and b and a not in _STARS and b not in _STARS and (a == b or "?" in (a, b)):
        steps.append((i + 1, j + 1))
    return steps
