from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.source_file import SourceFile


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "file.bin"
    path.write_bytes(bytes(range(200)))
    return path


def test_reads_exactly_what_is_asked(path):
    with SourceFile(str(path)) as source:
        assert source.size == 200
        assert source.read(10, 5) == bytes(range(10, 15))
        assert source.read(0, 0) == b""


def test_several_threads_read_at_once(path):
    with SourceFile(str(path)) as source, ThreadPoolExecutor(8) as pool:
        pieces = list(pool.map(lambda offset: source.read(offset, 10), range(0, 200, 10)))
    assert b"".join(pieces) == bytes(range(200))


def test_an_untouched_file_is_unchanged(path):
    with SourceFile(str(path)) as source:
        source.check_unchanged()


def test_a_file_that_shrank_is_found_out_while_reading(path):
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


def _replace(path):
    other = path.with_suffix(".new")
    other.write_bytes(bytes(200))
    other.replace(path)


@pytest.mark.parametrize(
    "change", [_grow, _rewrite, _replace, lambda path: path.unlink()],
    ids=["grew", "rewritten", "replaced", "deleted"],
)  # fmt: skip
def test_every_change_is_found_out_at_the_end(path, change):
    with SourceFile(str(path)) as source:
        change(path)
        with pytest.raises(AppError) as caught:
            source.check_unchanged()
    assert caught.value.code == "FileChanged"
    assert str(path) in caught.value.detail


def test_a_missing_file_is_said_in_words(tmp_path):
    with pytest.raises(AppError, match="not there") as caught:
        SourceFile(str(tmp_path / "nothing"))
    assert caught.value.code == "ENOENT"


def test_a_folder_is_no_file(tmp_path):
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
def test_what_holds_more_than_it_says_is_no_empty_file():
    with SourceFile("/proc/self/status") as source, pytest.raises(AppError, match="changed"):
        source.check_unchanged()
