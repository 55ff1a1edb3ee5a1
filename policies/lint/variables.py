"""Policy variables that stand for nothing: a value or resource with one never matches.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from collections.abc import Iterator

from policies.lint import reference
from policies.lint.finding import Finding
from policies.lint.statement import View

_OPEN = re.compile(r"\$\{([^}]*)(\}?)")
_KEY = re.compile(r"\s*([^,\s]+)\s*(,\s*'[^']*'\s*)?")
_CHARACTERS = frozenset("*?$")


def variable_findings(view: View) -> Iterator[Finding]:
    """Unclosed variables, and those that name no condition key or one with several values."""
    places = [("Resource", view.resources), ("NotResource", view.not_resources)]
    places += [(clause.element, clause.values) for clause in view.clauses]
    for element, values in places:
        for value in values:
            for inner, close in _OPEN.findall(value):
                yield from _one(view, element, value, inner if close else None)


def _one(view: View, element: str, value: str, inner: str | None) -> Iterator[Finding]:
    if inner in _CHARACTERS:
        return
    match = _KEY.fullmatch(inner or "")
    if match is None:
        yield view.finding(element, value, "a malformed policy variable", "write ${key} or ${key, 'default'}")
        return
    name = match.group(1)
    known = reference.key(name)
    if known is None:
        near = reference.near_keys(name)
        fix = f"did you mean ${{{near[0]}}}?" if near else "name a condition key"
        yield view.finding(element, value, f"no condition key is called {name}: the variable has no value", fix)
    elif known.multivalued:
        message = f"{name} has several values, which no variable stands for"
        yield view.finding(element, value, message, "use a key with one value")
