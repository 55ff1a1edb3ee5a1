"""Conditions on one key that no request can meet together: the statement never fires.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
"""

import ipaddress
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from policies.lint import globs, reference
from policies.lint.finding import Finding
from policies.lint.operators import FAMILIES, number, timestamp
from policies.lint.statement import Clause, View

_SPECIAL = re.compile(r"[*?]|\$\{")


def contradiction_findings(view: View) -> Iterator[Finding]:
    """One finding for each key whose clauses exclude each other."""
    by_key: dict[str, list[Clause]] = {}
    for clause in view.clauses:
        # Of set operators on several values each clause may be met by another value.
        if clause.base in FAMILIES and clause.values and not clause.quantifier:
            by_key.setdefault(clause.key.lower(), []).append(clause)
    for clauses in by_key.values():
        if len(clauses) > 1 and not _satisfiable(clauses):
            found = " and ".join(f"{clause.operator} {', '.join(clause.values)}" for clause in clauses)
            message = f"no value of {clauses[0].key} meets them together: the statement never fires"
            yield view.finding(f"Condition {clauses[0].key}", found, message, "keep the one that is meant")


def _satisfiable(clauses: list[Clause]) -> bool:
    """Whether a request could meet all clauses; True wherever that can't be decided."""
    if all(clause.holds_when_absent for clause in clauses):
        return True
    valued = [clause for clause in clauses if clause.base != "Null"]
    if any(clause.base == "Null" and {v.lower() for v in clause.values} == {"true"} for clause in clauses):
        return False
    families = {FAMILIES[clause.base] for clause in valued}
    known = reference.key(clauses[0].key)
    if len(families) != 1 or (known and known.multivalued):
        return True
    return _POSSIBLE[families.pop()](valued)


def _texts_possible(clauses: list[Clause]) -> bool:
    """Tries the values of each positive clause on all the others."""
    positive = [clause for clause in clauses if not clause.negated]
    for source in positive:
        literal = not any(_SPECIAL.search(value) for value in source.values)
        if any("${" in value for value in source.values) or _is_looser(source, clauses):
            continue
        # A pattern's own text only tells whether a Not clause swallows the whole pattern.
        others = [clause for clause in clauses if clause is not source and (literal or clause.negated)]
        if not any(all(_text_meets(value, clause) for clause in others) for value in source.values):
            return False
    return True


def _is_looser(source: Clause, clauses: list[Clause]) -> bool:
    """Whether the clause is met by values in another case than the one that it writes, and another clause is not."""
    return "IgnoreCase" in source.base and any("IgnoreCase" not in clause.base for clause in clauses)


def _text_meets(value: str, clause: Clause) -> bool:
    if any("${" in pattern for pattern in clause.values):
        return True
    fold = str.lower if "IgnoreCase" in clause.base else str
    text = fold(value)
    if "Like" in clause.base or FAMILIES[clause.base] == "ARN":
        matched = any(_covers(pattern, text) for pattern in clause.values)
    else:
        matched = any(fold(wanted) == text for wanted in clause.values)
    return matched != clause.negated


def _covers(pattern: str, text: str) -> bool:
    # A `?` stands for one character, hence not for what a `*` in the text stands for.
    return globs.matches(pattern, text) and not ("?" in pattern and "*" in text)


def _bools_possible(clauses: list[Clause]) -> bool:
    return any(all(value in map(str.lower, clause.values) for clause in clauses) for value in ("true", "false"))


def _numbers_possible(clauses: list[Clause]) -> bool:
    """Tries every bound, what lies between two and what lies outside them all."""
    read = timestamp if FAMILIES[clauses[0].base] == "Date" else number
    wanted = [(clause, [read(value) for value in clause.values]) for clause in clauses]
    if any(bound is None for _, bounds in wanted for bound in bounds):
        return True
    bounds = sorted({bound for _, bounds in wanted for bound in bounds if bound is not None})
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    candidates = [bounds[0] - 1, *bounds, *between, bounds[-1] + 1]
    return any(all(_number_meets(value, clause, bounds) for clause, bounds in wanted) for value in candidates)


def _number_meets(value: float, clause: Clause, wanted: list[float | None]) -> bool:
    compare = _COMPARE[clause.base.removeprefix("Numeric").removeprefix("Date")]
    results = [compare(value, bound) for bound in wanted if bound is not None]
    return all(results) if clause.negated else any(results)


def _networks_possible(clauses: list[Clause]) -> bool:
    positive = [clause for clause in clauses if not clause.negated]
    for source in positive:
        others = [clause for clause in clauses if clause is not source]
        if not any(all(_network_meets(value, clause) for clause in others) for value in source.values):
            return False
    return True


def _network_meets(value: str, clause: Clause) -> bool:
    try:
        network = ipaddress.ip_network(value, strict=False)
        others = [ipaddress.ip_network(other, strict=False) for other in clause.values]
    except ValueError:
        return True
    if clause.negated:
        return not any(_inside(network, other) for other in others)
    return any(_inside(network, other) or _inside(other, network) for other in others)


def _inside(
    inner: ipaddress.IPv4Network | ipaddress.IPv6Network, outer: ipaddress.IPv4Network | ipaddress.IPv6Network
) -> bool:
    if isinstance(inner, ipaddress.IPv4Network) and isinstance(outer, ipaddress.IPv4Network):
        return inner.subnet_of(outer)
    if isinstance(inner, ipaddress.IPv6Network) and isinstance(outer, ipaddress.IPv6Network):
        return inner.subnet_of(outer)
    return False


_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "Equals": lambda value, bound: value == bound,
    "NotEquals": lambda value, bound: value != bound,
    "LessThan": lambda value, bound: value < bound,
    "LessThanEquals": lambda value, bound: value <= bound,
    "GreaterThan": lambda value, bound: value > bound,
    "GreaterThanEquals": lambda value, bound: value >= bound,
}
_POSSIBLE: dict[str, Callable[[list[Clause]], bool]] = {
    "String": _texts_possible,
    "ARN": _texts_possible,
    "Bool": _bools_possible,
    "Numeric": _numbers_possible,
    "Date": _numbers_possible,
    "IPAddress": _networks_possible,
    "Binary": lambda _: True,
}
