"""The record of a rehearsal, or of the deed itself: one file for machines and one for people, named by the moment."""

import datetime
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from operations.drill import Rehearsal

_MARKS = {True: "passed", False: "FAILED", None: "not looked at"}


@dataclass(frozen=True, kw_only=True)
class Record:
    """A rehearsal with its stack, its moment, and whoever did it, before a witness where it takes two.

    `rehearsed` is false for the deed itself.
    """

    drill: str = "break-glass"
    rehearsed: bool = True
    stack: str
    organization: str
    moment: datetime.datetime
    by: str
    witness: str
    rehearsal: Rehearsal

    def as_json(self) -> str:
        """The record for machines."""
        values = {
            "drill": self.drill,
            "rehearsed": self.rehearsed,
            "stack": self.stack,
            "organization": self.organization,
            "time": self.moment.isoformat(timespec="seconds"),
            "by": self.by,
            "witness": self.witness,
            "passed": self.rehearsal.passed,
            **asdict(self.rehearsal),
        }
        return json.dumps(values, indent=2) + "\n"

    def as_markdown(self) -> str:
        """The record for people."""
        rows = [f"| {c.name} | {_MARKS[c.passed]} | {c.found.replace('|', '/')} |" for c in self.rehearsal.checks]
        seen = f", witnessed by {self.witness}" if self.witness else ""
        title = f"{self.drill.capitalize()} rehearsal" if self.rehearsed else self.drill.capitalize()
        lines = [
            f"# {title}, {self.moment:%Y-%m-%d %H:%M} UTC: {_MARKS[self.rehearsal.passed]}",
            "",
            f"Stack {self.stack} of organization {self.organization}. Done by {self.by}{seen}, "
            f"as {self.rehearsal.caller}.",
            *([self.rehearsal.about] if self.rehearsal.about else []),
            "",
            "| What | Result | Found |",
            "| --- | --- | --- |",
            *rows,
        ]
        return "\n".join(lines) + "\n"


def write(record: Record, folder: Path) -> tuple[Path, Path]:
    """Write both files and return them. Raises OSError where the folder can't be written, or has them already."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{record.drill}-{record.stack}-{record.moment:%Y-%m-%dT%H%M%SZ}"
    written = folder / f"{stem}.json", folder / f"{stem}.md"
    for path, text in zip(written, (record.as_json(), record.as_markdown()), strict=True):
        with path.open("x", encoding="utf-8") as out:
            out.write(text)
    return written
