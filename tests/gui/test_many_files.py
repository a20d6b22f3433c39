"""20,000 files dropped, scanned and uploaded, with real threads."""

from __future__ import annotations

from typing import Any

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.bridge.job_runner import JobRunner
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import ProcessLock
from s3enc_gui.store.settings_file import SettingsFile
from tests.bench.endpoints import BUCKET, sinks
from tests.fakes import drags

pytestmark = [pytest.mark.measured, pytest.mark.contract, pytest.mark.timeout(300)]

FILES = 20_000
FOLDERS = 20


@pytest.fixture
def folder(tmp_path):
    """Small files in folders."""
    root = tmp_path / "many"
    root.mkdir()
    for number in range(FOLDERS):
        inner = root / f"folder-{number:02}"
        inner.mkdir()
        for file in range(FILES // FOLDERS):
            (inner / f"file-{file:04}.txt").write_bytes(b"x" * (file % 100))
    return root


@pytest.fixture
def runner(tmp_path, monkeypatch):
    with sinks(tmp_path) as sink:
        for name, value in sink.plain.server.environment().items():
            monkeypatch.setenv(name, value)

        def journal():
            return Journal(tmp_path / "journal.sqlite", ProcessLock(tmp_path / "instances"))

        services = Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"), journal)
        runner = JobRunner(services)
        yield runner
        services.begin_shutdown()
        runner.shutdown()
        services.close()


@pytest.fixture
def window(qtbot, runner):
    wizards = []

    def make(*arguments):
        wizards.append(UploadWizard(*arguments))
        return wizards[-1]

    window: Any = MainWindow(runner, make)
    window.wizards = wizards
    qtbot.addWidget(window)
    window.show()
    window.start(Connection(), BUCKET, "start/")
    qtbot.waitUntil(lambda: len(runner.running()) <= 1)  # WatchTransfers never ends
    return window


def test_all_are_uploaded(qtbot, window, folder, heartbeat):
    heart = heartbeat(f"{FILES:,} files")
    mime = drags.urls(folder.as_uri())
    drags.enter(window, mime)
    drags.drop(window, mime)
    qtbot.waitUntil(lambda: len(window.wizards) > 0)
    (wizard,) = window.wizards
    heart.note("dropped")
    draft = wizard.draft
    qtbot.waitUntil(lambda: draft.files.rowCount() == FILES, timeout=60_000)
    heart.note("walked")
    wizard.properties.encryption.kinds[Encryption.SSE_S3].click()
    qtbot.waitUntil(wizard._footer.upload.isEnabled, timeout=30_000)
    wizard._footer.upload.click()
    run = wizard.results.run
    qtbot.waitUntil(lambda: run.model.done == FILES, timeout=200_000)
    heart.note("uploaded")
    assert run.model.results[Result.VERIFIED] == FILES, (
        run.error,
        run.model.results,
        run.model.outcome(0),
    )
    wizard.close()
