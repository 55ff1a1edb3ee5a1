"""What is wrong with the configuration, in one form everywhere: place, found, expected, how to fix."""

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One error; line 0 stands for a value that has no place in a file."""

    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    found: str
    expected: str
    fix: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else ""
        path = f"{self.path}: " if self.path else ""
        return f"{place}{path}found {self.found}, expected {self.expected}; {self.fix}"


class ConfigError(Exception):
    """Everything that is wrong with the configuration, one error per line, so that one run shows it all."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def dotted(path: Path) -> str:
    """The path as errors show it, `guardrails:organization.regions[1]`, so that it can be searched for."""
    text = ""
    for part in path[1:] if len(path) > 1 and path[0] == "config" else path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = (
                part
                if part and (not text or all(c.isalnum() or c in "-_:+=,@" for c in part))
                else f'"{show_text(part)}"'
            )
            text += f".{name}" if text else name
    return text


def counted(number: int, thing: str) -> str:
    """`1 account`, `2 accounts`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def show(value: object) -> str:
    """A value as errors quote it: on one line, and short."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{show_text(value)}"'
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    return str(value)


def show_text(text: str) -> str:
    """Text without line breaks or control characters, cut after 60 characters."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return safe if len(safe) <= 60 else f"{safe[:57]}..."
