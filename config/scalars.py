"""Plain scalars as Pulumi's YAML library reads them: 1.2 with leftovers of 1.1, `off` is text and `010` is eight."""

import datetime
import re

_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]| +)(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?(Z|[-+]\d{2}:\d{2})?)?"
)
_INTEGER = re.compile(r"([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)")
# Digits of the longest 64-bit integer, in base two, with sign and prefix and some leading zeros.
_LONGEST = 100
_WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": float("nan"), ".NaN": float("nan"), ".NAN": float("nan"),
    **{f"{sign}{word}": float(f"{sign}inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
}  # fmt: skip


def resolve(text: str) -> object:
    """What an unquoted scalar means to Pulumi; integral floats are integers, as they are in its JSON."""
    if text in _WORDS:
        return _WORDS[text]
    if not text or text[0] not in "+-.0123456789":
        return text
    if text[0] == ".":
        return _number(text, text)
    stamp = _timestamp(text)
    return stamp if stamp is not None else _number(text.replace("_", ""), text)


def _number(plain: str, text: str) -> object:
    if len(plain) <= _LONGEST and (match := _INTEGER.fullmatch(plain)):
        value = _integer(match[2]) * (-1 if match[1] == "-" else 1)
        if -(2**63) <= value < 2**64:
            return value
    if not _FLOAT.fullmatch(plain):
        return text
    value = float(plain)
    if value in (float("inf"), float("-inf")):
        return text
    return int(value) if value.is_integer() and abs(value) < 1e21 else value


def _integer(digits: str) -> int:
    if digits[:2].lower() in ("0x", "0b", "0o"):
        return int(digits, 0)
    return int(digits, 8) if digits[0] == "0" else int(digits)


def _timestamp(text: str) -> str | None:
    """Pulumi hands a timestamp on as Go prints it."""
    match = _TIMESTAMP.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        moment = datetime.datetime(year, month, day, hour, minute, second, tzinfo=datetime.UTC)
    except ValueError:
        return None
    zone = match[8] or "Z"
    offset = "+0000 UTC" if zone == "Z" else f"{zone.replace(':', '')} {zone.replace(':', '')}"
    fraction = (match[7] or "").rstrip("0").rstrip(".")
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction} {offset}"
