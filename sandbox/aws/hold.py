"""Who works with a state file holds it: two at once would overwrite each other's work."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StateHeldError(RuntimeError):
    """Another process works with the state file."""


@contextmanager
def held(state: Path, patience: float = 0) -> Iterator[None]:
    """Hold a state file until the end, waiting at most `patience` seconds for it; the kernel frees what the dead held.

    Raises StateHeldError when another process still holds it.
    """
    deadline = time.monotonic() + patience
    with state.with_name(f"{state.name}.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise StateHeldError(f"a local AWS runs on {state}; end it first") from None
                time.sleep(0.1)
        yield
