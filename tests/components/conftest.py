"""The example organization, recorded: its graph, and the stack that it was made of."""

import pytest

from tests.components.helpers import recorded


@pytest.fixture(scope="session")
def graph():
    return recorded("prod")[0]


@pytest.fixture(scope="session")
def stack():
    return recorded("prod")[1]
