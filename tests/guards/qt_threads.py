"""Fails a test if a QThread outlives it, because it would abort the process at exit."""

from __future__ import annotations

import sys
from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QThread

GRACE_MS = 2000
_BEFORE = pytest.StashKey[set[int]]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Record the running threads, once: later those that the last test left are known."""
    if _BEFORE not in item.config.stash:
        item.config.stash[_BEFORE] = {id(thread) for thread in _running()}
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Report and stop the threads that still run."""
    result = yield
    # Asked once per test: thousands of objects of a window are looked through.
    running = _running()
    leaked = [thread for thread in running if id(thread) not in item.config.stash[_BEFORE]]
    item.config.stash[_BEFORE] = {id(thread) for thread in running if thread not in leaked}
    if leaked:
        names = ", ".join(thread.objectName() or type(thread).__name__ for thread in leaked)
        for thread in leaked:
            _end(thread)
        pytest.fail(f"QThreads left running: {names}", pytrace=False)
    return result


def _running() -> list[QThread]:
    # Don't import Qt in tests without it.
    if "PySide6.QtCore" not in sys.modules:
        return []
    import shiboken6
    from PySide6.QtCore import QThread

    own = QThread.currentThread()
    wrappers = shiboken6.getAllValidWrappers()
    threads = [wrapper for wrapper in wrappers if isinstance(wrapper, QThread)]
    return [thread for thread in threads if thread is not own and thread.isRunning()]


def _end(thread: QThread) -> None:
    thread.requestInterruption()
    thread.quit()
    if not thread.wait(GRACE_MS):
        thread.terminate()
        thread.wait(GRACE_MS)
