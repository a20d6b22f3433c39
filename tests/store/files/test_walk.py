from __future__ import annotations

import errno
import inspect
import os
import sys
from collections import Counter
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.found import FoundFile, FoundLink, Kind, Links, LinkState
from s3enc_gui.store.files.walk import walk


def names(found):
    return [item.relative for item in found]


def files(folder):
    """What was found, checked to be files or empty folders."""
    found = list(walk(str(folder)))
    assert all(isinstance(one, FoundFile) for one in found)
    return cast("list[FoundFile]", found)


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


def test_empty_folders_are_listed_with_a_slash(tmp_path):
    (tmp_path / "photos" / "b").mkdir(parents=True)
    (tmp_path / "photos" / "a.txt").touch()
    found = files(tmp_path / "photos")
    assert names(found) == ["photos/a.txt", "photos/b/"]
    assert [item.kind for item in found] == [Kind.FILE, Kind.EMPTY_FOLDER]
    [start] = files(tmp_path / "photos" / "b")
    assert (start.relative, start.kind) == ("b/", Kind.EMPTY_FOLDER)


def test_a_missing_file_is_reported(tmp_path):
    (error,) = walk(str(tmp_path / "nothing"))
    assert isinstance(error, AppError)
    assert error.code == "ENOENT"


def link(item):
    assert isinstance(item, FoundLink)
    return item.relative.partition("/")[2], item.state


@pytest.fixture
def tree(tmp_path):
    """`top` with a file, a link to a folder outside, and one to a file outside."""
    for name in ("outside/b.txt", "top/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "top" / "linked").symlink_to(tmp_path / "outside")
    (tmp_path / "top" / "file").symlink_to("../outside/b.txt")
    return tmp_path / "top"


def split(found):
    """Names of files, and links with their states."""
    files = [item.relative.partition("/")[2] for item in found if isinstance(item, FoundFile)]
    return files, dict(link(item) for item in found if isinstance(item, FoundLink))


@pytest.mark.parametrize(
    ("links", "files", "states"),
    [
        (Links.FILES, ["a.txt", "file"], {"linked": LinkState.NOT_FOLLOWED}),
        (Links.ALL, ["a.txt", "file", "linked/b.txt"], {"linked": LinkState.FOLLOWED}),
        (
            Links.NONE,
            ["a.txt"],
            {"file": LinkState.NOT_FOLLOWED, "linked": LinkState.NOT_FOLLOWED},
        ),
    ],
)
def test_links_are_followed_as_chosen(tree, links, files, states):
    found = list(walk(str(tree), links))
    assert split(found) == (files, states)
    [linked] = [one for one in found if isinstance(one, FoundLink) and one.to_folder]
    assert Path(linked.target) == tree.parent / "outside"
    below = [one.linked for one in found if isinstance(one, FoundFile)]
    assert below == [name.startswith("linked/") for name in files]


def test_a_start_that_is_a_link_is_followed(tree):
    assert names(walk(str(tree / "linked"), Links.NONE)) == ["linked/b.txt"]
    assert names(walk(str(tree / "file"), Links.NONE)) == ["file"]


@pytest.mark.parametrize("target", [".", "..", "../..", "/", "../linked/../top/sub"])
def test_links_to_folders_that_contain_them_are_loops(tree, target):
    (tree / "sub").mkdir()
    (tree / "sub" / "loop").symlink_to(tree / "sub" / target)
    files, states = split(list(walk(str(tree), Links.ALL)))
    assert files == ["a.txt", "file", "linked/b.txt"]
    assert states["sub/loop"] is LinkState.LOOP


def test_two_folders_that_link_to_each_other(tree):
    (tree / "x").mkdir()
    (tree / "y").mkdir()
    (tree / "x" / "to-y").symlink_to("../y")
    (tree / "y" / "to-x").symlink_to("../x")
    (tree / "y" / "y.txt").touch()
    files, states = split(list(walk(str(tree), Links.ALL)))
    assert [name for name in files if "y.txt" in name] == ["x/to-y/y.txt", "y/y.txt"]
    assert states == {
        "linked": LinkState.FOLLOWED,
        "x/to-y": LinkState.FOLLOWED,
        "x/to-y/to-x": LinkState.LOOP,
        "y/to-x": LinkState.FOLLOWED,
        "y/to-x/to-y": LinkState.LOOP,
    }


def test_a_folder_that_two_links_reach_is_found_under_both_names(tree):
    (tree / "again").symlink_to(tree.parent / "outside")
    files, _ = split(list(walk(str(tree), Links.ALL)))
    assert files == ["a.txt", "again/b.txt", "file", "linked/b.txt"]


def test_links_of_links_are_followed_once_each(tmp_path):
    """Each folder links twice to the next: 2^20 ways to the last one."""
    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in ("l", "r"):
            (folder / name).symlink_to(tmp_path / str(number + 1))
    (tmp_path / "20").mkdir()
    (tmp_path / "20" / "f").touch()
    found = list(walk(str(tmp_path / "0"), Links.ALL))
    states = Counter(one.state for one in found if isinstance(one, FoundLink))
    assert states == {LinkState.FOLLOWED: 40, LinkState.REPEATED: 38}
    assert sum(isinstance(one, FoundFile) for one in found) == 2


def changing_numbers(monkeypatch):
    """Give each folder another inode each time, as some network drives do."""
    numbers, look = count(1), os.lstat

    def changed(status):
        return os.stat_result((status[0], next(numbers), *status[2:]))

    monkeypatch.setattr(os, "lstat", lambda path: changed(look(path)))
    stat = Path.stat
    monkeypatch.setattr(Path, "stat", lambda path, **how: changed(stat(path, **how)))


def no_numbers(monkeypatch):
    look, stat = os.lstat, Path.stat
    none = lambda status: os.stat_result((status[0], 0, *status[2:]))  # noqa: E731
    monkeypatch.setattr(os, "lstat", lambda path: none(look(path)))
    monkeypatch.setattr(Path, "stat", lambda path, **how: none(stat(path, **how)))


@pytest.mark.parametrize("drive", [changing_numbers, no_numbers])
def test_loops_end_on_drives_without_file_numbers(tree, monkeypatch, drive):
    (tree / "loop").symlink_to(".")
    drive(monkeypatch)
    files, _ = split(list(walk(str(tree), Links.ALL)))
    assert {"a.txt", "file", "linked/b.txt"} <= set(files)
    assert len(files) <= 6


def test_a_junction_is_a_link(tree, monkeypatch):
    """Windows: a junction has the mode of a folder, and its own reparse tag."""
    (tree / "junction").mkdir()
    (tree / "junction" / "inside.txt").touch()
    look = os.lstat

    def lstat(path):
        status = look(path)
        if not str(path).endswith("junction"):
            return status
        return SimpleNamespace(st_mode=status.st_mode, st_reparse_tag=0xA0000003)

    monkeypatch.setattr(os, "lstat", lstat)
    files, states = split(list(walk(str(tree))))
    assert files == ["a.txt", "file"]
    assert states == {"junction": LinkState.NOT_FOLLOWED, "linked": LinkState.NOT_FOLLOWED}
    assert "junction/inside.txt" in split(list(walk(str(tree), Links.ALL)))[0]


def test_a_broken_link_names_its_target(tmp_path):
    (tmp_path / "broken").symlink_to("nowhere")
    for links in (Links.FILES, Links.ALL):
        [error] = walk(str(tmp_path), links)
        assert isinstance(error, AppError)
        assert error.code == "ENOENT"
        assert "nowhere" in error.detail


def test_system_files_are_marked(tmp_path):
    for name in (".DS_Store", "a/Thumbs.db", "b.txt", "__MACOSX/b.txt", "c/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "e" / ".Trashes").mkdir(parents=True)
    kinds = {one.relative.partition("/")[2]: one.kind for one in files(tmp_path)}
    assert kinds == {
        ".DS_Store": Kind.SYSTEM_FILE,
        "__MACOSX/b.txt": Kind.SYSTEM_FILE,
        "a/": Kind.FOLDER_OF_SYSTEM_FILES,
        "a/Thumbs.db": Kind.SYSTEM_FILE,
        "b.txt": Kind.FILE,
        "c/d.txt": Kind.FILE,
        "e/": Kind.FOLDER_OF_SYSTEM_FILES,
        "e/.Trashes/": Kind.EMPTY_SYSTEM_FOLDER,
    }


def test_a_folder_of_links_or_of_unreadable_files_is_not_empty(tmp_path):
    (tmp_path / "links" / "x").mkdir(parents=True)
    (tmp_path / "links" / "x" / "up").symlink_to("..")
    assert [type(one) for one in walk(str(tmp_path / "links"))] == [FoundLink]


def test_files_in_the_cloud_are_marked(tmp_path, monkeypatch):
    for name in ("cloud.txt", "here.txt"):
        (tmp_path / name).touch()
    look = os.lstat

    def lstat(path):
        status = look(path)
        flags = 0x40000000 * str(path).endswith("cloud.txt")
        return SimpleNamespace(
            st_mode=status.st_mode, st_size=0, st_dev=0, st_ino=1, st_flags=flags
        )

    monkeypatch.setattr(os, "lstat", lstat)
    assert {one.relative[-9:]: one.cloud_only for one in files(tmp_path)} == {
        "cloud.txt": True,
        "/here.txt": False,
    }


def test_the_root_of_a_drive_has_no_name():
    first = next(one for one in walk("/etc/..") if isinstance(one, FoundFile | FoundLink))
    assert not first.relative.startswith("/")


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
