"""How many decisions a second the evaluator makes, and the oracle, over the same requests.

`python -m tests.oracle.speed` prints it. Seconds are those of the processor, so that a busy machine slows neither.
"""

import resource
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies.simulation import simulate
from tests.oracle.generator import generate
from tests.oracle.process import ask, install

SEED = 1


@dataclass(frozen=True)
class Speed:
    """Decisions a second of processor time: ours on documents never seen, ours on the same ones again, the oracle's."""

    requests: int
    first: float
    again: float
    theirs: float

    def __str__(self) -> str:
        """One line for people."""
        times = f"{self.first / self.theirs:.1f} and {self.again / self.theirs:.1f} times as fast"
        ours = f"{self.first:,.0f}/s, with documents seen before {self.again:,.0f}/s"
        return f"{self.requests} requests: {ours}; the oracle {self.theirs:,.0f}/s; {times}"


def measure(count: int = 1_000) -> Speed:
    """Decide count requests three times over; at most 1,000, for the evaluator remembers some thousand documents.

    Every request has documents of its own, so that the first pass is the worst case: each is read and compiled for one
    decision. The oracle compiles each anew by its design; the start of its process is not counted.
    Raises MissingOracleError without Node.js.
    """
    folder, items = install(), generate(SEED, count)
    first, again = _ours(items), _ours(items)
    theirs = _theirs(folder, items) - _theirs(folder, items[:1])
    return Speed(count, count / first, count / again, (count - 1) / theirs)


def _ours(items: list[dict[str, Any]]) -> float:
    started = time.process_time()
    for item in items:
        simulate(item)
    return time.process_time() - started


def _theirs(folder: Path, items: list[dict[str, Any]]) -> float:
    started = _children()
    ask(folder, items)
    return _children() - started


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(measure())
