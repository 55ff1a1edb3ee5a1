"""Condition operators, compiled once and asked many times.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import datetime
import ipaddress
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import TypeVar

from policies.errors import UnsupportedError, within
from policies.wildcards import Context, Matcher, Template, arn_glob, glob, plain

Test = Callable[[Context], bool]
Match = Callable[[str, Context], bool]
Build = Callable[[Sequence[str], bool], Match]
T = TypeVar("T")

_ANY, _ALL = "ForAnyValue:", "ForAllValues:"
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_EPOCH = re.compile(r"-?[0-9]{5,}(\.[0-9]+)?")
# What `datetime` does not take for a date: a year, and a year with its month.
_REDUCED = {4: "-01-01", 7: "-01"}


def _decimal(text: str) -> Decimal:
    # Decimal knows more than numbers: NaN, Infinity, 1_000.
    if not _NUMBER.fullmatch(text):
        raise UnsupportedError(f"{text} is not a number")
    return Decimal(text)


def _instant(text: str) -> Decimal:
    """Seconds since 1970: AWS compares ISO 8601 dates, in the forms of W3C, and epoch seconds with each other.

    https://www.w3.org/TR/NOTE-datetime
    """
    if _EPOCH.fullmatch(text):
        return _decimal(text)
    try:
        moment = datetime.datetime.fromisoformat(text + _REDUCED.get(len(text), ""))
    except ValueError:
        raise UnsupportedError(f"{text} is no date in ISO 8601 and no epoch time") from None
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return _decimal(str(zoned.timestamp()))


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise UnsupportedError(f"{text} is neither true nor false")
    return text.lower() == "true"


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise UnsupportedError(f"{text} is no IP address or range") from None


def _within(wanted: ipaddress.IPv4Network | ipaddress.IPv6Network, found: str) -> bool:
    try:
        return ipaddress.ip_address(found) in wanted
    except ValueError:
        raise UnsupportedError(f"{found} is no IP address") from None


def _text(matcher: Callable[[str], Matcher]) -> Build:
    """Operators that take policy variables: each value is expanded for the request before it is compared."""

    def build(values: Sequence[str], variables: bool) -> Match:
        templates = [Template(value, variables=variables) for value in values]
        fixed = [matcher(t.fixed) for t in templates if t.fixed is not None]
        varying = [t for t in templates if t.fixed is None]

        def match(found: str, context: Context) -> bool:
            for fits in fixed:  # not any(): this runs for each condition of each request
                if fits(found):
                    return True
            expanded = (template.expand(context) for template in varying)
            return any(matcher(text)(found) for text in expanded if text is not None) if varying else False

        return match

    return build


def _typed(parse: Callable[[str], T], compare: Callable[[T, str], object]) -> Build:
    """Operators on numbers, dates and addresses: policy variables are for strings and ARNs only."""

    def build(values: Sequence[str], variables: bool) -> Match:
        if variables and (odd := [value for value in values if "${" in value]):
            raise UnsupportedError(f"policy variable {odd[0]} where neither a string nor an ARN is compared")
        wanted = [parse(value) for value in values]
        return lambda found, _: any(compare(value, found) for value in wanted)

    return build


def _ordered(parse: Callable[[str], Decimal], compare: Callable[[Decimal, Decimal], bool]) -> Build:
    parse = lru_cache(maxsize=4096)(parse)
    return _typed(parse, lambda wanted, found: compare(parse(found), wanted))


def _equal(wanted: str) -> Matcher:
    return plain(wanted).__eq__


def _folded(wanted: str) -> Matcher:
    lower = plain(wanted).lower()
    return lambda found: found.lower() == lower


_ORDER = {"Equals": eq, "LessThan": lt, "LessThanEquals": le, "GreaterThan": gt, "GreaterThanEquals": ge}
_POSITIVE: dict[str, Build] = {
    "StringEquals": _text(_equal),
    "StringEqualsIgnoreCase": _text(_folded),
    "StringLike": _text(glob),
    "ArnEquals": _text(arn_glob),
    "ArnLike": _text(arn_glob),
    "Bool": _typed(_truth, lambda wanted, found: wanted == _truth(found)),
    "BinaryEquals": _typed(str, eq),
    "IpAddress": _typed(_network, _within),
    **{f"Numeric{name}": _ordered(_decimal, compare) for name, compare in _ORDER.items()},
    **{f"Date{name}": _ordered(_instant, compare) for name, compare in _ORDER.items()},
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}
OPERATORS = frozenset(_POSITIVE) | frozenset(_NEGATED) | {"Null"}
"""Every operator without its prefix (`ForAnyValue:`, `ForAllValues:`) and its suffix (`IfExists`)."""


def compile_condition(operator: str, key: str, values: Sequence[str], *, variables: bool) -> Test:
    """The test of one operator and key; several values are alternatives.

    Raises UnsupportedError for an unknown operator (AWS would refuse it; an evaluator that ignores it fails open) and
    for values of the wrong type.
    """
    if operator == "Null":
        return within((key,), lambda: _null(key.lower(), values))
    prefix = next((prefix for prefix in (_ANY, _ALL) if operator.startswith(prefix)), "")
    name = operator.removeprefix(prefix)
    optional = name.endswith("IfExists")
    name = name.removesuffix("IfExists")
    if name not in _POSITIVE and name not in _NEGATED:
        raise UnsupportedError(f"unknown condition operator {operator}")
    negated = name in _NEGATED
    match = within((key,), lambda: _POSITIVE[_NEGATED.get(name, name)](values, variables))
    if prefix:
        return _set(key.lower(), match, negated=negated, every=prefix == _ALL)
    return _single(key.lower(), match, negated=negated, absent=optional or negated)


def _null(key: str, values: Sequence[str]) -> Test:
    wanted = {_truth(value) for value in values}
    return lambda context: (not context.get(key)) in wanted


def _single(key: str, match: Match, *, negated: bool, absent: bool) -> Test:
    def test(context: Context) -> bool:
        values = context.get(key, ())
        if len(values) == 1:
            return match(values[0], context) is not negated
        if values:
            raise UnsupportedError(f"{key} has {len(values)} values: only ForAnyValue and ForAllValues compare several")
        return absent

    return test


def _set(key: str, match: Match, *, negated: bool, every: bool) -> Test:
    """Absent keys satisfy ForAllValues and never ForAnyValue, with IfExists too.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    """
    combine = all if every else any

    def test(context: Context) -> bool:
        values = context.get(key)
        if not values:
            return every
        return combine(match(value, context) is not negated for value in values)

    return test
