from __future__ import annotations

import errno
import inspect
import os
import sys
from pathlib import Path

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.files.walk import FoundFile, walk


def names(found):
    return [item.relative for item in found]


def test_a_single_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("12345")
    assert list(walk(str(path))) == [FoundFile(str(path), "a.txt", 5)]


def test_relative_names_begin_with_the_folder(tmp_path):
    for name in ("b.txt", "sub/c.txt", "a.txt"):
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert names(walk(str(tmp_path / "photos"))) == [
        "photos/a.txt",
        "photos/b.txt",
        "photos/sub/c.txt",
    ]


def test_an_empty_folder_has_no_files(tmp_path):
    assert list(walk(str(tmp_path))) == []


def test_a_missing_file_is_reported(tmp_path):
    (error,) = walk(str(tmp_path / "nothing"))
    assert isinstance(error, AppError)
    assert error.code == "ENOENT"


def test_a_link_to_a_parent_is_not_followed(tmp_path):
    (tmp_path / "a.txt").touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    assert names(walk(str(tmp_path))) == [f"{tmp_path.name}/a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_reported_and_the_rest_is_found(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").touch()
    found, error = walk(str(tmp_path))
    assert isinstance(error, AppError)
    assert error.code == "NotAFile"
    assert isinstance(found, FoundFile)


def test_a_folder_without_permission_is_reported(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").touch()
    scandir = os.scandir

    def guarded(path):
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    error, found = walk(str(tmp_path))
    assert isinstance(error, AppError)
    assert isinstance(found, FoundFile)
    assert error.code == "EACCES"
    assert found.relative.endswith("open.txt")


def test_names_that_are_not_ascii(tmp_path):
    (tmp_path / "žluťoučký 日本.txt").touch()
    assert names(walk(str(tmp_path))) == [f"{tmp_path.name}/žluťoučký 日本.txt"]


def test_a_link_to_itself_is_reported_and_the_rest_is_found(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "other.txt").touch()
    error, found = walk(str(tmp_path))
    assert isinstance(error, AppError)
    assert error.code == "ELOOP"
    assert isinstance(found, FoundFile)


def test_folders_may_be_nested_deeper_than_calls(tmp_path):
    depth, limit = 400, sys.getrecursionlimit()
    Path(tmp_path, *["d"] * depth).mkdir(parents=True)
    Path(tmp_path, *["d"] * depth, "f").touch()
    sys.setrecursionlimit(len(inspect.stack(0)) + depth // 2)
    try:
        (found,) = walk(str(tmp_path))
    finally:
        sys.setrecursionlimit(limit)
    assert isinstance(found, FoundFile)
    assert found.relative.count("/d") == depth
