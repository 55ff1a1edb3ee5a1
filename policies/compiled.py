"""Policy documents made ready for many decisions: every pattern and condition is compiled once."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from policies.conditions import Test, compile_condition
from policies.errors import UnsupportedError, within
from policies.principals import Principals, compile_principals
from policies.wildcards import Context, Matcher, Template, glob, resource_glob

__all__ = ["Compiled", "CompiledStatement", "UnsupportedError", "compile_document", "texts"]

_ELEMENTS = frozenset(
    ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition")
)
# Policy variables came with the second; without Version a document is of the first.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
_VERSIONS = ("2008-10-17", "2012-10-17")


def texts(value: object, what: str) -> tuple[str, ...]:
    """One string or a list of strings, as policies allow both; raises UnsupportedError for anything else."""
    values = [value] if isinstance(value, str | bool | int | float) else value
    if not isinstance(values, list | tuple) or not values:
        raise UnsupportedError(f"{what} must be a string or a list of strings, found {value!r:.60}")
    result = []
    for item in values:
        if isinstance(item, bool):
            result.append(str(item).lower())
        elif isinstance(item, str | int | float):
            result.append(str(item))
        else:
            raise UnsupportedError(f"{what} must hold strings, found {item!r:.60}")
    return tuple(result)


class _Actions:
    """Which actions a statement is about: by exact name, by service, or by pattern; names know no case."""

    __slots__ = ("_everything", "_exact", "_inverted", "_patterns", "_services")

    def __init__(self, patterns: Sequence[str], *, inverted: bool) -> None:
        self._inverted, self._everything = inverted, False
        self._exact: set[str] = set()
        self._services: set[str] = set()
        # By service, since most patterns are about one; "" holds those whose service has wildcards.
        self._patterns: dict[str, list[Matcher]] = {}
        for pattern in (pattern.lower() for pattern in patterns):
            service, colon, name = pattern.partition(":")
            if pattern == "*":
                self._everything = True
            elif not colon or not service or not name:
                raise UnsupportedError(f"action {pattern} is not written service:Name")
            elif "*" not in pattern and "?" not in pattern:
                self._exact.add(pattern)
            elif name == "*" and not {"*", "?"} & set(service):
                self._services.add(service)
            else:
                self._patterns.setdefault("" if {"*", "?"} & set(service) else service, []).append(glob(pattern))

    def concerns(self, service: str) -> bool:
        """Whether any action of a service can be meant."""
        if self._inverted or self._everything or "" in self._patterns:
            return True
        named = (action.partition(":")[0] for action in self._exact)
        return service in self._services or service in self._patterns or service in named

    def match(self, action: str) -> bool:
        return self._lists(action) is not self._inverted

    def _lists(self, action: str) -> bool:
        if self._everything or action in self._exact:
            return True
        service = action.partition(":")[0]
        if service in self._services:
            return True
        patterns = (*self._patterns.get(service, ()), *self._patterns.get("", ()))
        return any(pattern(action) for pattern in patterns)


class _Resources:
    """Which resources a statement is about; ARNs know case.

    One with a variable that has no value stands for no resource, in NotResource as well.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
    """

    __slots__ = ("_everything", "_fixed", "_inverted", "_templates")

    def __init__(self, patterns: Sequence[str], *, inverted: bool, variables: bool) -> None:
        templates = [Template(pattern, variables=variables) for pattern in patterns]
        self._inverted = inverted
        self._everything = "*" in patterns
        self._fixed = [resource_glob(t.fixed) for t in templates if t.fixed is not None]
        self._templates = [t for t in templates if t.fixed is None]

    def match(self, resource: str, context: Context) -> bool:
        return self._covers(resource, context) is not self._inverted

    def _covers(self, resource: str, context: Context) -> bool:
        if self._everything or any(pattern(resource) for pattern in self._fixed):
            return True
        for template in self._templates:
            text = template.expand(context)
            if text is not None and resource_glob(text)(resource):
                return True
        return False


class CompiledStatement:
    """One statement: whom, what and when it is about."""

    __slots__ = ("_actions", "_resources", "_tests", "allows", "principals", "sid")

    def __init__(self, statement: Mapping[str, Any], *, index: int, variables: bool) -> None:
        if not isinstance(statement, Mapping):
            raise UnsupportedError(f"statement #{index} is no object")
        sid = statement.get("Sid") or f"#{index}"
        if not isinstance(sid, str):
            raise UnsupportedError(f"statement #{index}: Sid must be a string, found {sid!r:.60}", "Sid")
        self.sid = sid
        within((), lambda: self._compile(statement, variables), f"statement {sid}: ")

    def _compile(self, statement: Mapping[str, Any], variables: bool) -> None:
        if unknown := sorted(statement.keys() - _ELEMENTS):
            raise UnsupportedError(f"unknown element {', '.join(unknown)}", unknown[0])
        if statement.get("Effect") not in ("Allow", "Deny"):
            raise UnsupportedError(f"Effect must be Allow or Deny, found {statement.get('Effect')!r:.60}", "Effect")
        self.allows = statement["Effect"] == "Allow"
        element, patterns, inverted = _either(statement, "Action")
        self._actions = within((element,), lambda: _Actions(patterns, inverted=inverted))
        self._resources = _resources(statement, variables)
        self.principals: Principals | None = compile_principals(statement)
        self._tests = _tests(statement.get("Condition", {}), variables)

    def concerns(self, service: str) -> bool:
        """Whether the statement may speak of a service's actions, given in lower case."""
        return self._actions.concerns(service)

    def about(self, action: str) -> bool:
        """Whether the statement speaks of an action, given in lower case."""
        return self._actions.match(action)

    def holds(self, resource: str, context: Context) -> bool:
        """Whether its resources and conditions fit a request."""
        if self._resources is not None and not self._resources.match(resource, context):
            return False
        for test in self._tests:  # noqa: SIM110 - this runs for each statement of each request
            if not test(context):
                return False
        return True


def _either(statement: Mapping[str, Any], plain: str) -> tuple[str, tuple[str, ...], bool]:
    """Which of an element and its inverse is there, its values, and whether it is the inverse."""
    given = [name for name in (plain, f"Not{plain}") if statement.get(name) is not None]
    if len(given) != 1:
        raise UnsupportedError(f"exactly one of {plain} and Not{plain} is needed", *given[1:])
    value = statement[given[0]]
    if not all(isinstance(each, str) for each in (value if isinstance(value, list | tuple) else (value,))):
        raise UnsupportedError(f"{given[0]} must be a string or a list of strings, found {value!r:.60}", given[0])
    return given[0], within((given[0],), lambda: texts(value, given[0])), given[0] != plain


def _resources(statement: Mapping[str, Any], variables: bool) -> _Resources | None:
    if "Resource" not in statement and "NotResource" not in statement and "Principal" in statement:
        return None  # a role's trust policy: its resource is the role itself
    element, patterns, inverted = _either(statement, "Resource")
    if "*" in patterns and not inverted:
        return None
    return within((element,), lambda: _Resources(patterns, inverted=inverted, variables=variables))


def _tests(conditions: Mapping[str, Mapping[str, Any]], variables: bool) -> tuple[Test, ...]:
    if not isinstance(conditions, Mapping) or not all(isinstance(keys, Mapping) for keys in conditions.values()):
        raise UnsupportedError("Condition must be an object of operators, each an object of keys", "Condition")
    return tuple(
        within(("Condition", operator), partial(_test, operator, key, values, variables))
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def _test(operator: str, key: str, values: object, variables: bool) -> Test:
    listed = within((key,), lambda: texts(values, f"{operator} {key}"))
    return compile_condition(operator, key, listed, variables=variables)


@lru_cache(maxsize=4096)
def compile_document(text: str) -> "Compiled":
    """A document given as JSON, compiled once: requests, accounts and revisions share most of theirs.

    Raises UnsupportedError as Compiled does.
    """
    return Compiled(json.loads(text))


class Compiled:
    """A document, with the statements about an action found once and remembered."""

    __slots__ = ("_by_action", "_by_service", "statements")

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Raises UnsupportedError for what is no policy document."""
        if not isinstance(document, Mapping) or document.keys() - {"Version", "Id", "Statement"}:
            raise UnsupportedError(f"a policy document holds Version, Id and Statement, found {document!r:.80}")
        statements = document.get("Statement")
        if isinstance(statements, Mapping):
            statements = [statements]
        if not isinstance(statements, list | tuple) or not statements:
            raise UnsupportedError("a policy document needs at least one Statement", "Statement")
        if document.get("Version", _VERSIONS[0]) not in _VERSIONS:
            found = f"{document['Version']!r:.60}"
            raise UnsupportedError(f"Version must be one of {', '.join(_VERSIONS)}, found {found}", "Version")
        variables = document.get("Version") == _VERSIONS[1]
        # A single statement may stand without a list.
        listed = statements is document["Statement"]
        self.statements = tuple(
            within(
                ("Statement", index) if listed else ("Statement",),
                partial(CompiledStatement, statement, index=index, variables=variables),
            )
            for index, statement in enumerate(statements)
        )
        self._by_action: dict[str, tuple[CompiledStatement, ...]] = {}
        self._by_service: dict[str, tuple[CompiledStatement, ...]] = {}

    def about(self, action: str) -> tuple[CompiledStatement, ...]:
        """The statements that speak of an action, given in lower case."""
        found = self._by_action.get(action)
        if found is None:
            service = action.partition(":")[0]
            near = self._by_service.get(service)
            if near is None:
                near = self._by_service[service] = tuple(s for s in self.statements if s.concerns(service))
            found = self._by_action[action] = tuple(s for s in near if s.about(action))
        return found
