"""The processes that the self test starts (jobs.self_test.child_process)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from s3enc_gui.cli.command_line import _parser
from s3enc_gui.jobs.self_test import child_process
from s3enc_gui.jobs.self_test.child_process import send
from s3enc_gui.jobs.self_test.journal_checks import hold_journal
from s3enc_gui.jobs.self_test.program_checks import program_checks
from s3enc_gui.jobs.self_test.window_checks import NO_QT


def run_child(arguments: Sequence[str]) -> int:
    """Run a process of a kind with its folder; return its exit status."""
    kind, folder = arguments
    if kind == child_process.JOURNAL:
        hold_journal(Path(folder))
        return 0
    if kind == child_process.WINDOW:
        return _window()
    for check in program_checks():
        send(check)
    _parser()  # loads the modules of all commands; packers don't see that they are used
    return 0


def _window() -> int:
    try:
        from s3enc_gui.gui.self_test.qt_checks import qt_checks
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("PySide6", "shiboken6"):
            raise
        return NO_QT
    for check in qt_checks():
        send(check)
    return 0
