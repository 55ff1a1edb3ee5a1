"""The conditions of a filter pattern, and how AND, OR and parentheses join them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

_REGEXES = 2
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<symbol>&&|\|\||[()])
    |(?P<operator><=|>=|!=|=|<|>)
    |%(?P<regex>[^%]*)%
    |"(?P<quoted>[^"]*)"
    |(?P<selector>\$(?:\.\*|\.[\w-]+|\.?\['[^']*'\]|\[(?:\d+|\*)\])+)
    |(?P<word>[^\s()&|=<>!"%$]+)
    )\s*""",
    re.VERBOSE,
)
_ALLOWED = re.compile(r"[A-Za-z0-9:_#=@/;,\-^$?\[\]{}|\\*+. ]*")
# AWS writes {m, n}, Python {m,n}.
_COUNT = re.compile(r"\{(\d*), (\d*)\}")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_IS = {"NULL": None, "TRUE": True, "FALSE": False}


class FilterPatternError(ValueError):
    """A pattern that AWS refuses, or whose meaning it doesn't document."""


@dataclass(frozen=True)
class Token:
    """A piece of a pattern: symbol, operator, regex, quoted, selector or word, and its text without delimiters."""

    kind: str
    text: str


@dataclass(frozen=True)
class Condition:
    """What is asked of the values that a subject, a selector or a field's name, stands for."""

    subject: str
    test: Callable[[list[Any]], bool]


@dataclass(frozen=True)
class Joined:
    """Expressions of which all or any must hold."""

    how: Literal["&&", "||"]
    parts: tuple["Expression", ...]


Expression = Condition | Joined


def tokens(text: str) -> list[Token]:
    """The pieces of a pattern. Raises FilterPatternError where none begins, and for more than two regexes."""
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        if (match := _TOKEN.match(text, at)) is None or match.lastgroup is None:
            raise FilterPatternError(f"cannot read {text[at:]!r}")
        found.append(Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    if sum(token.kind == "regex" for token in found) > _REGEXES:
        raise FilterPatternError(f"more than {_REGEXES} regexes")
    return found


def parse(found: list[Token], subject: str) -> Expression:
    """The expression of a whole pattern, its subjects of one kind. Raises FilterPatternError."""
    rest = list(found)
    expression = _any(rest, subject)
    if rest:
        raise FilterPatternError(f"{rest[0].text!r} is one too many")
    return expression


def holds(expression: Expression, values: Callable[[str], list[Any]]) -> bool:
    """Whether the expression holds for what its subjects stand for."""
    if isinstance(expression, Condition):
        return expression.test(values(expression.subject))
    parts = (holds(part, values) for part in expression.parts)
    return all(parts) if expression.how == "&&" else any(parts)


def regex(text: str) -> re.Pattern[str]:
    """A regular expression within the characters that AWS takes. Raises FilterPatternError."""
    if not _ALLOWED.fullmatch(text):
        raise FilterPatternError(f"%{text}% has a character that regexes don't take")
    try:
        return re.compile(_COUNT.sub(r"{\1,\2}", text), re.ASCII)
    except re.error as error:
        raise FilterPatternError(f"%{text}%: {error}") from error


def _any(rest: list[Token], subject: str) -> Expression:
    return _joined("||", rest, lambda: _joined("&&", rest, lambda: _one(rest, subject)))


def _joined(how: Literal["&&", "||"], rest: list[Token], part: Callable[[], Expression]) -> Expression:
    parts = [part()]
    while rest and rest[0] == Token("symbol", how):
        rest.pop(0)
        parts.append(part())
    return parts[0] if len(parts) == 1 else Joined(how, tuple(parts))


def _one(rest: list[Token], subject: str) -> Expression:
    token = _take(rest, {subject, "symbol"})
    if token.kind == subject:
        return _condition(token.text, rest)
    if token.text != "(":
        raise FilterPatternError(f"{token.text!r} where a condition should be")
    inner = _any(rest, subject)
    if _take(rest, {"symbol"}).text != ")":
        raise FilterPatternError("a parenthesis is not closed")
    return inner


def _take(rest: list[Token], kinds: Iterable[str]) -> Token:
    if not rest or rest[0].kind not in kinds:
        raise FilterPatternError(f"{rest[0].text if rest else 'the end'!r} instead of {' or '.join(sorted(kinds))}")
    return rest.pop(0)


def _condition(subject: str, rest: list[Token]) -> Condition:
    token = _take(rest, {"operator", "word"})
    if token.kind == "operator":
        return Condition(subject, _comparison(token.text, _take(rest, {"quoted", "regex", "word"})))
    value = _take(rest, {"word"}).text
    if (token.text, value) == ("NOT", "EXISTS"):
        return Condition(subject, lambda values: not values)
    if token.text != "IS" or value not in _IS:
        raise FilterPatternError(f"{token.text} {value} is no condition")
    return Condition(subject, lambda values: any(found is _IS[value] for found in values))


def _comparison(symbol: str, literal: Token) -> Callable[[list[Any]], bool]:
    """Compare each value with a text, a number or a regex.

    A subject without value, or with an object, an array, a boolean or null, is not compared at all: AWS says so of
    objects and arrays, and of a missing one nothing, so that no pattern here may rely on `!=` being true of it.
    """
    same = symbol == "="
    if literal.kind == "regex":
        expression = regex(literal.text)
        _only_equality(symbol, literal)
        return lambda values: any((expression.search(text) is not None) is same for text in _texts(values))
    if literal.kind == "word" and _NUMBER.fullmatch(literal.text):
        number, compare = float(literal.text), _COMPARE[symbol]
        return lambda values: any(_compare_number(compare, symbol, value, number, literal.text) for value in values)
    _only_equality(symbol, literal)
    fits = _wildcards(literal.text)
    return lambda values: any(fits(text) is same for text in _texts(values))


def _only_equality(symbol: str, literal: Token) -> None:
    if symbol not in {"=", "!="}:
        raise FilterPatternError(f"{symbol} compares numbers, not {literal.text!r}")


def _compare_number(compare: Callable[[Any, Any], bool], symbol: str, value: object, number: float, text: str) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return compare(value, number)
    if not isinstance(value, str):
        return False
    if _NUMBER.fullmatch(value):
        return compare(float(value), number)
    return symbol in {"=", "!="} and compare(value, text)


def _texts(values: list[Any]) -> Iterable[str]:
    return (str(value) for value in values if isinstance(value, str | int | float) and not isinstance(value, bool))


def _wildcards(text: str) -> Callable[[str], bool]:
    """An asterisk at the start or the end stands for any text; AWS documents none in between."""
    inner = text.strip("*")
    if "*" in inner:
        raise FilterPatternError(f"{text!r} has an asterisk in the middle")
    before, after = text.startswith("*"), text.endswith("*")
    if before and after:
        return lambda value: inner in value
    if before:
        return lambda value: value.endswith(inner)
    return (lambda value: value.startswith(inner)) if after else (lambda value: value == text)
