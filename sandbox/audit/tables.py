"""What `make audit` prints: the counts before and after, and every remaining FAIL with its reason."""

from collections import Counter
from collections.abc import Mapping

from rich.table import Table

from sandbox.audit.exceptions import Exceptions
from sandbox.audit.findings import STATUSES, Report


def counts(before: Mapping[str, Report], after: Mapping[str, Report], title: str) -> Table:
    """A row per account and one for all of them: each status as before -> after."""
    table = Table("account", *STATUSES, title=title)
    for key in after:
        table.add_row(key, *_cells(before[key].counts(), after[key].counts()))
    table.add_section()
    table.add_row("all", *_cells(total(before), total(after)))
    return table


def total(reports: Mapping[str, Report]) -> Counter[str]:
    """Findings of all accounts by status."""
    return sum((report.counts() for report in reports.values()), Counter[str]())


def _cells(before: Counter[str], after: Counter[str]) -> list[str]:
    return [f"{before[status]} -> {after[status]}" for status in STATUSES]


def failures(after: Mapping[str, Report], exceptions: Exceptions) -> Table:
    """Failing checks with the accounts in which they fail, once for each reason."""
    accounts: dict[tuple[str, str, str], Counter[str]] = {}
    for key, report in after.items():
        for check, found in report.failing().items():
            for finding in found:
                reason = exceptions.reason(key, finding) or "NO WRITTEN REASON"
                row = (", ".join(report.controls.get(check, ())), check, reason)
                accounts.setdefault(row, Counter())[key] += 1
    table = Table("CIS", "check", "accounts", "reason", title="Every remaining FAIL", show_lines=True)
    for (controls, check, reason), keys in sorted(accounts.items(), key=lambda item: _order(item[0])):
        table.add_row(controls, check, ", ".join(f"{key} {number}" for key, number in keys.items()), reason)
    return table


def _order(row: tuple[str, str, str]) -> tuple[list[int], str]:
    """By the first control, as CIS numbers them."""
    return [int(part) for part in row[0].split(", ")[0].split(".") if part], row[1]


def silent(after: Mapping[str, Report]) -> list[str]:
    """Checks that found nothing to judge in any account, as no database is there to be encrypted."""
    asked = {check for report in after.values() for check in report.controls}
    return sorted(asked - {finding.check for report in after.values() for finding in report.findings})
