"""What a rehearsal, or the deed itself, prints, and the record that it leaves."""

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from config.options import fail

if TYPE_CHECKING:
    from config.models import Stack
    from operations.drill import Rehearsal
    from operations.drill_checks import Check

EVIDENCE = Path("evidence")
"""Where records are written unless it is said otherwise, below the project."""
_MARKS = {True: "ok    ", False: "FAILED", None: "-     "}


def told(checks: "Iterable[Check]", *, as_json: bool) -> "tuple[Check, ...]":
    """The checks, each printed as it comes, so that whoever stops the command knows how far it was."""
    found = []
    for check in checks:
        if not as_json:
            typer.echo(f"{_MARKS[check.passed]} {check.name}: {check.found}")
        found.append(check)
    return tuple(found)


def finish(
    result: "Rehearsal",
    drill: str,
    stack: "Stack",
    people: tuple[str, str],
    folder: Path,
    *,
    as_json: bool,
    rehearsed: bool = True,
) -> None:
    """Write the record of what was applied, `people` being who did it and their witness; exit 1 where it failed."""
    from operations.drill_evidence import Record, write

    by, witness = people
    record = Record(
        drill=drill,
        rehearsed=rehearsed,
        stack=stack.name,
        organization=stack.organization.id or "none",
        moment=datetime.datetime.now(datetime.UTC),
        by=by,
        witness=witness,
        rehearsal=result,
    )
    if as_json:
        typer.echo(record.as_json(), nl=False)
    if not result.applied:
        more = " for a rehearsal that counts" if rehearsed else ""
        typer.echo(f"nothing was done and nothing written; add --apply{more}", err=True)
    else:
        try:
            written = write(record, folder)
        except OSError as error:
            raise fail([f"can't write the record ({error.strerror}); choose another --folder"]) from None
        typer.echo(f"wrote {written[0].name} and {written[1].name}; keep them with the audit's evidence", err=True)
    if not result.passed:
        raise typer.Exit(1)
