from __future__ import annotations

import logging
import os
import stat
import sys

import pytest

from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.store.log import log_file
from s3enc_gui.store.log.log_file import LogFile
from s3enc_gui.store.log.private_file_handler import PrivateFileHandler
from s3enc_gui.store.paths import log_path

OURS = logging.getLogger("s3enc_gui.tests")
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
FAILED = "it failed"


@pytest.fixture
def log():
    log = LogFile(log_path())
    yield log
    log.stop()


def written(log):
    log.stop()
    return "".join(log.texts())


def test_nothing_is_written_before_the_start(log, isolated_home):
    OURS.info("before")
    assert log.files() == []
    assert not log_path().parent.exists()


def test_it_starts_with_the_versions_whatever_the_level(log):
    log.start(LogLevel.ERROR, "s3enc 1.0")
    assert written(log).endswith("Z INFO s3enc_gui: s3enc 1.0\n")


@pytest.mark.expects_log("a warning")
@pytest.mark.expects_log("an error")
@pytest.mark.parametrize("level", list(LogLevel))
def test_the_level_decides_what_is_written(log, level):
    log.start(LogLevel.ERROR, "")
    log.set_level(level)
    OURS.debug("a detail")
    OURS.info("an event")
    OURS.warning("a warning")
    OURS.error("an error")
    found = written(log)
    order = {
        LogLevel.ERROR: "an error",
        LogLevel.WARNING: "a warning",
        LogLevel.INFO: "an event",
        LogLevel.DEBUG: "a detail",
    }
    levels = list(order)
    for one, said in order.items():
        assert (said in found) is (levels.index(one) <= levels.index(level))


def test_other_libraries_are_not_in_it(log):
    log.start(LogLevel.DEBUG, "")
    logging.getLogger("botocore.auth").info("CanonicalRequest: %s", SECRET)
    assert "Canonical" not in written(log)


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_only_the_user_can_read_it(log, isolated_home):
    log.start(LogLevel.WARNING, "x")
    log.stop()
    assert stat.S_IMODE(log_path().stat().st_mode) == 0o600
    assert stat.S_IMODE(log_path().parent.stat().st_mode) == 0o700
    assert isolated_home in log_path().parents


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_an_existing_file_becomes_private(log):
    log_path().parent.mkdir(parents=True)
    log_path().write_text("earlier\n")
    log_path().chmod(0o644)
    log.start(LogLevel.WARNING, "x")
    assert written(log).startswith("earlier\n")
    assert stat.S_IMODE(log_path().stat().st_mode) == 0o600


def test_it_rotates(log, monkeypatch):
    monkeypatch.setattr(log_file, "SIZE", 2000)
    log = LogFile(log_path())
    log.start(LogLevel.INFO, "start")
    for number in range(300):
        OURS.info("message %03d", number)
    found = written(log)
    assert [one.name for one in log.files()] == [
        "s3enc.log.3", "s3enc.log.2", "s3enc.log.1", "s3enc.log",
    ]  # fmt: skip
    assert all(one.stat().st_size <= 2000 for one in log.files())
    lines = [line.rsplit(" ", 1)[1] for line in found.splitlines()]
    assert lines == sorted(lines)
    assert lines[-1] == "299"
    if os.name != "nt":
        assert {stat.S_IMODE(one.stat().st_mode) for one in log.files()} == {0o600}


def test_two_processes_share_one_file(tmp_path):
    def record(message):
        return OURS.makeRecord("x", logging.INFO, "", 0, message, (), None)

    first, second = (PrivateFileHandler(tmp_path / "a.log", 100, 3) for _ in range(2))
    second.handle(record("from the second"))
    first.handle(record("f" * 90))  # rotates
    second.handle(record("again"))
    for handler in (first, second):
        handler.close()
    assert (tmp_path / "a.log.1").read_text() == "from the second\n"
    assert (tmp_path / "a.log").read_text() == "f" * 90 + "\nagain\n"


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    log = LogFile(tmp_path / "file" / "log" / "s3enc.log")
    log.start(LogLevel.INFO, "start")
    OURS.info("lost")
    assert written(log) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
def test_a_full_disk_stops_nothing(tmp_path, monkeypatch, capfd):
    fd = os.open("/dev/full", os.O_WRONLY)
    monkeypatch.setattr(PrivateFileHandler, "_open", lambda self: os.fdopen(fd, "a"))
    log = LogFile(tmp_path / "s3enc.log")
    log.start(LogLevel.INFO, "start")
    OURS.info("lost")
    log.stop()
    assert capfd.readouterr() == ("", "")


def test_a_record_that_cannot_be_formatted_stops_nothing(log, capfd, monkeypatch):
    monkeypatch.setattr(logging.getLogger("s3enc_gui"), "propagate", False)  # to pytest
    log.start(LogLevel.INFO, "start")
    OURS.info("%d", "no number")
    OURS.info("next")
    assert "next" in written(log)
    assert capfd.readouterr() == ("", "")


@pytest.mark.expects_log("Unexpected")
def test_a_traceback_is_kept_without_its_secrets(log):
    log.start(LogLevel.ERROR, "")
    try:
        raise ValueError(f"token={SECRET}\nINFO forged: line")
    except ValueError:
        OURS.exception("Unexpected")
    found = written(log)
    assert SECRET not in found
    assert f'File "{__file__}", line' in found
    assert "ValueError: token=•••" in found
    assert "\n    INFO forged: line" in found  # it doesn't look like a record


def test_the_newest_messages_are_whole_lines(log):
    log.start(LogLevel.INFO, "start")
    for number in range(50):
        OURS.info("message %02d", number)
    log.stop()
    text, is_all = log.newest(300)
    assert not is_all
    assert len(text) <= 300
    assert text.endswith("message 49\n")
    assert text.startswith("20")
    assert log.newest(100_000) == ("".join(log.texts()), True)


def test_it_can_be_started_again_and_the_logger_is_as_before(log):
    before = logging.getLogger("s3enc_gui").level
    log.start(LogLevel.INFO, "one")
    log.stop()
    log.stop()
    assert logging.getLogger("s3enc_gui").level == before
    log.start(LogLevel.INFO, "two")
    assert [line.rsplit(" ", 1)[1] for line in written(log).splitlines()] == ["one", "two"]
