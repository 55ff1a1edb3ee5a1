"""Runs the oracle: a program of its own, installed outside of the checkout, that the project shares no code with."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.oracle.vocabulary import REACHED_BY_RCPS

HERE = Path(__file__).parent
_INSTALL_SECONDS, _RUN_SECONDS = 300, 600
_REQUIRED_BY = ("REQUIRE_ENGINE", "REQUIRE_ORACLE")
_INSTALLED_FROM = ("package.json", "package-lock.json", ".npmrc")


class MissingOracleError(RuntimeError):
    """Node.js or the oracle's packages can't be had, so that nothing can be compared."""


def required() -> bool:
    """Whether a missing oracle is a failure here, never a skip."""
    return any(os.environ.get(name) == "1" for name in _REQUIRED_BY)


def install() -> Path:
    """The folder with the pinned oracle: one for each lock file, installed once and then used by all checkouts.

    Raises MissingOracleError without node and npm, and with npm's own words when it can't install.
    """
    if missing := [tool for tool in ("node", "npm") if not shutil.which(tool)]:
        raise MissingOracleError(
            f"{' and '.join(missing)} not found: install Node.js 20 or newer from https://nodejs.org/"
        )
    lock = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in _INSTALLED_FROM)).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "guardrails"
    folder = cache / f"oracle-{lock}"
    if not folder.exists():
        _install_into(folder)
    return folder


def _install_into(folder: Path) -> None:
    """By a folder of this process and a rename, so that two test runs can't see each other's half."""
    draft = folder.with_name(f"{folder.name}.{os.getpid()}")
    draft.mkdir(parents=True)
    for name in _INSTALLED_FROM:
        shutil.copy(HERE / name, draft)
    try:
        command = ["npm", "ci", "--ignore-scripts", "--omit=dev"]
        done = subprocess.run(command, cwd=draft, capture_output=True, text=True, timeout=_INSTALL_SECONDS)
        if done.returncode:
            raise MissingOracleError(f"{' '.join(command)} failed: {done.stderr.strip().partition(chr(10))[0]}")
        draft.rename(folder)
    except OSError:
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def ask(folder: Path, items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The oracle's answers in the order of the requests, by one process.

    {decision, layers: {layer: {result, denies, allows}}, ignoredContextKeys}, or {error}. Raises RuntimeError when some
    are missing, CalledProcessError and TimeoutExpired when the process fails.
    """
    lines = "".join(f"{json.dumps(item)}\n" for item in items)
    command = ["node", str(HERE / "oracle.mjs"), str(folder), ",".join(REACHED_BY_RCPS)]
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True, text=True, timeout=_RUN_SECONDS)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(items):
        raise RuntimeError(f"the oracle answered {len(answers)} of {len(items)} requests")
    return answers
