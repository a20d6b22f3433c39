"""A test fails when a thread that it started outlives it and its fixtures."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator

import pytest

GRACE_SECONDS = 2.0
# By the beginning of the name: pytest-timeout's clock.
INFRASTRUCTURE = ("pytest_timeout ",)
_BEFORE = pytest.StashKey[set[threading.Thread]]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Note which threads are there already."""
    item.stash[_BEFORE] = set(threading.enumerate())
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Give the others a moment to end; name those that do not."""
    result = yield
    deadline = time.monotonic() + GRACE_SECONDS
    for thread in _started_since(item.stash[_BEFORE]):
        thread.join(max(0.0, deadline - time.monotonic()))
    leaked = [thread.name for thread in _started_since(item.stash[_BEFORE])]
    if leaked:
        pytest.fail(f"threads left running: {', '.join(leaked)}", pytrace=False)
    return result


def _started_since(before: set[threading.Thread]) -> list[threading.Thread]:
    # A _DummyThread stands for a native thread that once ran Python code (awscrt's, Qt's) and
    # stays listed after that thread's end; Qt's are watched in qt_threads.
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and not isinstance(thread, threading._DummyThread)
        and not thread.name.startswith(INFRASTRUCTURE)
    ]
