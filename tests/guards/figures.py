"""Measurements that tests record, such as how long the event loop was blocked.

No test judges them: the machine may be busy with others. `make bench` runs by themselves those that
are marked `measured`, with `--figures FILE`, and makes a table.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Note = Callable[[str, float], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--figures`."""
    parser.addoption("--figures", type=Path, metavar="FILE", help="append what is measured there")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", "measured: takes figures for docs/benchmarks.md")


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Note:
    """Record a measurement: `figure("100,000 objects: sorted", seconds)`."""
    file: Path | None = request.config.getoption("figures")

    def note(what: str, seconds: float) -> None:
        print(f"{what}: {seconds * 1000:.0f} ms")
        if file:
            with file.open("a", encoding="utf-8") as lines:
                print(json.dumps([what, seconds]), file=lines)

    return note
