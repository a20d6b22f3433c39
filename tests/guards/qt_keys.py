"""Resets the keyboard modifiers of a test at its end.

Qt remembers the modifiers of the last event, made up or not, and a table asked to select a row adds
it to those selected while Ctrl is held.
"""

from __future__ import annotations

import sys
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    """Send a key without modifiers if any are pressed."""
    result = yield
    # Don't import Qt in tests without it.
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
