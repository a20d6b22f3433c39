"""Order of test files on several workers (`pytest -n 2`).

`pytestmark = pytest.mark.long`: a file that takes 15 seconds or more. It is started first, so that
the workers finish at about the same time.

Each worker collects all tests. In a new checkout no test module is compiled, and with the same
order all workers would compile each module at the same time: 12 s of CPU time for each of them.
Each worker therefore begins elsewhere, and finds compiled what the others had first.
"""

from __future__ import annotations

from collections.abc import Generator

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", "long: a file that is started first")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Collect what is in a folder from another place in each worker."""
    report = yield
    if isinstance(collector, pytest.Directory):
        number, count = _worker(collector.config)
        first = len(report.result) * number // count
        report.result = report.result[first:] + report.result[:first]
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, None, None]:
    """Give all workers the same order, in which pytest-randomly shuffles; then long files first."""
    if _worker(config)[1] > 1:
        items.sort(key=lambda item: item.nodeid.partition("::")[0])
    yield
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def _worker(config: pytest.Config) -> tuple[int, int]:
    """The number of this worker, from 0, and how many there are.

    Not from the environment: a test that starts pytest hands it on.
    """
    worker = getattr(config, "workerinput", {"workerid": "gw0", "workercount": 1})  # pytest-xdist's
    return int(worker["workerid"].removeprefix("gw")), int(worker["workercount"])
