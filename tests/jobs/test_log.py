from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

import pytest

from s3enc_gui.domain.denial import Denial
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.i18n import text
from s3enc_gui.jobs import log as jobs
from s3enc_gui.jobs.context import Context, Services
from s3enc_gui.jobs.failures import log_failure
from s3enc_gui.jobs.log import LogText, ReadLog, SaveLog
from s3enc_gui.jobs.settings.log_level import ReadLogLevel, SetLogLevel
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.log.log_file import LogFile
from s3enc_gui.store.settings_file import SettingsFile

OURS = logging.getLogger("s3enc_gui.tests")


@pytest.fixture
def context(tmp_path):
    log = LogFile(tmp_path / "log" / "s3enc.log")
    settings = SettingsFile(tmp_path / "settings.json")
    services = Services(OpenSessions(), settings, log=log)
    yield Context(services)
    services.close()
    log.stop()


def test_no_log_yet(context, tmp_path):
    assert ReadLog().run(context) == LogText("", str(tmp_path / "log"))


def test_the_newest_part(context, monkeypatch):
    monkeypatch.setattr(jobs, "SHOWN", 200)
    log = context.services.log
    log.start(LogLevel.INFO, "start")
    for number in range(20):
        OURS.info("message %d", number)
    log.stop()
    found = ReadLog().run(context)
    assert not found.is_all
    assert found.text.endswith("message 19\n")
    assert len(found.text) <= 200


def test_a_log_that_cannot_be_read(context, monkeypatch):
    def fail(*_arguments):
        raise PermissionError(13, "Permission denied")

    context.services.log.path.parent.mkdir()
    context.services.log.path.write_text("x")
    monkeypatch.setattr(Path, "read_text", fail)
    with pytest.raises(AppError, match="Can't read the log"):
        ReadLog().run(context)


def test_all_of_it_is_saved_for_this_user_only(context, tmp_path):
    log = context.services.log
    log.start(LogLevel.INFO, "start")
    log.stop()
    (log.path.with_name("s3enc.log.1")).write_text("earlier\n")
    path = tmp_path / "saved.log"
    assert SaveLog(str(path)).run(context) == str(path)
    assert path.read_text().startswith("earlier\n20")
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_saved(context, tmp_path):
    with pytest.raises(AppError, match="Can't save the log"):
        SaveLog(str(tmp_path / "none" / "saved.log")).run(context)


def test_the_level_applies_at_once_and_after_a_restart(context):
    assert ReadLogLevel().run(context) is LogLevel.WARNING
    context.services.log.start(ReadLogLevel().run(context), "start")
    OURS.info("before")
    assert SetLogLevel(LogLevel.INFO).run(context) is LogLevel.INFO
    OURS.info("after")
    context.services.log.stop()
    text_ = ReadLog().run(context).text
    assert "before" not in text_
    assert "after" in text_
    assert ReadLogLevel().run(context) is LogLevel.INFO


def test_a_level_that_cannot_be_saved_applies_anyway(context, tmp_path):
    (tmp_path / "settings.json").mkdir()
    context.services.log.start(LogLevel.WARNING, "start")
    with pytest.raises(AppError, match="only until S3enc closes"):
        SetLogLevel(LogLevel.INFO).run(context)
    OURS.info("after")
    context.services.log.stop()
    assert "after" in ReadLog().run(context).text


def test_a_failure_in_the_log(context):
    context.services.log.start(LogLevel.WARNING, "start")
    denial = Denial("PutObject", (), request_id="ABC123")
    said = "said: Bearer abcdefgh12."
    error = AppError(text("The request failed"), said, "", "AccessDenied", denial=denial)
    log_failure(error, ReadLog())
    context.services.log.stop()
    last = ReadLog().run(context).text.splitlines()[-1]
    assert last.split(": ", 1)[1] == (
        "ReadLog: The request failed [AccessDenied]. said: Bearer ••• Request ID: ABC123"
    )
