"""The mail that a local AWS sends, kept in a file beside its state for those who start one."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message: the address, and the link by which its reader confirms a subscription."""

    to: str
    link: str


def mail_file(state: Path) -> Path:
    """The file beside a state."""
    return state.with_name(f"{state.name}.mail.jsonl")


def send(file: Path, mail: Mail) -> None:
    """Add a message."""
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(mail)) + "\n")


def read(file: Path) -> list[Mail]:
    """All messages, oldest first."""
    if not file.exists():
        return []
    return [Mail(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
