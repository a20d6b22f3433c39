from __future__ import annotations

import mimetypes

import pytest

from s3enc_gui.domain.uploads.plan import UploadOptions
from s3enc_gui.jobs.uploads.content_types import sent_content_type, types_that_may_have_been_sent


@pytest.fixture(autouse=True)
def odd_computer(monkeypatch):
    """A computer whose registry has other types."""
    types = {**mimetypes.types_map, ".js": "text/plain", ".odd1": "x/odd", ".csv": "x/excel"}
    monkeypatch.setattr(mimetypes, "types_map", types)
    monkeypatch.setattr(mimetypes, "_db", None)
    mimetypes.init()
    for suffix in (".js", ".odd1", ".csv"):
        mimetypes.add_type(types[suffix], suffix)
    yield
    mimetypes.init()


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("app.js", "text/javascript"),
        ("data.csv", "text/csv"),
        ("data.csv.gz", "application/gzip"),
        ("data.csv.bz2", "application/x-bzip2"),
        ("one.odd1", "x/odd"),
        ("one.nobody-knows-it", None),
        ("one", None),
    ],
)
def test_our_table_is_before_the_computers(key, sent):
    assert sent_content_type(UploadOptions(), key) == sent


def test_the_requested_type_is_before_both():
    assert sent_content_type(UploadOptions(content_type="x/y"), "app.js") == "x/y"


@pytest.mark.parametrize(
    ("key", "earlier", "expected"),
    [
        ("a/x.odd1.gz", True, ("application/gzip", "x/odd")),
        ("a/x.odd1.gz", False, ("application/gzip",)),
        ("app.js", True, ("text/javascript", "text/plain")),
        ("data.txt", True, ("text/plain",)),
        ("one.nobody-knows-it", True, ()),
        ("folder/", True, ("application/x-directory",)),
    ],
)
def test_what_an_earlier_run_may_have_sent(key, earlier, expected):
    found = types_that_may_have_been_sent(UploadOptions(), key, in_earlier_run=earlier)
    assert found == expected


def test_a_requested_type_is_the_only_one():
    options = UploadOptions(content_type="x/y")
    assert types_that_may_have_been_sent(options, "x.csv.gz", in_earlier_run=True) == ("x/y",)
