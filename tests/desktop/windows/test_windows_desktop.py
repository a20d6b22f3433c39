"""What Windows is asked; Windows itself isn't here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from s3enc_gui.desktop.interface import NoDesktop
from s3enc_gui.desktop.macos import mac_desktop
from s3enc_gui.desktop.windows.execution_state import keep_awake
from s3enc_gui.desktop.windows.taskbar import Taskbar
from s3enc_gui.desktop.windows.windows_desktop import WindowsDesktop
from s3enc_gui.domain.desktop.notification import IDLE, Activity

BUSY = Activity(True, 250, keeps_awake=True, why="why")


class Recorder:
    def __init__(self):
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name):
        return lambda *arguments: self.calls.append((name, *arguments))


def test_sleep_is_prevented_and_allowed():
    kernel = Recorder()
    keep_awake(True, kernel)
    keep_awake(False, kernel)
    assert kernel.calls == [
        ("SetThreadExecutionState", 0x80000001),
        ("SetThreadExecutionState", 0x80000000),
    ]


@pytest.mark.parametrize(
    ("activity", "calls"),
    [
        (IDLE, [(10, 7, 0)]),
        (BUSY, [(10, 7, 2), (9, 7, 250, 1000)]),
        (replace(BUSY, permille=None), [(10, 7, 1)]),
        (replace(BUSY, needs_user=True), [(10, 7, 8), (9, 7, 250, 1000)]),
    ],
)
def test_progress_on_the_task_bar(monkeypatch, activity, calls):
    made: list[tuple[Any, ...]] = []

    def call(_, place, kinds, window, *numbers):
        assert len(kinds) == 1 + len(numbers)
        made.append((place, window.value, *numbers))

    monkeypatch.setattr(Taskbar, "_call", call)
    Taskbar().show(activity, 7)
    assert made == calls


def test_only_changes_are_passed_on():
    awake: list[bool] = []
    taskbar: Any = Recorder()
    desktop = WindowsDesktop(awake.append, lambda: taskbar)
    for activity in (BUSY, BUSY, replace(BUSY, permille=300)):
        desktop.show(activity, 7)
    desktop.close()
    desktop.close()
    desktop.show(BUSY, 7)
    assert awake == [True, False]
    assert [call[1].permille for call in taskbar.calls] == [250, 300, None]


def test_a_mac_without_its_frameworks_does_nothing():
    desktop = mac_desktop.MacDesktop()
    desktop.show(BUSY)
    desktop.close()
    desktop.show(BUSY)


def test_a_command_line_has_no_desktop():
    desktop = NoDesktop()
    desktop.listen(lambda _: None)
    desktop.show(BUSY)
    desktop.withdraw()
    desktop.close()
