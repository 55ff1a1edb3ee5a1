"""What the commands of every room have in common: options, the project's folder, and how they fail."""

import sys
from pathlib import Path
from typing import Annotated

import typer

StackOption = Annotated[str, typer.Option("--stack", "-s", help="The stack, `prod` for Pulumi.prod.yaml.")]
FolderOption = Annotated[Path, typer.Option("--cwd", "-C", help="A folder of the project.")]
HERE = Path()


def project(folder: Path) -> Path:
    """The folder with Pulumi.yaml, here or above.

    Raises typer.Exit with 2 when there is none.
    """
    start = folder.resolve()
    for candidate in (start, *start.parents):
        if (candidate / "Pulumi.yaml").is_file():
            return candidate
    raise fail([f"found no Pulumi.yaml in {folder} or above, expected a project; name its folder with -C"])


def fail(errors: list[str]) -> typer.Exit:
    """Print errors to stderr; the exit that says wrong input."""
    sys.stderr.write("".join(f"{error}\n" for error in errors))
    return typer.Exit(2)
