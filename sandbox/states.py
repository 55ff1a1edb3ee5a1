"""States of the sandbox under names: the local AWS and the Pulumi state that describes it, always together."""

import re
import shutil
import tempfile
from pathlib import Path

from sandbox.aws.hold import held
from sandbox.deployment import Workspace

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_OF_A_RUN = ("*.log", "*.lock", "*.new")


class StateNameError(ValueError):
    """A name under which nothing can be saved, or nothing was."""


def saved_states(project: Path) -> Path:
    """Where states are kept: beside `.sandbox`, so that `make reset` leaves them alone."""
    return project / ".sandbox-saved"


def save(project: Path, stack: str, name: str) -> Path:
    """Save the sandbox of a stack and return where it is.

    Raises StateNameError when the name is no plain one or already taken, or when the stack has no sandbox, and
    StateHeldError while a local AWS runs on it.
    """
    workspace = Workspace(project=project, stack=_checked(stack, "STACK"))
    target = saved_states(project) / _checked(name, "NAME")
    if target.exists():
        raise StateNameError(f"{name} was saved before; choose another NAME, or forget it: rm -r {target}")
    if not workspace.aws_state.exists():
        known = _known(workspace.folder.parent)
        raise StateNameError(f"there is no sandbox of {stack} to save; `make demo` makes one; there is: {known}")
    target.parent.mkdir(exist_ok=True)
    with held(workspace.aws_state), tempfile.TemporaryDirectory(prefix=".saving-", dir=target.parent) as half:
        # A folder inside the temporary one, so that it appears under its name in one step.
        shutil.copytree(workspace.folder, Path(half, name, stack), ignore=shutil.ignore_patterns(*_OF_A_RUN))
        Path(half, name).rename(target)
    return target


def restore(project: Path, name: str) -> str:
    """Put a saved state in the place of its stack's sandbox, and return the stack's name.

    Raises StateNameError when nothing was saved under the name, and StateHeldError while a local AWS runs there.
    """
    source = saved_states(project) / _checked(name, "NAME")
    if not source.is_dir():
        raise StateNameError(f"nothing was saved under {name}; there is: {_known(source.parent)}")
    (saved,) = source.iterdir()
    workspace = Workspace(project=project, stack=saved.name)
    workspace.folder.mkdir(parents=True, exist_ok=True)
    with held(workspace.aws_state), tempfile.TemporaryDirectory(dir=workspace.folder.parent) as folder:
        new, old = Path(folder, "new"), Path(folder, "old")
        shutil.copytree(saved, new)
        old.mkdir()
        for entry in list(workspace.folder.iterdir()):
            if not any(entry.match(pattern) for pattern in _OF_A_RUN):
                entry.rename(old / entry.name)
        for entry in list(new.iterdir()):
            entry.rename(workspace.folder / entry.name)
    return saved.name


def _checked(name: str, variable: str) -> str:
    if not _NAME.fullmatch(name):
        raise StateNameError(
            f"{variable}={name}: give a name of letters, digits, dots, dashes and underscores, as {variable}=before-up"
        )
    return name


def _known(folder: Path) -> str:
    names = sorted(path.name for path in folder.glob("[!.]*")) if folder.is_dir() else []
    return ", ".join(names) or "none"
