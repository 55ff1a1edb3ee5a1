"""What came of ending somebody's access: each part, what could not be done, and what no program ends."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from botocore import exceptions

from operations.drill import Rehearsal
from operations.drill_checks import Check

_AGAIN = "not all of this part is done: see docs/revoke.md, then run this again"


@dataclass(frozen=True, kw_only=True)
class Revocation(Rehearsal):
    """Whose access, who answers for it and why; a check that passed is done, one without result was only looked at."""

    subject: str
    reason: str
    ticket: str

    @property
    def about(self) -> str:
        """Whose access ended, and why."""
        return f"{self.subject}: {self.reason}, {self.ticket}."

    @property
    def passed(self) -> bool:
        """Whether nothing failed; what is left to people is listed, and no failure."""
        return all(check.passed is not False for check in self.checks)


def attempted(name: str, checks: Iterable[Check]) -> Iterator[Check]:
    """The checks as they come; what stops this part stops it alone, so that the others are done all the same."""
    try:
        yield from checks
    except exceptions.ClientError as error:
        code, operation = error.response["Error"]["Code"], error.operation_name
        yield Check(name=name, passed=False, found=f"{code} for {operation}; {_AGAIN}")
    except exceptions.BotoCoreError as error:
        yield Check(name=name, passed=False, found=f"{type(error).__name__}; {_AGAIN}")


def left(name: str, what: str) -> Check:
    """Something that people do."""
    return Check(name=name, passed=None, found=what)
