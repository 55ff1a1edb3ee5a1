"""How many decisions a second the evaluator makes, and the oracle, over the same requests."""

import time
from dataclasses import dataclass

from policies.simulation import simulate
from tests.oracle.generator import generate
from tests.oracle.process import ask, install

SEED = 1


@dataclass(frozen=True)
class Speed:
    """Decisions a second over the same requests, with the reading of their documents and, for theirs, node's start."""

    requests: int
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """How many times faster the evaluator is."""
        return self.ours / self.theirs


def measure(count: int = 2_000) -> Speed:
    """Decide count requests with both, one after the other and each in one process.

    Every request has documents of its own, so that nothing compiled is used twice: the worst case. Raises
    MissingOracleError without Node.js.
    """
    folder, items = install(), generate(SEED, count)
    ask(folder, items[:1])  # the operating system's file cache is warm for both
    started = time.perf_counter()
    for item in items:
        simulate(item)
    middle = time.perf_counter()
    ask(folder, items, processes=1)
    ended = time.perf_counter()
    return Speed(count, count / (middle - started), count / (ended - middle))


if __name__ == "__main__":
    speed = measure()
    rates = f"ours {speed.ours:,.0f}/s, the oracle {speed.theirs:,.0f}/s, {speed.ratio:.1f} times"
    print(f"{speed.requests} requests: {rates}")
