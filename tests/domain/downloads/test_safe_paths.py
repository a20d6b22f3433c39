from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.downloads.name_limit import NameLimit
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


def test_a_name_that_does_not_fit_is_shortened_before_its_extension():
    [path] = paths(LINUX, f"a/{'x' * 300}.txt")
    assert path.startswith("a/xxx")
    assert path.endswith(".txt")
    assert len(path.removeprefix("a/")) == 255
    assert paths(LINUX, f"a/{'x' * 300}.txt") == [path]


def test_long_names_with_the_same_start_are_two_files():
    one, two = paths(LINUX, f"{'x' * 300}1.txt", f"{'x' * 300}2.txt")
    assert one != two


def test_long_folders_are_shortened_the_same_way_for_each_file():
    folder = "é" * 200
    one, two = paths(LINUX, f"{folder}/a", f"{folder}/b")
    assert one.rpartition("/")[0] == two.rpartition("/")[0]
    assert len(one.rpartition("/")[0].encode()) <= 255


@pytest.mark.parametrize(
    ("name", "limit", "fits"),
    [
        ("é" * 127, NameLimit(255), True),
        ("é" * 128, NameLimit(255), False),
        ("é" * 255, NameLimit(255, utf16=True), True),
        ("\U0001f600" * 128, NameLimit(255, utf16=True), False),
        ("x" * 144, NameLimit(143), False),
        ("\udcff" * 90, NameLimit(255), False),
    ],
)
def test_names_are_measured_as_the_disk_does(name, limit, fits):
    [path] = paths(FileSystem(name_limit=limit), name)
    assert (path == name) is fits
    assert limit.fits(path)


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("x" * 300 + ".tar.gz", ".tar.gz"),
        ("x" * 300 + ".TAR.Z", ".TAR.Z"),
        ("v1.2." + "x" * 300 + ".csv.zst", ".csv.zst"),
        ("x" * 300 + ".gz", ".gz"),
        ("x" * 300 + ".2026.gz", ".gz"),
        ("x" * 300 + ".tar.txt", ".txt"),
        ("." + "x" * 300, ""),
    ],
)
def test_a_shortened_name_keeps_its_whole_extension(name, end):
    short = NameLimit(143).shortened(name)
    assert NameLimit(143).fits(short)
    stem = short.removesuffix(end) if end else short
    assert short.endswith(end)
    assert re.search(r"-[0-9a-f]{16}$", stem)


def test_a_numbered_name_fits_too():
    name = "x" * 251 + ".txt"
    first, second = paths(LINUX, f"a/{name}", f"a//{name}")
    assert (first, len(second)) == (f"a/{name}", len(first))
    assert second.endswith(".txt")
    assert second != first


def test_an_extension_that_is_too_long_is_part_of_the_name():
    [path] = paths(LINUX, "a." + "x" * 300)
    assert len(path) == 255


def test_content_at_a_key_that_ends_with_a_slash_is_a_file_in_that_folder():
    names = SafePaths(LINUX)
    found = [
        names.path_for("a/b/", None, "a/b/", has_content=True),
        names.path_for("a/b/_", None, "a/b/_"),
        names.path_for("/", None, "", has_content=True),
    ]
    assert [(one.path, one.is_folder, one.differs) for one in found] == [
        ("a/b/_", False, True),
        ("a/b/_ (1)", False, True),
        ("_", False, True),
    ]


def test_numbers_precede_the_extension():
    assert list(itertools.islice(numbered("x/a.tar.gz", LINUX.name_limit), 3)) == [
        *("x/a.tar.gz", "x/a.tar (1).gz", "x/a.tar (2).gz")
    ]
    assert list(itertools.islice(numbered(".profile", LINUX.name_limit), 2)) == [
        ".profile",
        ".profile (1)",
    ]


TINY = FileSystem(name_limit=NameLimit(64))


@given(
    st.lists(
        st.text("aAä./\\:\0 ", max_size=8) | st.text("xé./", min_size=60, max_size=70), max_size=12
    ),
    st.sampled_from([LINUX, WINDOWS, TINY]),
)
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
        assert all(map(system.name_limit.fits, parts))
