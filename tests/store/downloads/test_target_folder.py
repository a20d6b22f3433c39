from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.store.downloads.target_folder import TargetFolder, contents
from s3enc_gui.store.files import rename_without_overwriting
from s3enc_gui.store.files.rename_without_overwriting import name_exists, publish

FAIL, RENAME, OVERWRITE = IfExists.FAIL, IfExists.RENAME, IfExists.OVERWRITE


@pytest.fixture
def folder(tmp_path):
    folder = TargetFolder(tmp_path / "new" / "er", "tag")
    folder.prepare()
    return folder


def names(folder):
    return sorted(path.name for path in folder.path.rglob("*") if path.is_file())


def test_a_small_file_is_written_with_its_date(folder):
    target = folder.file("a/b/c.txt")
    assert folder.write(target, bytearray(b"data"), 1_700_000_000.0, FAIL) == target
    assert target.read_bytes() == b"data"
    assert target.stat().st_mtime == 1_700_000_000.0
    assert names(folder) == ["c.txt"]


def test_an_existing_file_is_not_changed(folder):
    target = folder.file("a.txt")
    target.write_text("mine")
    assert folder.write(target, bytearray(b"data"), None, FAIL) is None
    assert target.read_text() == "mine"
    assert names(folder) == ["a.txt"]


def test_both_are_kept(folder):
    target = folder.file("a.txt")
    for _ in range(3):
        folder.write(target, bytearray(b"data"), None, RENAME)
    assert names(folder) == ["a (1).txt", "a (2).txt", "a.txt"]


def test_an_existing_file_is_overwritten_if_requested(folder):
    target = folder.file("a.txt")
    target.write_text("old")
    assert folder.write(target, bytearray(b"new"), None, OVERWRITE) == target
    assert target.read_text() == "new"


def test_a_link_is_replaced_and_not_its_target(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    target = folder.file("a.txt")
    target.symlink_to(elsewhere)
    folder.write(target, bytearray(b"new"), None, OVERWRITE)
    assert (elsewhere.read_text(), target.read_text()) == ("mine", "new")


def test_a_broken_link_counts_as_existing(folder):
    target = folder.file("a.txt")
    target.symlink_to("nowhere")
    assert name_exists(target)
    assert folder.write(target, bytearray(b"x"), None, FAIL) is None


def test_leftover_files_are_deleted(folder):
    left = folder.path / ".tag-3.s3enc-part"
    left.write_text("half")
    other = folder.path / ".other-3.s3enc-part"
    other.write_text("half")
    folder.delete_leftovers()
    assert (left.exists(), other.exists()) == (False, True)


def test_the_file_that_probes_for_case_is_a_leftover_if_killed(folder, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", lambda *_, **__: None)
        folder.prepare()
    assert len(names(folder)) == 1
    folder.prepare()
    assert names(folder) == []


def test_a_file_with_the_name_of_a_folder_is_an_error(folder):
    folder.file("a").write_text("mine")
    with pytest.raises(AppError) as caught:
        folder.write(folder.file("a/b"), bytearray(b"x"), None, FAIL)
    assert caught.value.title == "A file and a folder have the same name"
    assert names(folder) == ["a"]


@pytest.mark.skipif(os.name != "posix", reason="other systems have other limits")
def test_a_name_that_is_too_long_is_an_error(folder):
    with pytest.raises(AppError) as caught:
        folder.write(folder.file("x" * 300), bytearray(b"x"), None, FAIL)
    assert caught.value.code == "ENAMETOOLONG"
    assert names(folder) == []


def test_a_subfolder_on_another_disk_is_written_to_there(folder, monkeypatch):
    real = rename_without_overwriting._rename

    def take(part, target):
        if part.parent != target.parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        real(part, target)

    monkeypatch.setattr(rename_without_overwriting, "_rename", take)
    target = folder.file("other/a.txt")
    assert folder.write(target, bytearray(b"data"), None, FAIL) == target
    assert names(folder) == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "link"), reason="no hard links")
def test_a_disk_without_hard_links(tmp_path, monkeypatch):
    def link(*_, **__):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    part, target = tmp_path / "part", tmp_path / "target"
    part.write_text("data")
    assert publish(part, target, FAIL) == target
    part.write_text("more")
    assert publish(part, target, FAIL) is None
    assert target.read_text() == "data"


def test_a_file_is_read_in_chunks(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * (2**20 + 1))
    assert [len(piece) for piece in contents(path)] == [2**20, 1]
