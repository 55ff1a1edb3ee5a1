"""The engine, or one loud line about what is missing."""

import os

import pytest

from sandbox.engine import Engine, EngineMissingError, find_engine


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Building it takes ten minutes where nothing is kept yet: the tests' own limits of time begin after it."""
    try:
        return find_engine(print)
    except EngineMissingError as error:
        if os.environ.get("REQUIRE_ENGINE") == "1":
            pytest.fail(f"no engine: {error}")
        pytest.skip(f"ENGINE TESTS SKIPPED: {error}")
