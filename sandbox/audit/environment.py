"""Prowler in an environment of its own, outside the checkout: it pins old versions of much that this project uses."""

import fcntl
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from sandbox.engine.build import cache_folder

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
"""What scan_account.py imports of Prowler and no more; `make requirements` writes it."""
PYTHONS = ((3, 10), (3, 13))
"""First and last minor version that Prowler runs on (https://pypi.org/project/prowler/, requires-python)."""

Say = Callable[[str], None]


class ProwlerMissingError(RuntimeError):
    """Prowler can't be run here; its message says in one line what is missing."""


def version(requirements: Path = REQUIREMENTS) -> str:
    """The pinned version of Prowler. Raises ProwlerMissingError when it is not pinned."""
    found = re.search(r"^prowler==(\S+)", requirements.read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise ProwlerMissingError(f"{requirements.name} does not pin prowler; `make requirements` writes it")
    return found[1]


def prowler(say: Say) -> Path:
    """The Python that has Prowler, installed when the cache has none.

    Raises ProwlerMissingError without a Python that Prowler runs on, and when pip fails.
    """
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:8]
    target = cache_folder() / f"prowler-{version()}-{digest}"
    if not target.is_dir():
        python = supported_python()
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.with_name(f"{target.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.is_dir():
                say(f"installing Prowler {version()} into {target} (about a minute)")
                _install(python, target)
    return target / "bin" / "python"


def supported_python() -> str:
    """This Python if Prowler runs on it, else the newest on PATH that it runs on. Raises ProwlerMissingError."""
    first, last = PYTHONS
    if first <= sys.version_info[:2] <= last:
        return sys.executable
    for minor in range(last[1], first[1] - 1, -1):
        python = shutil.which(f"python3.{minor}")
        if python and _works(python):
            return python
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise ProwlerMissingError(
        f"missing: Python 3.{first[1]} to 3.{last[1]} on PATH, for Prowler {version()} does not run on {here}"
    )


def _works(python: str) -> bool:
    """A version manager's shim may be on PATH without the version behind it, and Debian's Python without ensurepip."""
    return not subprocess.run([python, "-c", "import ensurepip"], capture_output=True, check=False).returncode


def _install(python: str, target: Path) -> None:
    """Under another name first, so that a killed installation is never taken for a whole one."""
    folder = Path(tempfile.mkdtemp(prefix=f"{target.name}.tmp-", dir=target.parent))
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        _run([python, "-m", "venv", str(folder)])
        _run([*pip, "--no-deps", "--require-hashes", "-r", str(REQUIREMENTS)])
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if result.returncode:
        reason = (result.stderr or result.stdout).strip().splitlines() or ["no output"]
        raise ProwlerMissingError(f"missing: Prowler {version()}, which couldn't be installed: {reason[-1]}")
