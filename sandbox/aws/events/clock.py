"""The time of CloudWatch, which can be moved on, so that nobody waits five minutes for an alarm to calm down."""

from datetime import datetime, timedelta

from moto.core.utils import utcnow


class Clock:
    """Now, and what was skipped since the local AWS started."""

    def __init__(self) -> None:
        self._skipped = timedelta()

    def now(self) -> datetime:
        """The time in UTC without its zone, as moto keeps times."""
        return utcnow() + self._skipped

    def skip(self, seconds: float) -> None:
        """Move on. Raises ValueError for a step back."""
        if seconds < 0:
            raise ValueError(f"time does not go back: {seconds}")
        self._skipped += timedelta(seconds=seconds)


CLOCK = Clock()
