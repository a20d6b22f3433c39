from __future__ import annotations

import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import (
    DownloadRequest,
    FileOutcome,
    FileResult,
    requested_object,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.store.downloads.record import (
    DownloadRecord,
    downloads_folder,
    kept_paths,
    tag_of,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
REQUEST = DownloadRequest(
    Connection("me", "eu-west-1"),
    "my-bucket",
    "/home/\udcff",
    (ListedObject("a", 3, NOON, "e"), requested_object("b", "v1")),
    ("x/",),
    if_exists=IfExists.RENAME,
)
RESULT = FileResult("k\ud800", "v1", 7, "/home/k", FileOutcome.CHECKED, "CRC", ("renamed",))


@pytest.fixture
def file(tmp_path):
    file = DownloadRecord(tmp_path / "d" / "one.sqlite")
    yield file
    file.close()


def again(file):
    file.close()
    return DownloadRecord(file.path)


def test_the_request_is_stored(file):
    assert file.kept() is None
    file.begin(REQUEST, NOON)
    file.add([RESULT], 7, 2, 20)
    reopened = again(file)
    kept = reopened.kept()
    assert kept
    assert (kept.request, kept.begun) == (REQUEST, NOON)
    assert (kept.files, kept.of_files, kept.bytes, kept.of_bytes) == (1, 2, 7, 20)
    assert reopened.done() == {RESULT.id: replace(RESULT, earlier=True)}
    reopened.close()


def test_a_second_begin_keeps_the_progress(file):
    file.begin(REQUEST, NOON)
    file.add([RESULT], 7)
    file.settle(True)
    assert file.kept() is None
    file.begin(replace(REQUEST, if_exists=IfExists.SKIP), datetime.now(UTC))
    kept = file.kept()
    assert kept
    assert (kept.begun, kept.files, kept.request.if_exists) == (NOON, 1, IfExists.SKIP)


def test_parts_are_recorded(file, tmp_path):
    file.begin_part(tmp_path / "a")
    file.begin_part(tmp_path / "a")
    file.begin_part(tmp_path / "b")
    file.end_part(tmp_path / "b")
    assert file.parts() == [tmp_path / "a"]


def test_only_one_run_opens_it(file):
    with pytest.raises(AppError) as caught:
        DownloadRecord(file.path)
    assert caught.value.code == "DownloadBusy"


def test_a_damaged_file_is_replaced(tmp_path):
    path = tmp_path / "one.sqlite"
    path.write_bytes(b"not a database" * 100)
    file = DownloadRecord(path)
    assert file.kept() is None
    file.remove()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_only_the_user_can_read_it(file):
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError) as caught:
        DownloadRecord(tmp_path / "file" / "one.sqlite")
    assert caught.value.code == "DownloadsNotWritable"


def test_in_memory():
    file = DownloadRecord(None)
    file.begin(REQUEST, NOON)
    assert file.kept()
    file.remove()


def test_the_tag_of_a_request_does_not_depend_on_if_exists():
    assert tag_of(REQUEST) == tag_of(replace(REQUEST, if_exists=IfExists.FAIL))
    assert tag_of(REQUEST) != tag_of(replace(REQUEST, folder="/elsewhere"))


def test_all_records_are_found(isolated_home):
    assert kept_paths() == []
    path = downloads_folder() / "one.sqlite"
    DownloadRecord(path).close()
    assert kept_paths() == [Path(path)]
