"""Condition keys that don't exist, or that no request for the statement's actions carries.

A key that is never there makes a clause constant: false for the plain operators, so that a Deny never fires; true for
the Not ones, so that a Deny always does. IfExists says that this is meant; it is only reported where no action carries
the key. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from collections.abc import Iterator
from functools import cache

from policies.lint import globs, reference
from policies.lint.actions import live
from policies.lint.finding import Finding
from policies.lint.reference import Key
from policies.lint.resources import types_in_reach
from policies.lint.statement import Clause, View


def key_findings(view: View) -> Iterator[Finding]:
    """What is wrong with the keys of the statement's conditions, not with their operators and values."""
    for clause in view.clauses:
        known = reference.key(clause.key)
        if known is None:
            yield view.finding(clause.element, clause.key, "no such condition key", _fix(clause.key))
        elif known.services:
            yield from _unused(view, clause, known)


def _unused(view: View, clause: Clause, known: Key) -> Iterator[Finding]:
    patterns = live(view.actions)
    without = tuple(pattern for pattern in patterns if not _carried(pattern, known, view.resources))
    if view.not_actions and not _outside(view.not_actions, known):
        patterns = without = tuple(f"all but {pattern}" for pattern in view.not_actions)
    if not without:
        return
    found = ", ".join(without)
    effect = "denies" if view.effect == "Deny" else "allows"
    if not clause.holds_when_absent:
        message = f"their requests never hold {clause.key}: the statement never {effect} them"
        yield view.finding(clause.element, found, message, "move them to a statement without this key")
    elif len(without) == len(patterns):
        message = f"their requests never hold {clause.key}: the condition is always true"
        yield view.finding(clause.element, found, message, "drop the condition, or name a key that they carry")
    elif clause.negated and not clause.if_exists and not clause.quantifier:
        message = f"their requests never hold {clause.key}: the statement {effect} them whatever the value"
        yield view.finding(
            clause.element, found, message, f"move them, or write {clause.base}IfExists if that is meant"
        )


@cache
def _carried(pattern: str, known: Key, arns: tuple[str, ...]) -> bool:
    if pattern in reference.EVERYTHING:
        return bool(reference.carriers(known))
    actions = reference.matching(pattern)
    return any(reference.carries(action, known, types_in_reach(action, arns)) for action in actions)


def _outside(patterns: tuple[str, ...], known: Key) -> bool:
    """Whether an action that NotAction leaves in the statement carries the key."""
    lower = [pattern.lower() for pattern in patterns]
    return any(not any(globs.matches(p, name.lower()) for p in lower) for name in reference.carriers(known))


def _fix(name: str) -> str:
    if reference.key(f"{name}/x"):
        return f"write {name}/ and the tag's key"
    near = reference.near_keys(name)
    return f"did you mean {' or '.join(near)}?" if near else "look it up in the Service Authorization Reference"
