"""The sandbox's commands, as the Makefile calls them."""

import argparse
import shutil
import sys
from pathlib import Path

from config.loader import ConfigError
from sandbox.audit import ExceptionsError, ProwlerMissingError, ScanError, audit
from sandbox.aws.client import LocalAwsError
from sandbox.aws.hold import StateHeldError
from sandbox.demo import demo
from sandbox.destroy import destroy
from sandbox.engine import EngineMissingError
from sandbox.picture import PictureError, picture
from sandbox.recover import recover
from sandbox.shell import shell
from sandbox.states import StateNameError, restore, save

_COMMANDS = {"demo": demo, "audit": audit, "shell": shell, "recover": recover, "destroy": destroy, "picture": picture}

_EXPECTED = (
    ConfigError,
    EngineMissingError,
    ExceptionsError,
    LocalAwsError,
    PictureError,
    ProwlerMissingError,
    ScanError,
    StateHeldError,
    StateNameError,
)


def main() -> int:
    """Run a command; 2 when the configuration or the setup is wrong."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("command", choices=[*_COMMANDS, "reset", "save", "restore"])
    parser.add_argument("--stack", default="prod", help="the stack file is Pulumi.STACK.yaml")
    parser.add_argument("--name", default="", help="the name of a saved state")
    arguments = parser.parse_args()
    try:
        return _run(arguments, Path(__file__).resolve().parent.parent)
    except _EXPECTED as error:
        print(error, file=sys.stderr)
        return 2


def _run(arguments: argparse.Namespace, project: Path) -> int:
    match arguments.command:
        case "reset":
            shutil.rmtree(project / ".sandbox", ignore_errors=True)
        case "save":
            print(f"saved {arguments.stack} in {save(project, arguments.stack, arguments.name)}")
        case "restore":
            print(f"{restore(project, arguments.name)} is as it was when {arguments.name} was saved")
        case command:
            return _COMMANDS[command](project, arguments.stack)
    return 0


if __name__ == "__main__":
    sys.exit(main())
