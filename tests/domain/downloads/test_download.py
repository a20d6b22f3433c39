from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import (
    DownloadRequest,
    DownloadSummary,
    FileOutcome,
    FileResult,
    requested_object,
)


def request(**more):
    return DownloadRequest(Connection(), "b", "/home", **more)


@pytest.mark.parametrize(
    ("key", "chosen", "strip", "relative"),
    [
        ("x/a.pdf", "x/a.pdf", None, "a.pdf"),
        ("2026/photos/a/b", "2026/photos/", None, "photos/a/b"),
        ("photos/a", "photos/", None, "photos/a"),
        ("a/b", "", None, "a/b"),
        ("x/y/z", "x/y/", "x/y/", "z"),
        ("other/z", "other/z", "x/", "other/z"),
        ("x//y", "x//", None, "/y"),
        ("/x/y", "/x/", None, "x/y"),
        ("/x/y", "/", None, "/x/y"),
        ("//y", "/", None, "//y"),
    ],
)
def test_a_folder_is_saved_as_a_folder(key, chosen, strip, relative):
    assert request(strip=strip).relative(key, chosen) == relative


def test_one_object_may_have_another_name():
    assert request(name="mine.txt").relative("x/a.txt", "x/a.txt") == "mine.txt"


def test_the_title_names_what_was_chosen():
    assert request(prefixes=("2026/photos/",)).title == "photos/"
    assert request(objects=(requested_object("a/b.txt"),)).title == "b.txt"
    assert request(prefixes=("p/", "q/"), objects=(requested_object("a"),)).title == "p/ + 2"
    assert request(prefixes=("",)).title == "b"
    assert request(prefixes=("a//",)).title == "a//"


def test_a_summary_counts():
    results = (
        FileResult("a", None, 1, "/a", FileOutcome.CHECKED),
        FileResult("b", None, 1, "/b", FileOutcome.FAILED),
    )
    summary = DownloadSummary(results)
    assert summary.counts == {FileOutcome.CHECKED: 1, FileOutcome.FAILED: 1}
    assert [one.key for one in summary.failed] == ["b"]
