"""Ctrl and Shift of a test's key strokes are let go of at its end.

Qt remembers the modifiers of the last event, made up or not, and a table asked to select a row adds
it to those selected while Ctrl is held.
"""

from __future__ import annotations

import sys
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    """Send a stroke without modifiers, where there are any."""
    result = yield
    # Tests without Qt stay without it.
    if "PySide6.QtWidgets" in sys.modules:
        _let_go()
    return result


def _let_go() -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    if QApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        target = QWidget()
        QTest.keyClick(target, Qt.Key.Key_Escape)
        target.deleteLater()
