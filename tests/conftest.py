"""The order of the tests."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes, so that no worker waits for it at the end; the rest stays in its random order."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
