"""Objects with Content-Encoding arrive as they are stored; an unknown size isn't 0."""

from __future__ import annotations

import gzip
import random

import pytest

from s3enc_gui.cli.output import details_document
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import DownloadRequest, FileOutcome, requested_object
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.listing.browse import ListFolder, PageListed
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.s3.copies.copier import CopySizes
from s3enc_gui.wording.labels import details_rows
from tests.servers.hostile import BUCKET, bare
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

MIB = 1024 * 1024
SMALL = b"a,b,c\n" * 1000
LARGE = random.Random(1).randbytes(3 * MIB)  # noqa: S311 - still large when it is packed
PACKED = {"content-encoding": "gzip"}
NO_LENGTH = ("length-missing-in-head", "head-without-a-length")
UNPACKING = ("gzip-unpacked-in-get", "gzip-unpacked-with-length", "gzip-unpacked")


@pytest.fixture
def packed(hostile):
    """Return the bytes of a small and a large object, both stored packed."""
    found = {"d/small.csv": gzip.compress(SMALL), "d/large.bin": gzip.compress(LARGE)}
    for key, data in found.items():
        hostile.put(key, data, PACKED)
    return found


def downloaded(harness, folder, *keys):
    """Download the folder, or objects by name; return the results by key."""
    objects = tuple(map(requested_object, keys))
    prefixes = () if keys else ("d/",)
    request = DownloadRequest(harness.connection, BUCKET, str(folder), objects, prefixes, "d/")
    summary = harness.run(DownloadObjects(request, range_size=MIB))
    return {one.key: one for one in summary.results}


@pytest.mark.parametrize("by_name", [False, True])
@pytest.mark.parametrize("fault", [None, *UNPACKING])
def test_packed_objects_arrive_as_they_are_stored(
    harness, hostile, tmp_path, packed, fault, by_name
):
    if fault:
        misbehave(hostile, fault)
    found = downloaded(harness, tmp_path, *(packed if by_name else ()))
    for key, data in packed.items():
        assert found[key].ended is FileOutcome.CHECKED, found[key].error
        assert (tmp_path / key.removeprefix("d/")).read_bytes() == data


@pytest.mark.parametrize("by_name", [False, True])
def test_what_is_always_unpacked_is_said(harness, hostile, tmp_path, packed, by_name):
    misbehave(hostile, "gzip-always-unpacked")
    for result in downloaded(harness, tmp_path, *(packed if by_name else ())).values():
        assert result.ended is FileOutcome.FAILED
        assert result.error.code == "ContentEncodingChanged"
        assert result.error.title == "The object was unpacked on the way"
    assert list(tmp_path.iterdir()) == []


def test_what_is_compressed_on_the_way_is_said(harness, hostile, tmp_path):
    hostile.put("d/a", SMALL)
    misbehave(hostile, "get-is-compressed")
    (result,) = downloaded(harness, tmp_path, "d/a").values()
    assert (result.ended, result.error.code) == (FileOutcome.FAILED, "ContentEncodingChanged")
    assert result.error.title == "The object was compressed on the way"


def test_requests_accept_what_is_stored(harness, hostile, tmp_path, packed):
    hostile.put("d/plain", LARGE)
    downloaded(harness, tmp_path, "d/plain", "d/large.bin")
    accepted = {
        (one.key, one.method): one.headers.get("accept-encoding")
        for one in hostile.requests
        if one.key and one.method in ("GET", "HEAD")
    }
    assert accepted == {
        ("d/plain", "HEAD"): "identity",
        ("d/plain", "GET"): "identity",
        ("d/large.bin", "HEAD"): "identity",
        ("d/large.bin", "GET"): "gzip",
    }


def test_the_size_of_a_packed_object_is_that_of_what_is_stored(harness, hostile, packed):
    misbehave(hostile, "gzip-unpacked")
    details = harness.run(InspectObject(harness.connection, Location(BUCKET, "d/small.csv")))
    assert (details.size, details.content.encoding) == (len(packed["d/small.csv"]), "gzip")


@pytest.mark.parametrize("data", [b"data", b""])
@pytest.mark.parametrize("fault", NO_LENGTH)
def test_a_missing_length_is_learned_from_a_range(harness, hostile, fault, data):
    hostile.put("a", data)
    misbehave(hostile, fault)
    details = harness.run(InspectObject(harness.connection, Location(BUCKET, "a")))
    assert details.size == len(data)


@pytest.fixture
def unknown(hostile):
    """A server that never tells the size of objects, except in lists."""
    misbehave(hostile, "head-without-a-length")
    hostile.change("GetObject", lambda request, work: bare(403))


@pytest.mark.usefixtures("unknown")
def test_an_unknown_size_is_not_0(harness, hostile):
    hostile.put("a", b"data", {"x-amz-meta-a": "b"})
    details = harness.run(InspectObject(harness.connection, Location(BUCKET, "a")))
    document = details_document(details)
    assert (document["size"], document["metadata"]) == (None, {"a": "b"})
    assert dict(details_rows(details))["Size"] == "Unknown"


@pytest.mark.usefixtures("unknown")
def test_an_upload_whose_size_is_unknown_is_not_verified(harness, small):
    (outcome,) = harness.upload(BUCKET, [small])
    assert outcome.result is Result.CANNOT_TELL
    assert [str(one.stored) for one in outcome.proof.doubts] == ["not reported"]


@pytest.mark.usefixtures("unknown")
@pytest.mark.parametrize("size", [0, 4000])
def test_a_copy_whose_size_is_unknown_is_not_verified(harness, hostile, size):
    hostile.put("a", b"data" * 1000)
    plan = CopyPlan(BUCKET, Destination(BUCKET, key="b"), (ObjectRef("a", size=size),), move=True)
    sizes = CopySizes(whole=1000, part=1000)
    (outcome,) = harness.run(CopyObjects(harness.connection, plan, sizes)).outcomes
    assert (outcome.result, outcome.moved) == (Result.CANNOT_TELL, False)
    assert hostile.objects["b"].data == b"data" * 1000
    in_parts = any("partNumber" in one.query for one in hostile.requests)
    assert in_parts is (size > 0)  # the size in the list says that it is large


def test_an_object_without_a_size_is_not_saved(harness, hostile, tmp_path):
    data = b"data" * MIB
    hostile.put("d/a", data)
    misbehave(hostile, "head-without-a-length", "range-without-content-range")
    (named,) = downloaded(harness, tmp_path, "d/a").values()
    assert (named.ended, named.error.code) == (FileOutcome.FAILED, "SizeUnknown")
    assert list(tmp_path.iterdir()) == []


def test_keys_are_decoded_without_sizes(harness, hostile):
    for key in ("d/a b", "d/a+b"):  # both exist: only the entry tells which is meant
        hostile.put(key, key.encode())
    misbehave(hostile, "list-leaves-plus", "lists-without-sizes")
    harness.run(ListFolder(harness.connection, BUCKET, "d/"))
    (page,) = [event.page for event in harness.reports if isinstance(event, PageListed)]
    assert [one.key for one in page.objects] == ["d/a b", "d/a+b"]


def test_a_folder_without_a_size_is_no_file(harness, hostile, tmp_path):
    hostile.put("d/", b"")
    hostile.put("d/e/", b"content")
    hostile.put("d/f/g/", b"")
    misbehave(hostile, "lists-without-sizes")
    found = downloaded(harness, tmp_path)
    assert {key: one.ended for key, one in found.items()} == {
        "d/": FileOutcome.FOLDER,
        "d/e/": FileOutcome.CHECKED,
        "d/f/g/": FileOutcome.FOLDER,
    }
    assert found["d/"].remarks == found["d/f/g/"].remarks == ()
    assert (tmp_path / "f/g").is_dir()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["_"]


@pytest.mark.parametrize("fault", ["lists-without-sizes", "lists-with-odd-sizes"])
def test_lists_without_sizes(harness, hostile, tmp_path, fault):
    contents = {f"d/{number}": b"data" * number for number in range(6)}
    for key, data in contents.items():
        hostile.put(key, data)
    misbehave(hostile, fault)
    harness.run(ListFolder(harness.connection, BUCKET, "d/"))
    (page,) = [event.page for event in harness.reports if isinstance(event, PageListed)]
    assert {one.size for one in page.objects} == {-1}
    assert {one.ended for one in downloaded(harness, tmp_path).values()} == {FileOutcome.CHECKED}
    assert {f"d/{one.name}": one.read_bytes() for one in tmp_path.iterdir()} == contents
