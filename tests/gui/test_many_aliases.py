"""20,000 aliases of a KMS server, with real threads: fill the list and search it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.gui.bridge.job_runner import JobRunner
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.settings_file import SettingsFile

pytestmark = [pytest.mark.measured, pytest.mark.contract]

COUNT = 20_000


@pytest.fixture
def environment(monkeypatch, moto_server, kms_pages):
    variables = moto_server.environment() | {
        "AWS_ENDPOINT_URL_KMS": kms_pages(COUNT).server.kms_endpoint_url
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def runner(environment, tmp_path):
    services = Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"))
    runner = JobRunner(services)
    yield runner
    runner.shutdown()
    services.close()


def test_fill_and_search(qtbot, runner, moto_server, new_bucket, tmp_path, heartbeat):
    path = tmp_path / "text.txt"
    path.write_text("text")
    wizard = UploadWizard(runner, Connection(), new_bucket(moto_server), "", [str(path)])
    qtbot.addWidget(wizard)
    wizard.show()
    heart = heartbeat(f"{COUNT:,} KMS aliases")
    encryption = wizard.properties.encryption
    heart.note("requested", wizard.go_next, encryption.kinds[Encryption.SSE_KMS].click)
    combo = encryption.key.combo
    qtbot.waitUntil(lambda: combo.count() >= COUNT + 2, timeout=60_000)  # and aws/s3, Custom
    heart.note("listed")
    combo.showPopup()
    qtbot.keyClicks(combo.view(), "key-1999")
    qtbot.waitUntil(lambda: combo.model().rowCount() < 20)
    qtbot.keyClick(combo.view(), Qt.Key.Key_Escape)
    heart.note("searched")
    wizard.close()
