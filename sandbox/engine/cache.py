"""Forgets built engines that nobody uses any more: every change of the sources leaves one of about 170 MB behind."""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

UNUSED_DAYS = 30


def keep_only_used(engine: Path) -> None:
    """Mark the engine as used now, and remove what lies beside it and was not used for UNUSED_DAYS days.

    A cache that may not be written to is left alone: it serves all the same.
    """
    oldest = time.time() - UNUSED_DAYS * 24 * 60 * 60
    with suppress(OSError):
        os.utime(engine)
        for folder in engine.parent.glob("engine-*"):
            if folder.is_dir() and folder.stat().st_mtime < oldest:
                _remove(folder)


def _remove(folder: Path) -> None:
    """Take the name away first, so that nobody finds an engine that is half removed."""
    nameless = folder.with_name(f"{folder.name}.tmp-unused")
    folder.rename(nameless)
    shutil.rmtree(nameless)
