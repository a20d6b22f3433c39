"""From the panels to the desktop's services and back, with a real bus, job and thread."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from s3enc_gui.desktop.freedesktop.free_desktop import FreeDesktop
from s3enc_gui.domain.desktop.work import Work
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.bridge.job_runner import JobRunner
from s3enc_gui.gui.desktop.desktop_controller import LONG, DesktopController
from tests.desktop.conftest import bus, bus_address, services
from tests.gui.desktop.test_desktop_controller import Panel, Settings

__all__ = ["bus", "bus_address", "services"]


@pytest.fixture
def reconnected():
    return []


@pytest.fixture
def runner(qapp, services, reconnected):
    desktop = FreeDesktop()
    have: Any = SimpleNamespace(
        desktop=desktop,
        settings=SimpleNamespace(desktop=lambda: None),
        reconnect=lambda: reconnected.append(1),
    )
    runner = JobRunner(have)
    yield runner
    runner.shutdown()
    desktop.close()


def test_a_whole_upload(qtbot, runner, services, reconnected):
    window, panel, settings = QWidget(), Panel(), Settings()
    qtbot.addWidget(window)
    times = [0.0]
    controller = DesktopController(
        runner,
        window,
        is_in_front=lambda: False,
        clock=lambda: times[0],
        delay_ms=0,
        qt_notifies=False,
    )
    controller.follow(SimpleNamespace(desktop_settings=settings.desktop_settings), panel)
    controller._reading.drop()
    panel.do(Work(1, True, Progress(1, 4)))
    qtbot.waitUntil(lambda: services.awake == services.asked == 1)
    assert services.progress == [(0.25, True, False)]
    services.sleep(begins=False)
    qtbot.waitUntil(lambda: reconnected == [1])
    times[0] += LONG
    panel.do(Work())
    qtbot.waitUntil(lambda: services.awake == services.asked == 0)
    qtbot.waitUntil(lambda: bool(services.bodies("Notify")))
    assert services.bodies("Notify")[0][3] == "The upload is complete"
    services.click(1, "token")
    qtbot.waitUntil(lambda: panel.results_shown == 1)
    assert window.isVisible()
    qtbot.waitUntil(lambda: services.progress[-1] == (0.0, False, False))
