"""Condition operators and values that can't work on their key: AWS takes most of them and never matches.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and, for the set
operators, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

import difflib
import ipaddress
import re
from collections.abc import Callable, Iterator
from datetime import datetime

from policies.lint import reference
from policies.lint.finding import Finding
from policies.lint.reference import Key
from policies.lint.statement import Clause, View

_COMPARISONS = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
FAMILIES = {
    "StringEquals": "String",
    "StringNotEquals": "String",
    "StringEqualsIgnoreCase": "String",
    "StringNotEqualsIgnoreCase": "String",
    "StringLike": "String",
    "StringNotLike": "String",
    **{f"Numeric{name}": "Numeric" for name in _COMPARISONS},
    **{f"Date{name}": "Date" for name in _COMPARISONS},
    "Bool": "Bool",
    "BinaryEquals": "Binary",
    "IpAddress": "IPAddress",
    "NotIpAddress": "IPAddress",
    "ArnEquals": "ARN",
    "ArnLike": "ARN",
    "ArnNotEquals": "ARN",
    "ArnNotLike": "ARN",
    "Null": "Null",
}
_LITERAL = frozenset({"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"})
_WILDCARD = re.compile(r"[*?]")
_VARIABLE = re.compile(r"\$\{[^}]*\}")
_ARN_PARTS = 6


def operator_findings(view: View) -> Iterator[Finding]:
    """Unknown operators, operators of another type than the key, malformed values, misplaced set operators."""
    for clause in view.clauses:
        if clause.base not in FAMILIES or (clause.base == "Null" and clause.if_exists):
            yield _unknown(view, clause)
            continue
        if not clause.values:
            message = "no value: it matches no request" if not clause.negated else "no value: it excludes no request"
            yield view.finding(clause.element, "[]", message, "write a value or drop the condition")
        yield from _value_findings(view, clause)
        if known := reference.key(clause.key):
            yield from _type_findings(view, clause, known)
            yield from _set_findings(view, clause, known)


def _unknown(view: View, clause: Clause) -> Finding:
    if clause.base == "Null":
        return view.finding(clause.element, clause.operator, "Null takes no IfExists", "write Null")
    near = difflib.get_close_matches(clause.base, FAMILIES, n=1, cutoff=0.5)
    prefix = f"{clause.quantifier}:" if clause.quantifier else ""
    suffix = "IfExists" if clause.if_exists else ""
    fix = f"did you mean {prefix}{near[0]}{suffix}?" if near else f"write one of {', '.join(FAMILIES)}"
    return view.finding(clause.element, clause.operator, "no such operator: the condition never holds", fix)


def _value_findings(view: View, clause: Clause) -> Iterator[Finding]:
    family = FAMILIES[clause.base]
    form = _FORMS.get(family)
    for value in clause.values:
        if form and not _VARIABLE.search(value) and not form[0](value):
            yield view.finding(clause.element, value, f"not {form[1]}: never matched", f"write {form[2]}")
        elif clause.base in _LITERAL and _WILDCARD.search(_VARIABLE.sub("", value)):
            like = clause.base.split("Equals")[0] + "Like"
            yield view.finding(clause.element, value, f"{clause.base} takes * and ? as they stand", f"write {like}")


def _type_findings(view: View, clause: Clause, known: Key) -> Iterator[Finding]:
    family, type_ = FAMILIES[clause.base], known.type.removeprefix("ArrayOf")
    # Tags and attributes are texts to the reference, and may hold a number, a date or true all the same.
    open_ended = "${" in known.template and type_ == "String"
    if known.federated or open_ended or family in ("Null", "Binary", type_):
        return
    if family == "String":
        yield from _text_findings(view, clause, type_)
    elif not _also_works(family, known, clause):
        message = f"the key is of type {type_}: {clause.base} never matches it" + _whether_negated(clause)
        yield view.finding(clause.element, clause.operator, message, f"write {_OPERATORS_OF[type_]}")


def _text_findings(view: View, clause: Clause, type_: str) -> Iterator[Finding]:
    """Text operators compare what AWS writes: fine for ARNs, true and false; not for numbers, dates, networks."""
    plain = [value for value in clause.values if not _VARIABLE.search(value)]
    if type_ in ("Numeric", "Date", "IPAddress") and plain:
        message = f"the key is of type {type_}: {clause.base} compares its text"
        yield view.finding(clause.element, clause.operator, message, f"write {_OPERATORS_OF[type_]}")
    elif type_ == "Bool" and (wrong := [value for value in plain if value not in ("true", "false")]):
        yield view.finding(
            clause.element, ", ".join(wrong), "the key is true or false", "write Bool, with true or false"
        )


def _also_works(family: str, known: Key, clause: Clause) -> bool:
    if family == "ARN":
        # Keys that hold an ARN are listed as plain text now and then; the form of the values was checked already.
        return known.type.endswith("String") and all(value.startswith(("arn:", "${", "*")) for value in clause.values)
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-epochtime
    return family == "Numeric" and known.template == "aws:epochtime"


def _whether_negated(clause: Clause) -> str:
    return ", so it always holds" if clause.negated else ""


def _set_findings(view: View, clause: Clause, known: Key) -> Iterator[Finding]:
    if clause.base == "Null":
        return
    if clause.quantifier and not known.multivalued and not known.federated:
        message = f"{clause.key} has one value; {clause.quantifier} is for keys with several"
        yield view.finding(clause.element, clause.operator, message, f"write {clause.operator.partition(':')[2]}")
    elif not clause.quantifier and known.multivalued:
        message = f"{clause.key} has several values: AWS asks for a set operator"
        fix = f"write ForAnyValue:{clause.operator} or ForAllValues:{clause.operator}"
        yield view.finding(clause.element, clause.operator, message, fix)
    if clause.quantifier == "ForAllValues" and view.effect == "Allow" and not _checked_for_presence(view, clause.key):
        message = f"true for a request without {clause.key}: it allows more than is listed"
        yield view.finding(clause.element, clause.operator, message, f'add "Null": {{"{clause.key}": "false"}}')


def _checked_for_presence(view: View, key: str) -> bool:
    return any(
        other.base == "Null" and other.key.lower() == key.lower() and other.values == ("false",)
        for other in view.clauses
    )


def _is_bool(value: str) -> bool:
    return value.lower() in ("true", "false")


def number(value: str) -> float | None:
    """The number that a policy writes; None for other text."""
    return float(value) if re.fullmatch(r"[+-]?\d+(\.\d+)?", value) else None


def timestamp(value: str) -> float | None:
    """Seconds since 1970 of a date as policies write it (W3C form of ISO 8601, or seconds); None for other text.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
    """
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?)?)?", value):
        return number(value)
    whole = value + "-01-01T00:00Z"[3 * value.count("-") :] if "T" not in value else value
    try:
        return datetime.fromisoformat(whole).timestamp()
    except ValueError:
        return None


def _is_number(value: str) -> bool:
    return number(value) is not None


def _is_date(value: str) -> bool:
    return timestamp(value) is not None


def _is_network(value: str) -> bool:
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def _is_arn(value: str) -> bool:
    parts = value.split(":", _ARN_PARTS - 1)
    return value == "*" or (len(parts) == _ARN_PARTS and parts[0] == "arn")


_FORMS: dict[str, tuple[Callable[[str], bool], str, str]] = {
    "Bool": (_is_bool, "true or false", "true or false"),
    "Null": (_is_bool, "true or false", "true or false"),
    "Numeric": (_is_number, "a number", "a number"),
    "Date": (_is_date, "a date", "a date such as 2026-11-25T00:00:00Z"),
    "IPAddress": (_is_network, "an IP address or network", "a network such as 203.0.113.0/24"),
    "ARN": (_is_arn, "an ARN of six parts", "arn:partition:service:region:account:resource"),
}
_OPERATORS_OF = {
    "String": "StringEquals or StringLike",
    "Bool": "Bool",
    "Numeric": "a Numeric operator",
    "Date": "a Date operator",
    "IPAddress": "IpAddress or NotIpAddress",
    "ARN": "ArnLike or ArnNotLike",
}
