from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.problem_reports.crashes import FindCrashes, ForgetCrashes
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.paths import crashes_path, log_path
from s3enc_gui.store.settings_file import SettingsFile

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def context(tmp_path):
    services = Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"))
    yield Context(services)
    services.close()


def test_the_report_has_the_log_of_the_time_before(context):
    log_path().parent.mkdir(parents=True)
    log_path().write_text(
        "2026-03-01 11:59:59Z ERROR s3enc_gui.a: before\n    continued\n"
        "2026-03-01 12:00:07Z INFO s3enc_gui: this run\n    continued, too\n"
    )
    crashes_path().mkdir(parents=True)
    path = crashes_path() / "1.crash"
    path.write_text(
        '{"program": "s3enc-gui", "about": "s3enc-gui 1"}\nFatal Python error: Aborted\n\n'
        '  File "/home/anna/s3enc_gui/app.py", line 3 in run\n'
    )
    os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    (found,) = FindCrashes().run(context)
    text = found.report.text(names=True)
    assert "2026-03-01 12:00:00Z" in text
    assert "s3enc-gui 1" in text
    assert "before" in text
    assert "this run" not in text
    assert "too" not in text
    assert "anna" not in text
    assert ForgetCrashes((found.id,)).run(context).endswith("1.seen.txt")
    assert FindCrashes().run(context) == ()


def test_without_a_crash_the_log_is_not_read(context, monkeypatch):
    monkeypatch.setattr(context.services.log, "newest", lambda _: 1 / 0)
    assert FindCrashes().run(context) == ()
