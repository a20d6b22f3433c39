from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.store.files.source_file import ROUNDS, SourceFile
from tests.fakes.odd_drives import ODD, WITHOUT_NUMBERS, install
from tests.fakes.rewriting import rewrite


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "file.bin"
    path.write_bytes(bytes(range(200)))
    return path


def test_reads_exactly_the_requested_bytes(path):
    with SourceFile(str(path)) as source:
        assert source.size == 200
        assert source.read(10, 5) == bytes(range(10, 15))
        assert source.read(0, 0) == b""


def test_several_threads_read_at_once(path):
    with SourceFile(str(path)) as source, ThreadPoolExecutor(8) as pool:
        pieces = list(pool.map(lambda offset: source.read(offset, 10), range(0, 200, 10)))
    assert b"".join(pieces) == bytes(range(200))


def never():
    raise AssertionError("it must not be read again")


def compares(source):
    """Read the file; return a function that reads it again and compares."""
    data = source.read(0, source.size)
    return lambda: source.read(0, source.size) == data


def check(path, change):
    """Read a file, change it, and check it."""
    with SourceFile(str(path)) as source:
        is_same = compares(source)
        change(path)
        source.check_unchanged(is_same)
        return source


def test_an_untouched_file_is_unchanged_and_not_read_again(path):
    with SourceFile(str(path)) as source:
        source.check_unchanged(never)


def test_a_file_that_shrank_is_detected_while_reading(path):
    with SourceFile(str(path)) as source:
        os.truncate(path, 50)
        with pytest.raises(AppError, match="changed") as caught:
            source.read(40, 20)
    assert caught.value.code == "FileChanged"


def _grow(path):
    with path.open("ab") as file:
        file.write(b"more")


def _rewrite(path):
    path.write_bytes(bytes(200))
    os.utime(path, ns=(1, 1))


def _set_back(path):
    rewrite(path, (0, b"new!"))


def _replace(path):
    other = path.with_suffix(".new")
    other.write_bytes(bytes(200))
    other.replace(path)


@pytest.mark.parametrize(
    "change", [_grow, _rewrite, _set_back, _replace, lambda path: path.unlink()],
    ids=["grew", "rewritten", "set back", "replaced", "deleted"],
)  # fmt: skip
def test_every_change_is_detected_at_the_end(path, change):
    with pytest.raises(AppError) as caught:
        check(path, change)
    assert caught.value.code == "FileChanged"
    assert str(path) in caught.value.detail


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(AppError, match="Can't find the file") as caught:
        SourceFile(str(tmp_path / "nothing"))
    assert caught.value.code == "ENOENT"


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(AppError) as caught:
        SourceFile(str(tmp_path))
    assert caught.value.code in ("NotAFile", "EISDIR")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(AppError) as caught:
        SourceFile(str(pipe))
    assert caught.value.code == "NotAFile"


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_file_with_more_bytes_than_its_size_is_an_error():
    with SourceFile("/proc/self/status") as source, pytest.raises(AppError, match="changed"):
        source.check_unchanged(never)


def _replace_by_equal_content(path):
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes())
    other.replace(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.chmod(0o400),
        lambda path: os.utime(path, ns=(1, 1)),
        lambda path: path.with_suffix(".link").hardlink_to(path),
        _replace_by_equal_content,
    ],
    ids=["chmod", "touch", "hard link", "replaced by equal content"],
)
def test_equal_content_is_unchanged(path, change):
    assert not check(path, change).lacks_numbers


def test_the_fingerprint_is_of_the_file_as_it_was_last_read(path):
    source = check(path, lambda path: os.utime(path, ns=(1, 1)))
    status = path.stat()
    assert source.mark == FileFingerprint(200, 1, status.st_ctime_ns)


def test_a_write_during_the_second_read_is_detected(path):
    with SourceFile(str(path)) as source:
        compared = compares(source)
        rounds = []

        def is_same():
            same = compared()
            rounds.append(same)
            _set_back(path)
            return same

        os.utime(path, ns=(1, 1))
        with pytest.raises(AppError, match="changed"):
            source.check_unchanged(is_same)
    assert rounds == [True, False]


def test_it_is_read_again_a_limited_number_of_times(path):
    with SourceFile(str(path)) as source:
        rounds = []

        def is_same():
            rounds.append(True)
            os.utime(path, ns=(1, len(rounds)))
            return True

        path.chmod(0o400)
        source.check_unchanged(is_same)
    assert len(rounds) == ROUNDS


@pytest.mark.parametrize("change", ODD)
def test_files_on_unusual_drives_are_read_again(path, monkeypatch, change):
    install(monkeypatch, change)
    assert check(path, lambda _: None).lacks_numbers is (change in WITHOUT_NUMBERS)


@pytest.mark.parametrize("change", ODD)
def test_unusual_drives_do_not_hide_a_change(path, monkeypatch, change):
    install(monkeypatch, change)
    with pytest.raises(AppError, match="changed"):
        check(path, _set_back)
