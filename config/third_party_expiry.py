"""Third parties whose time is over: refused once they are locked out, announced two weeks before."""

import datetime
from collections.abc import Iterator

from config.messages import Finding
from config.problem import Path
from config.view import View

THIRD_PARTIES = ("baseline", "guardrails", "organizationPerimeter", "thirdParties")
_SOON = datetime.timedelta(days=14)


def ended_parties(view: View, today: datetime.date) -> list[Finding]:
    """Who is locked out already, and should go from the file."""
    return [
        Finding(
            path=path,
            found=f'"{day}", which is past: the third party is locked out',
            expected=f"{today} or later",
            fix="remove the third party, or have it approved again",
        )
        for path, day in _ends(view)
        if day < today
    ]


def ending_parties(view: View, today: datetime.date) -> list[Finding]:
    """Who is locked out within two weeks."""
    return [
        Finding(
            path=path,
            found=f'"{day}", which is {(day - today).days} days ahead',
            expected="access that lasts",
            fix="have it approved again, or see that nobody needs it any longer",
        )
        for path, day in _ends(view)
        if today <= day <= today + _SOON
    ]


def _ends(view: View) -> Iterator[tuple[Path, datetime.date]]:
    for index, party in enumerate(view.items(*THIRD_PARTIES)):
        text = party.get("expires") if isinstance(party, dict) else None
        try:
            yield (*THIRD_PARTIES, index, "expires"), datetime.date.fromisoformat(text if isinstance(text, str) else "")
        except ValueError:
            continue
