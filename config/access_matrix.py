"""Groups, accounts and permission sets as rows, for people who review access."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, fields

from config.identity_plan import Grant, access, management_sets, member_sets
from config.identity_sets import ResolvedSet
from config.models import Stack


@dataclass(frozen=True, kw_only=True, order=True)
class Row:
    """One assignment; a session's length in hours, and the last valid day or nothing."""

    holder: str
    account: str
    account_id: str
    permission_set: str
    session_hours: int
    boundary: str
    expires: str


_HEADINGS = ("Holder", "Account", "Account id", "Permission set", "Hours", "Boundary", "Expires")


def rows(stack: Stack) -> list[Row]:
    """Every assignment, that is whoever holds a set in an account that is active."""
    found = access(stack)
    members, management = member_sets(stack), management_sets(stack)
    own = stack.organization.management_account
    return sorted(
        [
            *(_row(stack, grant, grant.account, members[grant.permission_set]) for grant in found.members),
            *(_row(stack, grant, own, management[grant.permission_set]) for grant in found.management),
        ]
    )


def as_text(found: Sequence[Row]) -> str:
    """Aligned columns."""
    table = _table(found)
    widths = [max(len(line[column]) for line in table) for column in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table
    )


def as_markdown(found: Sequence[Row]) -> str:
    """A table for a wiki or a pull request."""
    head, *body = ([cell.replace("|", "\\|") for cell in line] for line in _table(found))
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *body))


def as_csv(found: Sequence[Row]) -> str:
    """For a spreadsheet, with a text that would be a formula made harmless.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(Row))
    writer.writerows(
        [f"'{cell}" if cell[:1] in tuple("=+-@\t\r") and cell else cell for cell in _cells(row)] for row in found
    )
    return text.getvalue().rstrip("\n")


def as_json(found: Sequence[Row]) -> str:
    """For programs."""
    return json.dumps([asdict(row) for row in found], indent=2, ensure_ascii=False)


def _table(found: Sequence[Row]) -> list[list[str]]:
    return [list(_HEADINGS), *(_cells(row) for row in found)]


def _cells(row: Row) -> list[str]:
    return [str(value) for value in astuple(row)]


def _row(stack: Stack, grant: Grant, account: str, held: ResolvedSet) -> Row:
    return Row(
        holder=f"{grant.holder.value.lower()} {grant.name}",
        account=account,
        account_id=stack.baseline.accounts[account].id,
        permission_set=held.name,
        session_hours=held.hours,
        boundary=held.boundary[0] if held.boundary else "",
        expires=grant.expires or "",
    )
