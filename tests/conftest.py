"""The order of the tests, and less of Python's looking for garbage."""

import gc

import pytest

# A worker keeps hundreds of recorded graphs' classes and documents; going through them often is a tenth of its time.
gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes, so that no worker waits for it at the end; the rest stays in its random order."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
