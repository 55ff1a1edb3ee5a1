"""Random condition blocks over the keys that a request has or could have."""

import random
import re
from collections.abc import Sequence

from tests.oracle.vocabulary import VALUES

Value = str | list[str]
Keys = dict[str, tuple[str, Sequence[str]]]

_STRING = (
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
)
_ARN = ("ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike")
_COMPARED = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
OPERATORS: dict[str, tuple[str, ...]] = {
    "String": (*_STRING, "StringLike", "BinaryEquals"),
    "ARN": (*_ARN, "StringEquals", "StringLike", "StringNotLike"),
    "Bool": ("Bool", "Bool", "StringEquals"),
    "Numeric": tuple(f"Numeric{each}" for each in _COMPARED),
    "Date": tuple(f"Date{each}" for each in _COMPARED),
    "IPAddress": ("IpAddress", "NotIpAddress"),
}
NETWORKS = (
    "203.0.113.0/24",
    "10.0.0.0/8",
    "198.51.100.20",
    "2001:db8::/48",
    "2001:db8:1::/48",
    "128.0.0.0/1",
    "0.0.0.0/0",
)
_WILDCARD_OPERATORS = ("StringLike", "StringNotLike", *_ARN)
_VARIABLE_OPERATORS = (*_STRING, *_ARN)
_VARIABLES = (
    "aws:PrincipalTag/team",
    "aws:RequestTag/team",
    "aws:referer",
    "aws:PrincipalAccount",
    "aws:RequestedRegion",
)


def conditions(rng: random.Random, keys: Keys, context: dict[str, Value], likely: float) -> dict[str, dict[str, Value]]:
    """One to three operators; likely is the share of condition values that are drawn from the request itself."""
    block: dict[str, dict[str, Value]] = {}
    for key in rng.sample(sorted(keys), k=rng.choice((1, 1, 1, 2, 3))):
        operator, values = _condition(rng, keys[key], context.get(key), likely)
        block.setdefault(operator, {})[_spelled(rng, key)] = values
    return block


def _condition(
    rng: random.Random, kind: tuple[str, Sequence[str]], found: Value | None, likely: float
) -> tuple[str, Value]:
    if rng.random() < 0.08 and found != []:
        return "Null", rng.choice(("true", "false"))
    several = kind[0].startswith("ArrayOf")
    base = rng.choice(OPERATORS[kind[0].removeprefix("ArrayOf")])
    held = [found] if isinstance(found, str) else found or []
    values = [_value(rng, base, kind[1], held, likely) for _ in range(rng.choice((1, 1, 2, 3)))]
    prefix = rng.choice(("ForAnyValue:", "ForAllValues:")) if several or rng.random() < 0.06 else ""
    suffix = "IfExists" if rng.random() < 0.2 else ""
    return prefix + base + suffix, values[0] if len(values) == 1 and rng.random() < 0.6 else values


def _value(rng: random.Random, operator: str, pool: Sequence[str], held: Sequence[str], likely: float) -> str:
    if operator in ("IpAddress", "NotIpAddress") and rng.random() < 0.7:
        return rng.choices(NETWORKS, weights=(4, 4, 4, 4, 4, 1, 1))[0]
    value = rng.choice(held if held and rng.random() < likely else pool)
    if operator in _WILDCARD_OPERATORS:
        return _pattern(rng, value)
    if operator in _VARIABLE_OPERATORS and rng.random() < 0.08:
        return f"${{{rng.choice(_VARIABLES)}}}"
    if operator in _STRING and rng.random() < 0.3:
        value = value.replace("*", "${*}")
    return value.upper() if operator.endswith("IgnoreCase") and "$" not in value and rng.random() < 0.3 else value


def _pattern(rng: random.Random, value: str) -> str:
    draw = rng.random()
    if draw < 0.3:
        return value
    if draw < 0.4:
        return value.replace("*", "${*}")
    head, _, tail = value.rpartition(":")
    if draw < 0.5:
        return f"{head}:{tail[:2]}{variable(rng)}" if head else variable(rng)
    if draw < 0.6 and value.startswith("arn:"):
        return re.sub(r"^(arn:\w+:\w+):[^:]*:[^:]*:", rng.choice((r"\1:*:*:", r"arn:aws:s*:*:*:")), value)
    at = rng.randrange(len(tail) + 1)
    if draw < 0.7:
        tail = tail[:at] + "*"
    elif draw < 0.85:
        tail = "*" + tail[at:]
    else:
        tail = tail[:at] + "?" + tail[at + 1 :]
    return f"{head}:{tail}" if head else tail


def variable(rng: random.Random) -> str:
    """A policy variable, with a default in a third of the cases."""
    name = rng.choice(_VARIABLES)
    return f"${{{name}, '{rng.choice(VALUES['Tag'])}'}}" if rng.random() < 0.33 else f"${{{name}}}"


def _spelled(rng: random.Random, key: str) -> str:
    """Condition keys are matched without regard to case, tag keys in them included."""
    return key.lower() if rng.random() < 0.1 else key
