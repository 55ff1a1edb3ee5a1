"""The command `guardrails`: it finds the project, then mounts each room's commands."""

import sys
from pathlib import Path


def main() -> None:
    """Run the command line on the project's own code, wherever the package is installed."""
    folder = _project(sys.argv[1:])
    if folder is not None:
        sys.path.insert(0, str(folder))
    build()()


def build():  # noqa: ANN201
    """The typer application, for main and for tests."""
    import typer

    from config import access_commands, cost_commands, policy_commands
    from config import commands as configuration
    from operations import commands as operations
    from review import commands as review

    app = typer.Typer(
        name="guardrails",
        help="A hardened AWS baseline as code.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    configuration.add_to(app)
    policy_commands.add_to(app)
    access_commands.add_to(app)
    cost_commands.add_to(app)
    operations.add_to(app)
    review.add_to(app)
    return app


def _project(arguments: list[str]) -> Path | None:
    start = Path(_folder(arguments)).resolve()
    folders = (folder for folder in (start, *start.parents) if (folder / "Pulumi.yaml").is_file())
    return next((folder for folder in folders if (folder / "config" / "models.py").is_file()), None)


def _folder(arguments: list[str]) -> str:
    """The value of -C before the command line is parsed: it says which code parses it."""
    for index, argument in enumerate(arguments):
        if argument in ("-C", "--cwd"):
            return arguments[index + 1] if index + 1 < len(arguments) else "."
        if argument.startswith("--cwd="):
            return argument.removeprefix("--cwd=")
        if argument.startswith("-C"):
            return argument.removeprefix("-C")
    return "."
