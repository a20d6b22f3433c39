"""100,000 objects with real threads: listing, sorting, filtering, scrolling, and memory."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.bridge.job_runner import JobRunner
from s3enc_gui.gui.browser.buckets.buckets_pane import BucketsPane
from s3enc_gui.gui.browser.folder.folder_panel import FolderPanel
from s3enc_gui.gui.browser.models.row_sorting import Column
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.settings_file import SettingsFile
from tests.bench.endpoints import vast_bucket

pytestmark = [pytest.mark.measured, pytest.mark.contract, pytest.mark.timeout(300)]

OBJECTS = 100_000
MAX_MEMORY = 150  # MB


@pytest.fixture
def runner(tmp_path, monkeypatch):
    with vast_bucket(tmp_path, OBJECTS) as endpoint:
        for name, value in endpoint.server.environment().items():
            monkeypatch.setenv(name, value)
        services = Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"))
        runner = JobRunner(services)
        yield runner
        services.begin_shutdown()
        runner.shutdown()
        services.close()


@pytest.fixture
def window(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.start(Connection())
    qtbot.waitUntil(
        lambda: len(runner.running()) <= 1, timeout=20_000
    )  # WatchTransfers keeps running
    return window


def memory() -> float:
    """Return the resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def test_a_huge_bucket(qtbot, window, heartbeat, figure):
    title = f"{OBJECTS:,} objects"
    folder = window.findChild(FolderPanel)
    model = folder.model
    before = memory()
    heart = heartbeat(title)
    begun = perf_counter()
    window.findChild(BucketsPane).chosen.emit("vast")
    qtbot.waitUntil(lambda: model.rowCount() > 0, timeout=30_000)
    figure(f"{title}: until the first rows are shown", perf_counter() - begun)
    qtbot.waitUntil(lambda: model.rowCount() == OBJECTS, timeout=60_000)
    qtbot.waitUntil(lambda: not folder.is_listing)
    heart.note("listed")
    folder.table.sortByColumn(Column.SIZE, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: model.row(0).listed.size == OBJECTS - 1, timeout=30_000)
    heart.note("sorted")
    folder.filter_names("77")
    qtbot.waitUntil(lambda: model.rowCount() < OBJECTS, timeout=30_000)
    folder.filter_names("")
    qtbot.waitUntil(lambda: model.rowCount() == OBJECTS, timeout=30_000)
    heart.note("filtered")
    folder.table.scrollToBottom()
    qtbot.waitUntil(lambda: model.row(OBJECTS - 1).status is not None, timeout=30_000)
    heart.note("scrolled")
    folder.table.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: model.row(0).listed.size == 0, timeout=30_000)
    heart.note("sorted by name again")
    grown = memory() - before
    print(f"{title}: memory + {grown:.0f} MB")
    assert grown < MAX_MEMORY
