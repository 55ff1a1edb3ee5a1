"""Last days: what is over is refused, and what is over soon is announced two weeks before."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.messages import Finding
from config.problem import Path

_SOON = datetime.timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """How errors speak of what has a last day."""

    remove: str
    """How to fix what is over."""
    over: str = "which is past"
    wanted: str = "access that lasts"
    renew: str = "have it approved again, or see that nobody needs it any longer"
    """What to do before it is over."""
    most: datetime.timedelta | None = None
    """How far ahead the day may be."""


@dataclass(frozen=True, kw_only=True)
class LastDay:
    """A last day as a file has it; what is no day at all is told elsewhere."""

    path: Path
    value: object
    of: Lasting


def ended(days: Iterable[LastDay], today: datetime.date) -> Iterator[Finding]:
    """What is over, or lasts so long that nobody will look again."""
    for last, day in _days(days):
        late, latest = day < today, None if last.of.most is None else today + last.of.most
        if late or (latest is not None and day > latest):
            yield Finding(
                path=last.path,
                found=f'"{day}", {last.of.over if late else "which is over a year ahead"}',
                expected=f"{today} or later" if latest is None else f"a day from {today} to {latest}",
                fix=last.of.remove if late else "choose an earlier day",
            )


def ending(days: Iterable[LastDay], today: datetime.date) -> Iterator[Finding]:
    """What is over within two weeks."""
    for last, day in _days(days):
        if today <= day <= today + _SOON:
            yield Finding(
                path=last.path,
                found=f'"{day}", which is {(day - today).days} days ahead',
                expected=last.of.wanted,
                fix=last.of.renew,
            )


def _days(days: Iterable[LastDay]) -> Iterator[tuple[LastDay, datetime.date]]:
    for last in days:
        try:
            yield last, datetime.date.fromisoformat(last.value if isinstance(last.value, str) else "")
        except ValueError:
            continue
