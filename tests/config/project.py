"""A good project in a folder of the test's own, changed by one replacement."""

import shutil
from pathlib import Path

GOOD = Path(__file__).parent / "good"
STACK_FILE = "Pulumi.prod.yaml"


def project(folder: Path) -> Path:
    return Path(shutil.copytree(GOOD, folder / "project"))


def change(root: Path, file: str, old: str | None, new: str | None) -> None:
    path = root / file
    if new is None:
        path.unlink()
        return
    text = path.read_text(encoding="utf-8")
    assert old is None or old in text
    changed = new if old is None else text.replace(old, new, 1)
    path.write_bytes(changed.encode("utf-8", "surrogateescape"))
