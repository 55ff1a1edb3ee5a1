"""A defect and its repaired twin, as the lint's tests write them."""

from typing import Any

import pytest

from policies.lint import Kind, lint

PRINCIPAL = {"Principal": "*"}


def document(statement: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [statement]} | more


def deny(action: str | list[str] = "s3:*", **more: Any) -> dict[str, Any]:
    """A Deny of the actions; keyword arguments replace its elements, and None takes one away."""
    statement = {"Sid": "One", "Effect": "Deny", "Action": action, "Resource": "*"} | more
    return {element: value for element, value in statement.items() if value is not None}


def allow(action: str | list[str] = "s3:*", **more: Any) -> dict[str, Any]:
    return deny(action, **more) | {"Effect": "Allow"}


def when(operator: str, key: str, value: Any, action: str | list[str] = "s3:PutObject", **more: Any) -> dict[str, Any]:
    """A Deny under one condition."""
    return deny(action, Condition={operator: {key: value}}, **more)


def case(name: str, bad: Any, good: Any, element: str, message: str, fix: str = "", kind: Kind = Kind.SCP):
    return pytest.param(bad, good, element, message, fix, kind, id=name)


def check(bad: Any, good: Any, element: str, message: str, fix: str, kind: Kind) -> None:
    """The defect is the only finding about the bad statement, and there is none about the good one."""
    found = lint(document(bad), kind)
    assert [finding.element for finding in found] == [element], found
    assert message in found[0].message
    assert fix in found[0].fix
    assert lint(document(good), kind) == ()
