"""Remakes docs/demo.svg, the README's picture of the terminal, from a real run of the demo."""

import io
import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from sandbox.engine import find_engine

WIDTH = 116
"""Columns of the pictured terminal: the summary's widest table fits."""
_HEAD, _TAIL = 11, 56


class PictureError(RuntimeError):
    """The demo did not run to its end, so there is nothing to show."""


def picture(project: Path, stack_name: str) -> int:
    """`make picture`: what is committed, run in a folder of its own, so that the user's sandbox stays as it is.

    Raises EngineMissingError without an engine and PictureError when the demo fails.
    """
    find_engine(print)
    with tempfile.TemporaryDirectory(prefix="guardrails-") as folder:
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=project, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
        # For Pulumi, which looks for it beside Pulumi.yaml; `make` would renew it there, and so empty the project's.
        Path(folder, ".venv").symlink_to(project / ".venv")
        demo = [sys.executable, "-m", "sandbox", "demo", "--stack", stack_name]
        output = terminal(["sh", "-c", 'cd "$0" && exec "$@"', folder, *demo])
    (project / "docs" / "demo.svg").write_text(drawing(output), encoding="utf-8")
    return 0


def terminal(command: list[str]) -> str:
    """What a terminal of WIDTH columns gets to show of a command: with a pseudo-terminal, programs use their colours.

    Raises PictureError when the command fails.
    """
    shown = io.BytesIO()

    def read(descriptor: int) -> bytes:
        data = os.read(descriptor, 4096)
        shown.write(data)
        return data

    settings = [f"COLUMNS={WIDTH}", "TERM=xterm-256color"]
    status = os.waitstatus_to_exitcode(pty.spawn(["env", "-u", "NO_COLOR", *settings, *command], read))
    if status:
        raise PictureError(f"the command ended with {status}: {' '.join(command)}")
    return shown.getvalue().decode(errors="replace").replace("\r\n", "\n")


def drawing(output: str) -> str:
    """The SVG of a terminal's lines, without the user's own folder; of a long run, the beginning and the end."""
    lines = output.replace(str(Path.home()), "~").rstrip("\n").split("\n")
    left_out = len(lines) - _HEAD - _TAIL
    if left_out > 0:
        lines[_HEAD:-_TAIL] = [f"\x1b[2m      ... {left_out} more lines ...\x1b[0m"]
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text("$ make demo", style="bold"))
    for line in lines:
        console.print(Text.from_ansi(line), soft_wrap=False, highlight=False)
    return console.export_svg(title="make demo")


if __name__ == "__main__":
    sys.exit(picture(Path(__file__).resolve().parent.parent, "prod"))
