"""The evaluator's decisions against those of an independent oracle, over random requests."""

import json
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pytest

from policies.simulation import simulate
from tests.oracle.comparison import compare, too_new
from tests.oracle.generator import generate
from tests.oracle.known_differences import KNOWN_DIFFERENCES
from tests.oracle.process import HERE, MissingOracleError, ask, install, required
from tests.oracle.speed import measure

REQUESTS, SPARE, SEEDS = 20_000, 400, (20261125, 20261126)
LEAST_SHARE, MOST_EXCUSED, SHOWN = 0.2, 0.02, 10


@pytest.fixture(scope="module")
def folder():
    """Where the oracle is; that it can't be had is seen: a failure where it is required, and else a warning."""
    try:
        return install()
    except MissingOracleError as error:
        if required():
            pytest.fail(str(error))
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(f"NOT COMPARED with the oracle: {error}", stacklevel=1)
        pytest.skip(f"NOT COMPARED with the oracle: {error}")


@pytest.mark.long
@pytest.mark.timeout(900)
def test_decides_as_the_oracle_does(folder):
    items, asked = [], []
    with ThreadPoolExecutor(len(SEEDS)) as pool:  # one process of the oracle for each seed, while ours decides here
        for seed in SEEDS:
            made = generate(seed, (REQUESTS + SPARE) // len(SEEDS))
            asked.append(pool.submit(ask, folder, made))
            items += made
        ours = [simulate(item) for item in items]
        theirs = [answer for each in asked for answer in each.result()]
    answered = (
        (item, mine, other) for item, mine, other in zip(items, ours, theirs, strict=True) if not too_new(other)
    )
    compared = list(islice(answered, REQUESTS))
    assert len(compared) == REQUESTS, "more than the spare requests are too new for the oracle"

    shares = Counter(mine["decision"] for _, mine, _ in compared)
    assert set(shares) == {"Allow", "ExplicitDeny", "ImplicitDeny"}
    assert min(shares.values()) >= LEAST_SHARE * REQUESTS, shares

    differences = [found for each in compared if (found := compare(*each))]
    unknown = [str(found) for found in differences if not found.known]
    assert not unknown, f"{len(unknown)} differences nobody knows of:\n" + "\n".join(unknown[:SHOWN])
    assert len(differences) <= MOST_EXCUSED * REQUESTS
    met = {known.name for found in differences for known in found.known}
    assert met == {known.name for known in KNOWN_DIFFERENCES}, "a known difference that never occurs: drop it"


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("folder")
def test_measures_the_speed_of_both():
    speed = measure(200)
    assert min(speed.first, speed.again, speed.theirs) > 0
    assert "200 requests: " in str(speed)


def test_the_oracle_is_pinned_and_names_no_registry():
    lock = (HERE / "package-lock.json").read_text()
    pinned = json.loads((HERE / "package.json").read_text())["dependencies"]
    assert pinned == {"@cloud-copilot/iam-simulate": "0.1.173"}
    assert "resolved" not in lock
    assert "://" not in lock
    packages = json.loads(lock)["packages"]
    assert all(package["integrity"] for name, package in packages.items() if name)


def test_the_same_seed_gives_the_same_requests():
    assert generate(7, 50) == generate(7, 50) != generate(8, 50)
