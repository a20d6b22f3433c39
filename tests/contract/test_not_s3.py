"""Responses that are not from S3, or not what was requested: they are not saved or trusted."""

from __future__ import annotations

import os

import pytest

from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import (
    CHANGED,
    DownloadRequest,
    FileOutcome,
    requested_object,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from tests.servers.hostile import CRC, NOT_S3, Answer
from tests.servers.hostile.faults import foreign
from tests.servers.hostile.faults.registry import misbehave
from tests.servers.hostile.state import OPERATIONS

pytestmark = pytest.mark.contract

MIB = 1 << 20
SMALL, LARGE = os.urandom(5000), os.urandom(2 * MIB + 777)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "to"


@pytest.fixture
def download(harness, folder):
    """Return `download(*objects)`: results by key, of the whole bucket if none is named."""

    def download(*objects, if_exists=IfExists.FAIL, deadline=0.0):
        prefixes = () if objects else ("",)
        download_request = DownloadRequest(
            harness.connection, "bucket", str(folder), objects, prefixes, if_exists=if_exists
        )
        summary = harness.run(DownloadObjects(download_request, range_size=MIB, deadline=deadline))
        return {one.key: one for one in summary.results}

    return download


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def code_of(work):
    """Return the code of the error that a job raises, or the result of its one object."""
    try:
        (result,) = work().values()
    except AppError as error:
        return error.code
    return result.error.code if result.error else result.ended.value


@pytest.mark.parametrize("data", [SMALL, b"", LARGE], ids=["small", "empty", "large"])
@pytest.mark.parametrize("name", ["get-comes-in-chunks", "get-ends-with-the-line"])
def test_a_body_without_a_length_is_read(hostile, download, folder, data, name):
    hostile.put("k", data)
    misbehave(hostile, name)
    assert download()["k"].ended is FileOutcome.CHECKED
    assert files(folder) == {"k": data}


BODIES = (
    "get-is-half",
    "get-is-more",
    "get-is-nothing",
    "get-in-chunks-is-cut",
    "get-without-length-is-cut",
    "get-is-another-object",
)
PAGES = (
    "get-is-a-page",
    "get-is-a-static-page",
    "look-is-a-static-page",
    "missing-is-a-page",
    "look-leads-to-a-page",
    "look-wants-a-sign-in",
)


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("name", [*BODIES, *PAGES])
def test_other_content_is_never_saved(hostile, download, folder, data, name):
    hostile.put("k", data, {"Content-Type": "text/plain"})
    misbehave(hostile, name)
    hostile.without("GetObject", CRC)
    hostile.without("HeadObject", CRC)
    code = code_of(download)
    assert code not in ("checked", "arrived", "skipped"), code
    assert files(folder) == {} or all(name.startswith(".") for name in files(folder))


@pytest.mark.parametrize("name", PAGES)
def test_a_web_page_is_reported_as_not_s3(hostile, download, name):
    hostile.put("k", SMALL)
    misbehave(hostile, name)
    assert code_of(download) == "NotS3"


@pytest.mark.parametrize("name", ["get-knows-no-ranges", "get-sends-the-first-range"])
def test_a_response_with_another_range_is_an_error(hostile, download, folder, name):
    hostile.put("k", LARGE)
    misbehave(hostile, name)
    assert code_of(download) == "NoRanges"


def listed(data, etag="0" * 32):
    return ListedObject("k", len(data), None, etag)


def test_an_object_changed_since_the_listing_is_downloaded_as_it_is_now(hostile, download, folder):
    hostile.put("k", b"newer")
    result = download(listed(SMALL))["k"]
    assert (result.ended, result.remarks) == (FileOutcome.CHECKED, (CHANGED,))
    assert files(folder) == {"k": b"newer"}


def test_an_object_changed_since_the_listing_without_conditional_reads(hostile, download, folder):
    def unconditional(request, work):
        request.headers.pop("if-match", None)
        return work()

    hostile.put("k", b"newer")
    hostile.change("GetObject", unconditional)
    assert download(listed(SMALL))["k"].remarks == (CHANGED,)
    assert files(folder) == {"k": b"newer"}


def test_two_different_sizes_are_an_error(hostile, download, folder):
    stored = hostile.put("k", SMALL)
    one = ListedObject("k", 6000, stored.modified, stored.etag.strip('"'))
    assert code_of(lambda: download(one)) == "SizeDiffers"
    assert files(folder) == {}


def test_a_download_waits_for_the_end_of_a_web_page(hostile, harness, download, folder):
    for number in range(40):
        hostile.put(f"f{number}", SMALL)
    foreign.page_begins(hostile, last=26)  # more than the concurrent requests
    results = download(deadline=None)
    assert {one.ended for one in results.values()} == {FileOutcome.CHECKED}
    assert set(files(folder).values()) == {SMALL}
    outages = [one.outage for one in harness.reports if isinstance(one, OutageChanged)]
    assert outages[0]
    assert outages[0].error.code == "NotS3"
    assert outages[-1] is None


def test_a_download_interrupted_by_a_web_page_is_resumed(hostile, download, folder):
    for number in range(40):
        hostile.put(f"f{number}", SMALL)
    foreign.page_begins(hostile, last=10**6)
    with pytest.raises(AppError) as caught:
        download()
    assert caught.value.code == "NotS3"
    assert set(files(folder).values()) <= {SMALL}
    hostile.changes.clear()
    assert len(download()) == 40
    assert set(files(folder).values()) == {SMALL}


@pytest.mark.parametrize("status", [200, 403])
def test_a_web_page_for_one_object_fails_that_one_only(hostile, download, folder, status):
    """Like a firewall that blocks keys it takes for an attack."""
    page = Answer(status, {"Content-Type": "text/html"}, b"<html><title>Blocked</title></html>")
    for number in range(8):
        hostile.put(f"f{number}", SMALL)
    for operation in ("GetObject", "HeadObject"):
        hostile.change(operation, lambda request, work: page if request.key == "f5" else work())
    results = download()
    failed = {key: one.error.code for key, one in results.items() if one.error}
    assert (failed, len(files(folder))) == ({"f5": "NotS3"}, 7)


@pytest.mark.parametrize("policy", [IfExists.SKIP, IfExists.FAIL])
@pytest.mark.parametrize("name", ["look-is-a-static-page", "missing-is-a-page"])
def test_a_web_page_is_not_an_existing_object(hostile, download, folder, policy, name):
    folder.mkdir()
    (folder / "k").write_text("mine")
    misbehave(hostile, name)
    assert code_of(lambda: download(requested_object("k"), if_exists=policy)) == "NotS3"
    assert files(folder) == {"k": b"mine"}


def test_a_listing_that_is_a_web_page_is_an_error(hostile, download):
    hostile.put("k", SMALL)
    misbehave(hostile, "list-is-a-page")
    with pytest.raises(AppError) as caught:
        download()
    assert caught.value.code == "NotS3"


# --- uploads ------------------------------------------------------------------------------------


def upload(harness, path, **options):
    (outcome,) = harness.upload("bucket", [path], **options)
    return outcome


@pytest.mark.parametrize("policy", IfExists)
@pytest.mark.parametrize(
    "name", ["look-is-a-static-page", "missing-is-a-page", "head-without-marks"]
)
def test_a_response_unlike_an_object_does_not_mean_that_the_key_exists(
    hostile, harness, small, policy, name
):
    misbehave(hostile, name)
    outcome = upload(harness, small, if_exists=policy)
    assert outcome.result in (Result.FAILED, Result.CANNOT_TELL), outcome
    assert hostile.asked["HeadObject"] < 30


@pytest.mark.parametrize("policy", [IfExists.SKIP, IfExists.FAIL, IfExists.RENAME])
def test_a_refused_key_does_not_exist(hostile, harness, small, policy):
    misbehave(hostile, "names-are-refused")
    outcome = upload(harness, small, if_exists=policy)
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "InvalidArgument")
    assert "Object name is not supported" in outcome.error.detail


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_write_answered_by_a_web_page_is_an_error(hostile, harness, request, size):
    misbehave(hostile, "put-is-a-page")
    outcome = upload(harness, request.getfixturevalue(size))
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "NotS3")
    assert not hostile.objects
    assert not hostile.uploads


@pytest.mark.parametrize("policy", IfExists)
def test_a_write_answered_by_a_web_page_may_have_been_executed(hostile, harness, small, policy):
    misbehave(hostile, "put-is-obeyed-and-answered-by-a-page")
    outcome = upload(harness, small, if_exists=policy)
    assert outcome.result is Result.VERIFIED, outcome
    assert len(hostile.objects) == 1


def test_an_upload_waits_for_the_end_of_a_web_page(hostile, harness, small):
    foreign.page_begins(hostile, last=8, operation="PutObject", number=1)
    assert upload(harness, small).result is Result.VERIFIED
    outages = [one.outage for one in harness.reports if isinstance(one, OutageChanged)]
    assert outages[0]
    assert outages[0].error.code == "NotS3"


# --- everything else ----------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [NOT_S3, foreign.STATIC_PAGE, foreign.NOT_FOUND_PAGE])
def test_a_web_page_from_the_beginning_is_reported_at_once(
    hostile, harness, download, small, answer
):
    foreign.answers(hostile, OPERATIONS, answer)
    for work in (
        download,
        lambda: harness.upload("bucket", [small]),
        lambda: harness.run(InspectObject(harness.connection, Location("bucket", "k"))),
    ):
        with pytest.raises(AppError) as caught:
            work()
        assert caught.value.code == "NotS3"
        assert caught.value.title == "The response didn't come from S3"


def test_the_size_of_an_object_that_head_does_not_tell_is_asked_for(hostile, harness):
    hostile.put("k", SMALL)
    misbehave(hostile, "head-without-a-length")
    details = harness.run(InspectObject(harness.connection, Location("bucket", "k")))
    assert details.size == len(SMALL)


@pytest.mark.parametrize("name", ["put-is-a-page", "delete-is-a-page", "look-is-a-static-page"])
def test_a_move_answered_by_a_web_page_loses_nothing(hostile, harness, name):
    hostile.put("a", SMALL)
    misbehave(hostile, name)
    to = Destination("bucket", key="b")
    plan = CopyPlan("bucket", to, (ObjectRef("a", size=5000),), move=True)
    result = harness.run(CopyObjects(harness.connection, plan))
    assert not any(outcome.moved for outcome in result.outcomes)
    assert hostile.objects["a"].data == SMALL
