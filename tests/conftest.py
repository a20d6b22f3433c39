"""Plugins for all tests: guards and servers."""

from __future__ import annotations

import gc

import pytest

pytest_plugins = [
    "pytester",
    "tests.guards.botocore_sessions",
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
    "tests.servers.sign_in.fixtures",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """Pause garbage collection: what collection creates is kept, and there is much of it."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Exclude objects created during collection from garbage collection."""
    gc.collect()
    gc.freeze()
    gc.enable()
