"""Every document that a stack deploys, as readable files with a manifest that says where each of them binds."""

import json
from pathlib import Path
from typing import Any

from config.levels import Attached, levels
from config.models import Stack
from config.plan import policies
from policies.boundaries.documents import boundary_documents
from policies.names import partition
from policies.types import PolicyType

_MANIFEST = "manifest.json"


def synthesize(stack: Stack) -> dict[str, str]:
    """File names with their text: each document once, and `manifest.json`.

    The manifest's `accounts` list holds id, name, management, scps and rcps (levels, root first, of file names),
    boundaries (name -> file) and declarative (type -> levels of file names).
    """
    files: dict[str, str] = {}
    wanted = policies(stack)
    accounts = []
    for key, account in stack.baseline.accounts.items():
        boundaries = boundary_documents(partition(stack.organization.home_region), account.id)
        by_type = {t: _files(files, levels(stack, wanted, key, t)) for t in PolicyType}
        accounts.append(
            {
                "id": account.id,
                "name": account.name,
                "management": key == stack.organization.management_account,
                "scps": by_type[PolicyType.SCP],
                "rcps": by_type[PolicyType.RCP],
                "boundaries": {
                    name: _put(files, f"{name}-{account.id}", document.as_dict())
                    for name, document in boundaries.items()
                },
                "declarative": {
                    t.value: found
                    for t, found in by_type.items()
                    if t not in (PolicyType.SCP, PolicyType.RCP) and any(found)
                },
            }
        )
    return {**files, _MANIFEST: _text({"stack": stack.name, "accounts": accounts})}


def write(files: dict[str, str], folder: Path) -> None:
    """Put the files into a folder, and take away those of an earlier run that are no longer made.

    Raises FileExistsError when the folder holds what no earlier run made: it is then not ours to clean.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ours = (folder / _MANIFEST).is_file()
    strangers = sorted(path.name for path in folder.iterdir() if not ours or path.suffix != ".json" or path.is_dir())
    if strangers:
        raise FileExistsError(f"{folder} holds {', '.join(strangers[:3])}")
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def _files(files: dict[str, str], found: tuple[tuple[Attached, ...], ...]) -> list[list[str]]:
    """A policy of others whose document nobody knows has no file; `check` names it."""
    return [
        [_put(files, attached.name, attached.document) for attached in level if attached.document is not None]
        for level in found
    ]


def _put(files: dict[str, str], name: str, document: Any) -> str:  # noqa: ANN401
    """Policies of others may share a name with different words in them: then the second gets a number."""
    stem = "".join(character if character.isalnum() or character in "-_." else "-" for character in name)
    text, number = _text(document), 1
    file = f"{stem}.json"
    while files.get(file, text) != text:
        number += 1
        file = f"{stem}-{number}.json"
    files[file] = text
    return file


def _text(content: Any) -> str:  # noqa: ANN401
    return json.dumps(content, indent=2, sort_keys=True) + "\n"
