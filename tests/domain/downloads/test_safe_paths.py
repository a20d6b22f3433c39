from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.downloads.safe_paths import FileSystem, SafePaths, numbered, safe_name

WINDOWS = FileSystem(windows=True, folds_case=True)
Known = dict[tuple[str, str | None], tuple[str, str]]
LINUX = FileSystem()


def places(system, *keys):
    names = SafePaths(system)
    return [names.place(key, None, key).place for key in keys]


@pytest.mark.parametrize(
    ("key", "place"),
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
def test_a_key_stays_in_its_folder(key, place):
    assert places(LINUX, key) == [place]


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
def test_windows_takes_the_name(name, safe):
    assert safe_name(name, WINDOWS) == safe


def test_two_keys_never_get_one_file():
    assert places(LINUX, "a//b", "a/b", "/a/b") == ["a/b", "a/b (1)", "a/b (2)"]
    assert places(WINDOWS, "A.txt", "a.txt", "Ä", "a\u0308") == [
        *("A.txt", "a (1).txt", "Ä", "a\u0308 (1)")
    ]
    assert places(LINUX, "A.txt", "a.txt") == ["A.txt", "a.txt"]


def test_a_file_and_a_folder_of_one_name_are_both_kept():
    keys = ("a", "a/b", "a/c", "a/b/c")
    assert places(LINUX, *keys) == ["a", "a (1)/b", "a (1)/c", "a (1)/b (1)/c"]
    assert places(LINUX, "a/b", "a") == ["a/b", "a (1)"]


def test_folders_that_differ_in_case_only_are_one():
    assert places(WINDOWS, "Photos/a", "photos/b", "photos/A") == [
        *("Photos/a", "Photos/b", "Photos/A (1)")
    ]


def test_a_key_with_a_slash_at_its_end_is_a_folder():
    name = SafePaths(LINUX).place("a/b/", None, "a/b/")
    assert (name.place, name.is_folder, name.differs) == ("a/b", True, False)
    assert SafePaths(LINUX).place("/", None, "/").place == ""


def test_what_differs_is_told():
    names = SafePaths(WINDOWS)
    assert not names.place("a", None, "a").differs
    assert names.place("b?", None, "b?").differs


def test_two_versions_are_two_files():
    names = SafePaths(LINUX)
    assert names.place("a.txt", "1", "a.txt").place == "a.txt"
    assert names.place("a.txt", "2", "a.txt").place == "a (1).txt"


def test_places_of_an_earlier_run_are_kept():
    known: Known = {("x/b", None): ("b (1)", "b"), ("x/c/d", None): ("c/d", "c/d")}
    names = SafePaths(LINUX, known)
    assert names.place("x/b", None, "b").place == "b (1)"
    assert names.place("y/b (1)", None, "b (1)").place == "b (1) (1)"
    assert names.place("c", None, "c").place == "c (1)"


def test_a_folder_that_was_called_otherwise_is_gone_on_with():
    known: Known = {("d", None): ("d", "d"), ("d/e//a", None): ("d (1)/e/a", "d/e//a")}
    names = SafePaths(LINUX, known)
    assert names.place("d/e/b", None, "d/e/b").place == "d (1)/e/b"
    assert names.place("d/c", None, "d/c").place == "d (1)/c"


def test_no_object_is_called_like_what_is_not_complete_yet():
    name = SafePaths(LINUX).place(".a-1.s3enc-part", None, ".a-1.s3enc-part")
    assert (name.place, name.differs) == (".a-1.s3enc-part_", True)


def test_numbers_go_before_the_ending():
    assert list(itertools.islice(numbered("x/a.tar.gz"), 3)) == [
        *("x/a.tar.gz", "x/a.tar (1).gz", "x/a.tar (2).gz")
    ]
    assert list(itertools.islice(numbered(".profile"), 2)) == [".profile", ".profile (1)"]


@given(st.lists(st.text("aAä./\\:\0 ", max_size=8), max_size=12), st.sampled_from([LINUX, WINDOWS]))
def test_whatever_the_keys_are(keys, system):
    names = SafePaths(system)
    found = [names.place(key, str(at), key) for at, key in enumerate(keys)]
    files = [
        one.place.casefold() if system.folds_case else one.place
        for one in found
        if not one.is_folder
    ]
    assert len(set(files)) == len(files)
    for one in found:
        parts = one.place.split("/")
        assert not {"..", "."} & set(parts)
        assert one.place == "" or "" not in parts
        assert "\0" not in one.place
