"""Fails a test if a thread outlives it and its fixtures."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator

import pytest

GRACE_SECONDS = 2.0
# Prefixes of names: the timer of pytest-timeout.
INFRASTRUCTURE = ("pytest_timeout ",)
_BEFORE = pytest.StashKey[set[threading.Thread]]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Record the running threads."""
    item.stash[_BEFORE] = set(threading.enumerate())
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Wait a moment for new threads; report those that still run."""
    result = yield
    deadline = time.monotonic() + GRACE_SECONDS
    for thread in _started_since(item.stash[_BEFORE]):
        thread.join(max(0.0, deadline - time.monotonic()))
    leaked = [thread.name for thread in _started_since(item.stash[_BEFORE])]
    if leaked:
        pytest.fail(f"threads left running: {', '.join(leaked)}", pytrace=False)
    return result


def _started_since(before: set[threading.Thread]) -> list[threading.Thread]:
    # A _DummyThread represents a native thread (of awscrt or Qt) that has run Python code, and
    # stays listed after its end; qt_threads checks those of Qt.
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and not isinstance(thread, threading._DummyThread)
        and not thread.name.startswith(INFRASTRUCTURE)
    ]
