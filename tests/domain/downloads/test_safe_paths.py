from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.downloads.safe_paths import FileSystem, SafePaths, numbered, safe_name

WINDOWS = FileSystem(windows=True, folds_case=True)
Known = dict[tuple[str, str | None], tuple[str, str]]
LINUX = FileSystem()


def paths(system, *keys):
    names = SafePaths(system)
    return [names.path_for(key, None, key).path for key in keys]


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("a/b.txt", "a/b.txt"),
        ("/etc/passwd", "etc/passwd"),
        ("../../up.txt", "__/__/up.txt"),
        ("a/./b", "a/_/b"),
        ("a//b", "a/b"),
        ("..", "__"),
        ("a\0b", "a_b"),
        ("C:\\x", "C:\\x"),
        (".hidden", ".hidden"),
    ],
)
def test_a_key_stays_in_its_folder(key, path):
    assert paths(LINUX, key) == [path]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("COM1.tar.gz", "_COM1.tar.gz"),
        ("LPT¹", "_LPT¹"),
        ("CONSOLE", "CONSOLE"),
        ("C:\\x?*", "C__x__"),
        ("end. .", "end___"),
        ("...", "___"),
        ('<>:"|', "_____"),
        ("line\nbreak", "line_break"),
        ("fine.txt", "fine.txt"),
    ],
)
def test_valid_windows_names(name, safe):
    assert safe_name(name, WINDOWS) == safe


def test_two_keys_never_get_the_same_file():
    assert paths(LINUX, "a//b", "a/b", "/a/b") == ["a/b", "a/b (1)", "a/b (2)"]
    assert paths(WINDOWS, "A.txt", "a.txt", "Ä", "a\u0308") == [
        *("A.txt", "a (1).txt", "Ä", "a\u0308 (1)")
    ]
    assert paths(LINUX, "A.txt", "a.txt") == ["A.txt", "a.txt"]


def test_a_file_and_a_folder_with_the_same_name():
    keys = ("a", "a/b", "a/c", "a/b/c")
    assert paths(LINUX, *keys) == ["a", "a (1)/b", "a (1)/c", "a (1)/b (1)/c"]
    assert paths(LINUX, "a/b", "a") == ["a/b", "a (1)"]


def test_folders_that_differ_only_in_case():
    assert paths(WINDOWS, "Photos/a", "photos/b", "photos/A") == [
        *("Photos/a", "Photos/b", "Photos/A (1)")
    ]


def test_a_key_with_a_slash_at_its_end_is_a_folder():
    name = SafePaths(LINUX).path_for("a/b/", None, "a/b/")
    assert (name.path, name.is_folder, name.differs) == ("a/b", True, False)
    assert SafePaths(LINUX).path_for("/", None, "/").path == ""


def test_different_paths_are_marked():
    names = SafePaths(WINDOWS)
    assert not names.path_for("a", None, "a").differs
    assert names.path_for("b?", None, "b?").differs


def test_two_versions_are_two_files():
    names = SafePaths(LINUX)
    assert names.path_for("a.txt", "1", "a.txt").path == "a.txt"
    assert names.path_for("a.txt", "2", "a.txt").path == "a (1).txt"


def test_paths_of_an_earlier_run_are_kept():
    known: Known = {("x/b", None): ("b (1)", "b"), ("x/c/d", None): ("c/d", "c/d")}
    names = SafePaths(LINUX, known)
    assert names.path_for("x/b", None, "b").path == "b (1)"
    assert names.path_for("y/b (1)", None, "b (1)").path == "b (1) (1)"
    assert names.path_for("c", None, "c").path == "c (1)"


def test_a_renamed_folder_is_reused():
    known: Known = {("d", None): ("d", "d"), ("d/e//a", None): ("d (1)/e/a", "d/e//a")}
    names = SafePaths(LINUX, known)
    assert names.path_for("d/e/b", None, "d/e/b").path == "d (1)/e/b"
    assert names.path_for("d/c", None, "d/c").path == "d (1)/c"


def test_no_object_has_the_suffix_of_incomplete_files():
    name = SafePaths(LINUX).path_for(".a-1.s3enc-part", None, ".a-1.s3enc-part")
    assert (name.path, name.differs) == (".a-1.s3enc-part_", True)


def test_numbers_precede_the_extension():
    assert list(itertools.islice(numbered("x/a.tar.gz"), 3)) == [
        *("x/a.tar.gz", "x/a.tar (1).gz", "x/a.tar (2).gz")
    ]
    assert list(itertools.islice(numbered(".profile"), 2)) == [".profile", ".profile (1)"]


@given(st.lists(st.text("aAä./\\:\0 ", max_size=8), max_size=12), st.sampled_from([LINUX, WINDOWS]))
def test_any_keys_get_safe_and_different_paths(keys, system):
    names = SafePaths(system)
    found = [names.path_for(key, str(at), key) for at, key in enumerate(keys)]
    files = [
        one.path.casefold() if system.folds_case else one.path for one in found if not one.is_folder
    ]
    assert len(set(files)) == len(files)
    for one in found:
        parts = one.path.split("/")
        assert not {"..", "."} & set(parts)
        assert one.path == "" or "" not in parts
        assert "\0" not in one.path
