from __future__ import annotations

import struct
import sys

import pytest

from s3enc_gui.store.files import source_file
from s3enc_gui.store.files.change_time import change_time, change_time_by
from s3enc_gui.store.files.source_file import SourceFile
from tests.fakes.rewriting import rewrite

NOON = 1_772_366_400  # 1 March 2026, 12:00 UTC, in seconds since 1970
WINDOWS_NOON = 134_168_400_000_000_000  # the same in 100 ns since 1601


def says(change, done=True):
    """A GetFileInformationByHandleEx whose change time differs from all other times."""

    def ask(handle, info):
        assert handle == 42
        struct.pack_into("<qqqqI", info, 0, 1, 2, 3, change, 0x20)
        return done

    return ask


def test_windows_has_it_in_100_ns_since_1601():
    assert change_time_by(says(WINDOWS_NOON + 7), 42) == NOON * 1_000_000_000 + 700


def test_the_structure_has_the_size_windows_expects():
    def ask(_, info):
        assert len(info) == 40
        return False

    assert change_time_by(ask, 42) is None


@pytest.mark.parametrize("ask", [says(0), says(WINDOWS_NOON, done=False)])
def test_without_a_change_time_it_is_none(ask):
    assert change_time_by(ask, 42) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs the handle")
def test_on_posix_every_status_has_it(tmp_path):
    status = tmp_path.stat()
    assert change_time(status, None) == status.st_ctime_ns


def rounds(source):
    """How often an unchanged file is read again."""
    read = []

    def is_same():
        read.append(source.read(0, source.size))
        return True

    source.check_unchanged(is_same)
    return len(read)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file.bin"
    path.write_bytes(bytes(100))
    return path


@pytest.mark.parametrize(("time", "rereads"), [(1, 0), (None, 1)])
def test_windows_has_it_of_open_files_only(file, monkeypatch, time, rereads):
    def on_windows(status, fd):
        return None if fd is None else time

    monkeypatch.setattr(source_file, "change_time", on_windows)
    with SourceFile(str(file)) as source:
        assert source.mark.change_ns == time
        assert rounds(source) == rereads


def test_on_windows_a_changed_change_time_rereads_the_file(file, monkeypatch):
    times = iter([1, 2, 2, 2])
    monkeypatch.setattr(
        source_file, "change_time", lambda _, fd: None if fd is None else next(times)
    )
    with SourceFile(str(file)) as source:
        assert rounds(source) == 1


def test_it_cannot_be_set_back(file):
    before = file.stat()
    rewrite(file, (0, b"new"))
    after = file.stat()
    assert after.st_mtime_ns == before.st_mtime_ns
    assert change_time(after, None) != change_time(before, None)
