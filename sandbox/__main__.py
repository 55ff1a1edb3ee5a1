"""The sandbox's commands, as the Makefile calls them."""

import argparse
import shutil
import sys
from pathlib import Path

from config.loader import ConfigError
from sandbox.demo import demo
from sandbox.destroy import destroy
from sandbox.engine import EngineMissingError
from sandbox.recover import recover
from sandbox.shell import shell

_COMMANDS = {"demo": demo, "shell": shell, "recover": recover, "destroy": destroy}


def main() -> int:
    """Run a command; 2 when the configuration or the setup is wrong."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("command", choices=[*_COMMANDS, "reset"])
    parser.add_argument("--stack", default="prod", help="the stack file is Pulumi.STACK.yaml")
    arguments = parser.parse_args()
    project = Path(__file__).resolve().parent.parent
    if arguments.command == "reset":
        shutil.rmtree(project / ".sandbox", ignore_errors=True)
        return 0
    try:
        return _COMMANDS[arguments.command](project, arguments.stack)
    except (ConfigError, EngineMissingError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
