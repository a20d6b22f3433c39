"""Order among the files of a run on several workers (`pytest -n 2`).

`pytestmark = pytest.mark.long`: a file that takes a quarter of a minute or more. It is begun first,
so that at the end no worker is busy with it while the others have nothing left.
"""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "long: among the files that are begun first")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first; pytest-randomly has shuffled before, and xdist keeps the order."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
