"""Fails a test if a window outlives it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

# Qt keeps one window for all tooltips.
INFRASTRUCTURE = ("QTipLabel",)
_BEFORE = pytest.StashKey[set[int]]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Record the existing windows."""
    item.stash[_BEFORE] = {_address(widget) for widget in _windows()}
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Let Qt and Python finish deletions; report and delete what is left."""
    result = yield
    if leaked := _left(item):
        _finish_deleting()
        del leaked[:]
        # A window may be part of a reference cycle.
        _collect()
        leaked = _left(item)
    if leaked:
        # The cycle may be frozen, by an earlier teardown or by the program.
        gc.unfreeze()
        del leaked[:]
        _collect()
        leaked = _left(item)
    if leaked:
        names = ", ".join(widget.objectName() or type(widget).__name__ for widget in leaked)
        for widget in leaked:
            widget.close()
            widget.deleteLater()
        _finish_deleting()
        pytest.fail(f"windows left over: {names}", pytrace=False)
    return result


def _collect() -> None:
    # Objects that outlive a test stay; the next collection can skip them.
    gc.collect()
    gc.freeze()


def _left(item: pytest.Item) -> list[QWidget]:
    before = item.stash[_BEFORE]
    return [widget for widget in _windows() if _address(widget) not in before]


def _windows() -> list[QWidget]:
    # Don't import Qt in tests without it.
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication

    return [
        widget
        for widget in QApplication.topLevelWidgets()
        # Menus and combo box lists are windows, too, but are deleted with their parents.
        if widget.parent() is None and widget.metaObject().className() not in INFRASTRUCTURE
    ]


def _address(widget: QWidget) -> int:
    import shiboken6

    return int(shiboken6.getCppPointer(widget)[0])


def _finish_deleting() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
