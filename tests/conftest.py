"""What holds for every test: the guards that watch it, and the servers it may ask for."""

from __future__ import annotations

import gc
from functools import lru_cache

import botocore.session

# Every session would read Amazon's service descriptions anew: a tenth of a second a test.
botocore.session.create_loader = lru_cache(botocore.session.create_loader)

pytest_plugins = [
    "pytester",
    "tests.guards.figures",
    "tests.guards.isolation",
    "tests.guards.logs",
    "tests.guards.network",
    "tests.guards.qt_keys",
    "tests.guards.qt_threads",
    "tests.guards.qt_widgets",
    "tests.guards.threads",
    "tests.guards.workers",
    "tests.servers.plugin",
]


def pytest_collection_finish() -> None:
    """Set aside what collecting has made: the garbage collector need not look at it again."""
    gc.collect()
    gc.freeze()
