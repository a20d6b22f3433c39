"""Order of test files on several workers (`pytest -n 2`).

`pytestmark = pytest.mark.long`: a file that takes 15 seconds or more. It is started first, so that
the workers finish at about the same time.
"""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", "long: a file that is started first")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort long files first; pytest-randomly shuffles before, xdist keeps the order."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
