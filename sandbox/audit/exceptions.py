"""The written exceptions of docs/prowler-exceptions.md, held against what Prowler found."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from sandbox.audit.findings import Finding, Refusal, Report

EXCEPTIONS = Path("docs", "prowler-exceptions.md")
_FAILS = ("Checks", "Accounts", "Resources", "Why", "What would change it")
_REFUSED = ("Prowler's reader", "Operation", "Why no check depends on it")
_EVERY = "every"


class ExceptionsError(ValueError):
    """The document is not of the shape that can be checked; the message names file and line."""


@dataclass(frozen=True)
class Exemption:
    """Why a check may fail in some accounts, given by key, for resources that match one of the patterns."""

    check: str
    accounts: tuple[str, ...]
    resources: tuple[str, ...]
    why: str

    def covers(self, account: str, finding: Finding) -> bool:
        """Whether it is about this finding of this account."""
        return (
            self.check == finding.check
            and (account in self.accounts or self.accounts == (_EVERY,))
            and any(fnmatchcase(finding.resource, pattern) for pattern in self.resources)
        )


@dataclass(frozen=True)
class Exceptions:
    """Both tables of the document."""

    exemptions: tuple[Exemption, ...]
    refusals: dict[Refusal, str]

    def reason(self, account: str, finding: Finding) -> str | None:
        """The written reason of a failing finding, None without one."""
        return next((each.why for each in self.exemptions if each.covers(account, finding)), None)

    def problems(self, reports: Mapping[str, Report]) -> list[str]:
        """Whatever makes the audit fail: failures without a reason, reasons without a failure, checks that did not run.

        `reports` are those after the bootstrap, by the accounts' keys. Exceptions for accounts that this stack does
        not have are another stack's.
        """
        return [
            *self._unexplained(reports),
            *self._stale(reports),
            *(f"{account}: {text}" for account, report in reports.items() for text in report.failures),
        ]

    def _unexplained(self, reports: Mapping[str, Report]) -> Iterator[str]:
        for account, report in reports.items():
            for finding in report.findings:
                if finding.status == "FAIL" and self.reason(account, finding) is None:
                    yield f"{account}: {finding.check} fails without a written reason: {finding.detail}"
            for refusal in sorted(report.refusals - set(self.refusals)):
                yield f"{account}: checks by {refusal.reader} did not run: no answer to {refusal.operation}"

    def _stale(self, reports: Mapping[str, Report]) -> Iterator[str]:
        for each in self.exemptions:
            concerned = reports if each.accounts == (_EVERY,) else [key for key in each.accounts if key in reports]
            for account in concerned:
                failing = reports[account].failing().get(each.check, [])
                for pattern in each.resources:
                    if not any(fnmatchcase(finding.resource, pattern) for finding in failing):
                        yield f"stale exception: {each.check} does not fail in {account} for {pattern}"
        asked = {refusal for report in reports.values() for refusal in report.refusals}
        for refusal in sorted(set(self.refusals) - asked):
            yield f"stale exception: {refusal.operation} of {refusal.reader} is not refused any more"


def read_exceptions(text: str) -> Exceptions:
    """Read the document. Raises ExceptionsError for a row or a table that it does not know."""
    exemptions: list[Exemption] = []
    refusals: dict[Refusal, str] = {}
    for line, heads, cells in _rows(text):
        if heads == _FAILS:
            checks, accounts, resources, why, change = cells
            if not (why and change):
                raise ExceptionsError(f"{EXCEPTIONS}:{line}: {checks} needs a reason and what would change it")
            exemptions += [Exemption(check, _list(accounts), _list(resources), why) for check in _list(checks)]
        elif heads == _REFUSED:
            reader, operation, why = cells
            refusals[Refusal(reader, operation)] = why
        else:
            raise ExceptionsError(f"{EXCEPTIONS}:{line}: unknown table: {' | '.join(heads)}")
    return Exceptions(tuple(exemptions), refusals)


def _rows(text: str) -> Iterator[tuple[int, tuple[str, ...], tuple[str, ...]]]:
    """Each row of each table, with its line and the table's heads."""
    heads: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("|"):
            heads = ()
            continue
        cells = tuple(cell.strip().strip("`") for cell in line.strip().strip("|").split("|"))
        if not heads:
            heads = cells
        elif not re.fullmatch(r"[|\s:-]+", line):
            if len(cells) != len(heads):
                raise ExceptionsError(f"{EXCEPTIONS}:{number}: {len(cells)} cells under {len(heads)} heads")
            yield number, heads, cells


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("`") for part in cell.split(","))
