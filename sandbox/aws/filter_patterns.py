"""CloudWatch Logs filter patterns, so that what a metric filter counts is decided as AWS does.

moto knows terms alone and lets every other pattern match; PyPI has no matcher. Terms, JSON and space-delimited patterns
are read here as AWS documents them; what it doesn't document is refused instead of guessed
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html).
"""

import json
import re
from collections.abc import Callable
from functools import cache

from sandbox.aws.filter_conditions import Expression, FilterPatternError, holds, parse, regex, tokens
from sandbox.aws.filter_fields import field_matcher
from sandbox.aws.filter_selectors import select, wildcards

LONGEST = (
    1_024  # characters (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html)
)
_WILDCARDS = 3
_TERM = re.compile(r'(?P<sign>[?-]?)(?:%(?P<regex>[^%]*)%|"(?P<phrase>[^"]*)"|(?P<word>[A-Za-z0-9_]+))(?=\s|$)\s*')


@cache
def filter_pattern(pattern: str) -> Callable[[str], bool]:
    """What tells whether a log event, a text, matches the pattern.

    Raises FilterPatternError, a ValueError, for a pattern that AWS refuses or doesn't document.
    """
    if len(pattern) > LONGEST:
        raise FilterPatternError(f"{len(pattern)} characters, at most {LONGEST}")
    text = pattern.strip()
    if text.startswith("{"):
        return _json_matcher(_within(text, "}"))
    if text.startswith("["):
        return field_matcher(_within(text, "]"))
    return _term_matcher(text)


def _within(text: str, end: str) -> str:
    if not text.endswith(end):
        raise FilterPatternError(f"no {end} at the end")
    return text[1:-1]


def _json_matcher(text: str) -> Callable[[str], bool]:
    found = tokens(text)
    counts = [wildcards(token.text) for token in found if token.kind == "selector"]
    if max(counts, default=0) > 1 or sum(counts) > _WILDCARDS:
        raise FilterPatternError(f"{sum(counts)} wildcards, at most one in a selector and {_WILDCARDS} in all")
    expression: Expression = parse(found, "selector")

    def matches(event: str) -> bool:
        try:
            record = json.loads(event)
        except ValueError:
            return False
        return holds(expression, lambda selector: select(record, selector))

    return matches


def _term_matcher(text: str) -> Callable[[str], bool]:
    """All terms are in the event, none that is excluded; any of those with a question mark, if there are no others."""
    wanted: dict[str, list[Callable[[str], bool]]] = {"": [], "-": [], "?": []}
    at = 0
    while at < len(text):
        if (term := _TERM.match(text, at)) is None:
            raise FilterPatternError(f"{text[at:]!r} is no term; put it in double quotes")
        wanted[term["sign"]].append(_term(term))
        at = term.end()
    required, excluded, optional = wanted[""], wanted["-"], wanted["?"]

    def matches(event: str) -> bool:
        if not required and not excluded:
            return not optional or any(found(event) for found in optional)
        return all(found(event) for found in required) and not any(found(event) for found in excluded)

    return matches


def _term(term: re.Match[str]) -> Callable[[str], bool]:
    if term["regex"] is not None:
        expression = regex(term["regex"])
        return lambda event: expression.search(event) is not None
    text = term["word"] or term["phrase"]
    # A phrase of nothing but blanks matches every event.
    return lambda event: text in event or text.isspace()
