from __future__ import annotations

import pytest

pytest.importorskip("PySide6.QtWidgets")


@pytest.fixture(autouse=True)
def application(qapp):
    """Inner tests run in this process and use its application."""


def test_running_qthread_is_reported_and_stopped(run_with):
    result = run_with(
        "qt_threads",
        """
        from PySide6.QtCore import QThread
        kept = QThread(objectName="copying")
        def test_it():
            kept.start()
        def test_ended():
            assert kept.isFinished()
        """,
        passed=2,
        errors=1,
    )
    result.stdout.fnmatch_lines(["*QThreads left running: copying*"])


def test_finished_qthread_is_allowed(run_with):
    run_with(
        "qt_threads",
        """
        from PySide6.QtCore import QThread
        def test_it():
            thread = QThread()
            thread.start()
            thread.quit()
            assert thread.wait(2000)
        """,
        passed=1,
    )


@pytest.mark.parametrize("show", ["show", "hide"])
def test_window_left_over_is_reported_and_deleted(run_with, show):
    result = run_with(
        "qt_widgets",
        f"""
        from PySide6.QtWidgets import QApplication, QWidget
        kept = []
        def test_it():
            kept.append(QWidget(objectName="forgotten"))
            kept[0].{show}()
        def test_gone():
            assert all(w.objectName() != "forgotten" for w in QApplication.topLevelWidgets())
        """,
        passed=2,
        errors=1,
    )
    result.stdout.fnmatch_lines(["*windows left over: forgotten*"])


def test_window_of_qtbot_is_allowed(run_with):
    run_with(
        "qt_widgets",
        """
        from PySide6.QtWidgets import QComboBox
        def test_it(qtbot):
            combo = QComboBox()
            combo.addItems(["a", "b"])
            qtbot.addWidget(combo)
            combo.show()
            combo.showPopup()
        """,
        passed=1,
    )


def test_window_in_a_reference_cycle_is_allowed(run_with):
    run_with(
        "qt_widgets",
        """
        from PySide6.QtWidgets import QWidget
        def test_it():
            widget = QWidget()
            widget.itself = widget
        """,
        passed=1,
    )


def test_modifiers_are_reset(run_with):
    run_with(
        "qt_keys",
        """
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication, QWidget
        def test_it():
            QTest.keyClick(QWidget(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.ControlModifier
        def test_reset():
            assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
        """,
        passed=2,
    )
