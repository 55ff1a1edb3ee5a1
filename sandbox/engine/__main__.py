"""Finds or builds the engine: `python -m sandbox.engine`."""

import sys

from sandbox.engine import EngineMissingError, find_engine


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    """Print which engine there is, so that setup can build it ahead of its first use; 2 when there is none."""
    try:
        engine = find_engine(_say)
    except EngineMissingError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{engine.rung}: pulumi {engine.version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
