"""Listings without order, with repeated entries and other encodings: each object once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.deletion import DeletionCount
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import START, ListingNotice
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditResumed
from s3enc_gui.jobs.audits.export import opened
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.deletion.delete_objects import CountObjects, DeleteObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.listing.browse import ListFolder, PageListed
from tests.servers.hostile import BUCKET, Hostile, bare, hostile_server, refusal
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

KEYS = [f"d/{number}" for number in range(8)]
DISORDERED = ("list-by-date", "list-by-date-each-page-sorted")
REPEATING = ("list-pages-overlap", "list-twice", "list-all-again")
PLUS = ("list-says-url-encodes-nothing", "list-leaves-plus")
HONEST = ("list-blank-is-%20", "list-folders-blank-is-%20", "list-ignores-encoding-type")


@pytest.fixture
def s3():
    with hostile_server() as s3:
        s3.page = 3
        for key in KEYS:
            s3.put(key, key.encode())
        yield s3


@pytest.fixture
def harness(s3, connect):
    return connect(s3.server)


@pytest.fixture
def audit(harness, tmp_path):
    def audit(**scope):
        job = AuditBucket(
            harness.connection, AuditScope(BUCKET, **scope), folder=str(tmp_path / "audits")
        )
        done = harness.run(job)
        with opened(done.path) as file:
            rows = [
                (one.listed.key, one.listed.version_id) for page in file.pages() for one in page
            ]
        assert done.report.facts.listed == done.report.summary.objects == len(rows)
        return rows

    return audit


def notices(harness):
    return [one for one in harness.reports if isinstance(one, ListingNotice)]


def denied_after(s3: Hostile, calls: int, operation="ListObjectsV2"):
    """Deny all listings after some calls."""
    left = [True] * calls
    s3.overrides[operation] = lambda work: (
        work() if left and left.pop() else refusal(403, "AccessDenied")
    )


@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize("fault", [*DISORDERED, *REPEATING])
@pytest.mark.parametrize("forgets", [False, True], ids=["token", "no token"])
def test_a_resumed_audit_has_each_object_once(s3, harness, audit, fault, pages, forgets):
    misbehave(s3, fault)
    denied_after(s3, pages)
    with pytest.raises(AppError) as caught:
        audit()
    assert caught.value.code == "AccessDenied"
    s3.overrides.clear()
    if forgets:
        s3.once("ListObjectsV2", refusal(400, "InvalidArgument"))
    assert sorted(key for key, _ in audit()) == KEYS
    assert [one for one in harness.reports if isinstance(one, AuditResumed)]
    assert (ListingNotice.RESTARTED in notices(harness)) == forgets


@pytest.mark.parametrize(
    "fault",
    ["list-by-date-and-overlap", "list-by-date-go-on-behind-a-key", "list-no-token",
     "list-token-ignored"],
)  # fmt: skip
def test_an_audit_that_may_miss_objects_is_never_complete(s3, audit, fault):
    misbehave(s3, fault)
    for _ in range(3):
        with pytest.raises(AppError, match="incomplete"):
            audit()


def test_an_audit_without_all_versions_is_never_complete(s3, harness, audit):
    for key in KEYS:
        s3.objects[key].modified -= timedelta(minutes=1)
    misbehave(s3, "list-versions-left-out")
    for _ in range(2):  # again, after all objects were read
        with pytest.raises(AppError) as caught:
            audit(versions=True)
        assert caught.value.code == "VersionsLeftOut"
    s3.changes.clear()
    job = AuditBucket(harness.connection, AuditScope(BUCKET, versions=True), restart=True)
    assert harness.run(job).report.facts.ended


def test_an_audit_of_versions_may_miss_objects_written_during_it(s3, audit):
    def write(request, work):
        del request
        answer = work()
        s3.put("~written since", b"new").modified += timedelta(minutes=1)
        return answer

    s3.change("ListObjectVersions", write)
    assert {key for key, _ in audit(versions=True)} >= set(KEYS)


@pytest.mark.parametrize("fault", ["list-versions-overlap", "list-versions-by-date"])
def test_versions_are_audited_once(s3, harness, audit, fault):
    s3.buckets[BUCKET].keeps_versions = True
    for key in KEYS[:3]:
        s3.put(key, b"again")
    del s3.objects[KEYS[0]]
    expected = {
        (key, one.version)
        for key, all_of_it in s3.buckets[BUCKET].versions.items()
        for one in all_of_it
        if not one.marker
    }
    misbehave(s3, fault)
    denied_after(s3, 2, "ListObjectVersions")
    with pytest.raises(AppError):
        audit(versions=True)
    s3.overrides.clear()
    rows = audit(versions=True)
    assert (sorted(rows), len(rows)) == (sorted(expected), len(set(rows)))
    assert len(set(notices(harness))) == 1


@pytest.fixture
def download(harness, tmp_path):
    def download():
        download_request = DownloadRequest(
            harness.connection, BUCKET, str(tmp_path / "to"), prefixes=("",)
        )
        harness.run(DownloadObjects(download_request))
        folder = tmp_path / "to"
        return {
            path.relative_to(folder).as_posix(): path.read_bytes().decode()
            for path in folder.rglob("*")
            if path.is_file()
        }

    return download


@pytest.mark.parametrize("fault", [*DISORDERED, *REPEATING])
def test_a_download_requests_each_object_once(s3, download, fault):
    misbehave(s3, fault)
    assert download() == {key: key for key in KEYS}
    assert s3.asked["GetObject"] == len(KEYS)


@pytest.mark.parametrize("fault", DISORDERED)
def test_a_download_continues_after_an_error_of_the_listing(s3, download, fault):
    misbehave(s3, fault)
    calls: list[None] = []

    def crash(work):
        calls.append(None)
        return refusal(500, "InternalError") if 1 < len(calls) < 5 else work()

    s3.overrides["ListObjectsV2"] = crash
    assert download() == {key: key for key in KEYS}
    assert s3.asked["GetObject"] == len(KEYS)


@pytest.mark.parametrize("fault", [*DISORDERED, *REPEATING])
def test_a_move_moves_each_object_once(s3, harness, fault):
    misbehave(s3, fault)
    plan = CopyPlan(BUCKET, Destination(BUCKET, "to/"), prefixes=("d/",), move=True)
    result = harness.run(CopyObjects(harness.connection, plan))
    assert (sum(result.counts.values()), len(notices(harness))) == (8, 1)
    assert Result.FAILED not in result.counts
    assert list(s3.objects) == [f"to/{key}" for key in KEYS]


@pytest.mark.parametrize("fault", REPEATING)
def test_objects_to_delete_are_counted_once(s3, harness, fault):
    misbehave(s3, fault)
    count = harness.run(CountObjects(harness.connection, BUCKET, prefixes=("d/",)))
    assert isinstance(count, DeletionCount)
    assert count.objects == 8


def test_delete_markers_that_head_does_not_find_are_deleted(s3, harness):
    """Like SeaweedFS, which answers HEAD of a delete marker with 404 without further headers."""
    misbehave(s3, "list-ignores-encoding-type")
    s3.buckets[BUCKET].keeps_versions = True
    s3.put("d/a b", b"")
    del s3.objects["d/a b"]
    s3.change("HeadObject", lambda _, work: work() if work().status < 400 else bare(404))
    deleted = harness.run(
        DeleteObjects(harness.connection, BUCKET, prefixes=("d/",), all_versions=True)
    )
    assert (deleted.all_done, deleted.failures) == (True, ())
    assert not s3.buckets[BUCKET].names()


def everything_below_d(harness, tmp_path):
    """Return the jobs that process everything in the folder `d/`."""
    there, below = harness.connection, ("d/",)
    plan = CopyPlan(BUCKET, Destination(BUCKET, "to/"), prefixes=below, move=True)
    yield DeleteObjects(there, BUCKET, prefixes=below)
    yield DeleteObjects(there, BUCKET, prefixes=below, all_versions=True)
    yield CopyObjects(there, plan)
    yield DownloadObjects(DownloadRequest(there, BUCKET, str(tmp_path / "to"), prefixes=below))
    yield AuditBucket(there, AuditScope(BUCKET, "d/"), folder=str(tmp_path / "audits"))
    yield ListFolder(there, BUCKET, "d/")


def test_objects_outside_the_folder_are_not_touched(s3, harness, tmp_path):
    for key in ("a", "z"):
        s3.put(key, key.encode())
    before = list(s3.objects)
    misbehave(s3, "list-prefix-ignored")
    for job in everything_below_d(harness, tmp_path):
        with pytest.raises(AppError, match="outside the folder"):
            harness.run(job)
    assert list(s3.objects) == before


@pytest.mark.parametrize("forgets", [False, True])
@pytest.mark.parametrize("fault", DISORDERED)
def test_the_next_page_of_a_folder_continues_or_is_an_error(s3, harness, fault, forgets):
    misbehave(s3, fault)

    def listed(after):
        return harness.run(
            ListFolder(harness.connection, BUCKET, delimiter="", limit=1, after=after)
        )

    place = listed(START).last
    if forgets:
        s3.once("ListObjectsV2", refusal(400, "InvalidArgument"))
        with pytest.raises(AppError, match="can't be resumed"):
            listed(place)
        return
    while place is not None:
        place = listed(place).last
    pages = [one.page for one in harness.reports if isinstance(one, PageListed)]
    assert sorted(one.key for page in pages for one in page.objects) == KEYS


# --- key encoding ---------------------------------------------------------------------------------

UNUSUAL = ["d/e f", "d/e+f", "d/g+h", "d/100%25", "d/é +", "i+j/k"]


@pytest.fixture(params=[*PLUS, *HONEST])
def unusual(request, s3):
    misbehave(s3, request.param)
    for key in KEYS:
        del s3.objects[key]
    for key in UNUSUAL:
        s3.put(key, key.encode())
    return s3


@pytest.mark.usefixtures("unusual")
def test_each_object_is_downloaded_under_its_own_key(download):
    assert download() == {key: key for key in UNUSUAL}


@pytest.mark.usefixtures("unusual")
def test_each_object_is_audited_under_its_own_key(audit):
    assert sorted(key for key, _ in audit()) == sorted(UNUSUAL)


def test_each_version_is_audited_under_its_own_key(unusual, audit):
    unusual.page = 2
    assert sorted(key for key, _ in audit(versions=True)) == sorted(UNUSUAL)


@pytest.mark.parametrize("same", [False, True], ids=["other", "same"])
def test_keys_with_blank_and_plus_are_distinguished(s3, download, same):
    """Otherwise `e+f` would never be downloaded, and `e f` twice."""
    misbehave(s3, "list-leaves-plus")
    s3.page = 1000
    for key in ("e f", "e+f"):
        s3.put(key, b"same" if same else key.encode())
    assert {"e f", "e+f"} <= download().keys()


def test_a_folder_with_a_plus_in_its_name_is_opened(s3, harness):
    misbehave(s3, "list-leaves-plus")
    s3.put("i+j/k", b"k")
    harness.run(ListFolder(harness.connection, BUCKET))
    pages = [one.page for one in harness.reports if isinstance(one, PageListed)]
    assert "i+j/" in [prefix for page in pages for prefix in page.prefixes]


def test_nothing_is_deleted_under_a_key_that_was_not_found(s3, harness):
    """As listed by a program that does not know the server's encoding."""
    misbehave(s3, "list-leaves-plus")
    s3.put("g+h", b"g")
    ref = ObjectRef("g h", None, "etag")
    gone = harness.run(DeleteObjects(harness.connection, BUCKET, (ref,)))
    assert (gone.count, gone.failed, gone.failures[0].error.code) == (0, 1, "NameUnclear")
    assert s3.asked["DeleteObject"] == s3.asked["DeleteObjects"] == 0


def test_nothing_is_deleted_under_an_ambiguous_key(s3, harness):
    misbehave(s3, "list-leaves-plus")
    s3.put("x/g+h", b"g")
    s3.always("HeadObject", refusal(403, "AccessDenied"))
    gone = harness.run(DeleteObjects(harness.connection, BUCKET, prefixes=("x/",)))
    assert (gone.count, gone.failures[0].error.code) == (0, "NameUnclear")
    assert "x/g+h" in s3.objects


def test_the_key_encoding_is_determined_once(s3, audit):
    misbehave(s3, "list-leaves-plus")
    for number in range(20):
        s3.put(f"d/{number}+", b"x")
    audit()
    assert s3.asked["HeadObject"] == len(KEYS) + 20 + 2
