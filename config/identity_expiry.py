"""Assignments, and conditions of permission sets, that end: refused once past, announced two weeks before."""

import datetime
from collections.abc import Iterator

from config.assignment_references import LISTS
from config.messages import Finding
from config.permission_set_references import MAPS
from config.problem import Path
from config.view import View

_SOON = datetime.timedelta(days=14)


def ended_findings(view: View, today: datetime.date) -> list[Finding]:
    """What gives access to nobody any longer, and should go from the file."""
    return [
        Finding(
            path=path,
            found=f'"{day}", which is past',
            expected=f"{today} or later",
            fix=f"remove the {what}, or have it approved again",
        )
        for path, day, what in _ends(view)
        if day < today
    ]


def ending_findings(view: View, today: datetime.date) -> list[Finding]:
    """What ends within two weeks."""
    return [
        Finding(
            path=path,
            found=f'"{day}", which is {(day - today).days} days ahead',
            expected="access that lasts",
            fix="have it approved again, or see that nobody needs it any longer",
        )
        for path, day, _ in _ends(view)
        if today <= day <= today + _SOON
    ]


def user_exemptions(view: View) -> Iterator[tuple[Path, object]]:
    """Last days of the exemptions by which single persons are assigned."""
    for kind in LISTS:
        for index, item in enumerate(view.items("baseline", kind)):
            exemption = item.get("exemption") if isinstance(item, dict) else None
            if isinstance(exemption, dict):
                yield ("baseline", kind, index, "exemption", "expires"), exemption.get("expires")


def _ends(view: View) -> Iterator[tuple[Path, datetime.date, str]]:
    for path, text, what in (*_assignments(view), *_conditions(view)):
        try:
            yield path, datetime.date.fromisoformat(text if isinstance(text, str) else ""), what
        except ValueError:
            continue


def _assignments(view: View) -> Iterator[tuple[Path, object, str]]:
    for kind in LISTS:
        for index, item in enumerate(view.items("baseline", kind)):
            if isinstance(item, dict):
                yield ("baseline", kind, index, "expires"), item.get("expires"), "assignment"


def _conditions(view: View) -> Iterator[tuple[Path, object, str]]:
    for kind in MAPS:
        for name in view.names("baseline", kind) or []:
            yield (
                ("baseline", kind, name, "conditions", "until"),
                view.at("baseline", kind, name, "conditions", "until"),
                "permission set",
            )
