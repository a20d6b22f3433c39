"""The upload wizard is loaded after the window is shown."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.bridge import idle_loading
from s3enc_gui.gui.late_wizard import late_wizard
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.jobs.load_modules import LoadModules
from tests.fakes.runner import FakeRunner


@pytest.fixture
def runner(monkeypatch):
    monkeypatch.setattr(idle_loading, "QUIET_MS", 1)
    return FakeRunner()


def test_it_makes_the_wizard(runner, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    wizard = late_wizard(runner)(runner, Connection(), "bucket", "in/", [], window)
    assert isinstance(wizard, UploadWizard)


def test_its_modules_are_loaded_when_no_job_begins_or_ends(runner, qtbot):
    late_wizard(runner)
    qtbot.waitUntil(lambda: bool(runner.started))
    assert runner.started == [LoadModules((UploadWizard.__module__,))]
