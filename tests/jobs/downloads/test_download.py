from __future__ import annotations

import asyncio
import base64
import errno
import hashlib
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from s3enc_gui.aio import outage_gate
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import (
    CHANGED,
    CIPHERTEXT,
    DownloadRequest,
    FileOutcome,
    folder_content_text,
    renamed_text,
    requested_object,
)
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads import run
from s3enc_gui.jobs.downloads.download import DownloadObjects, ForgetDownload
from s3enc_gui.jobs.downloads.events import DownloadProgress, DownloadResumed, FilesEnded
from s3enc_gui.jobs.downloads.interrupted import CheckDownloads, DiscardDownload
from s3enc_gui.s3.checksums import crc64nvme
from s3enc_gui.store.downloads.part_file import PartFile, part_path
from s3enc_gui.store.downloads.record import kept_paths
from tests.fakes.small_s3 import NOON, SmallS3, services_of

RANGE = 10_000
LARGE = os.urandom(95_000)


class User:
    """Downloads from a small S3 into a folder, with recorded events."""

    def __init__(self, s3, services, folder):
        self.s3, self.folder = s3, folder
        self.events: list[Any] = []
        self.stopped = Event()
        self.context = Context(services, self.events.append, self.stopped)

    def request(self, *prefixes, **more):
        return DownloadRequest(Connection(), "bucket", str(self.folder), prefixes=prefixes, **more)

    def run(self, request, **more):
        self.events.clear()
        self.stopped.clear()
        return DownloadObjects(request, range_size=RANGE, **more).run(self.context)

    def files(self):
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    def ends(self, summary):
        return {one.key: one.ended.value for one in summary.results}

    @property
    def interrupted(self):
        return CheckDownloads().run(replace(self.context, stopped=Event()))

    def events_of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def s3():
    return SmallS3()


@pytest.fixture
def user(s3, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "SMALL", 5_000)
    monkeypatch.setattr(outage_gate, "MAX_PAUSE", 0.01)
    with services_of(s3) as services:
        yield User(s3, services, tmp_path / "to")


def crc(data):
    return base64.b64encode(crc64nvme(data).to_bytes(8, "big")).decode()


def sha256(data):
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def put_large(s3, key="x/large", data=LARGE, **fields):
    return s3.put(key, data, ChecksumCRC64NVME=crc(data), **fields)


def stop_after(user, count):
    """Cancel after so many range requests."""

    def before(key, span):
        if span.startswith("bytes=") and len(user.s3.asked) >= count:
            user.stopped.set()
            user.s3.before = lambda *_: raise_cancelled()

    user.s3.before = before


def raise_cancelled():
    raise Cancelled


# --- downloaded files ----------------------------------------------------------------------------


def test_a_folder_with_everything_below_it(user, s3):
    s3.put("2026/photos/a.txt", b"aaa")
    s3.put("2026/photos/sub/b.txt", b"")
    s3.put("2026/photos/empty/", b"")
    put_large(s3, "2026/photos/large")
    s3.put("2026/other", b"not this")
    summary = user.run(user.request("2026/photos/"))
    assert user.files() == {
        "photos/a.txt": b"aaa",
        "photos/sub/b.txt": b"",
        "photos/large": LARGE,
    }
    assert (user.folder / "photos/empty").is_dir()
    assert set(user.ends(summary).values()) == {"checked", "folder"}
    assert (user.folder / "photos/large").stat().st_mtime == NOON.timestamp()
    assert kept_paths() == []


def test_results_name_the_check(user, s3):
    s3.put("md5", b"abc")
    s3.put("kms", b"abc", ServerSideEncryption="aws:kms", ETag="f" * 32)
    s3.put("crc", b"abc", ChecksumCRC64NVME=crc(b"abc"))
    put_large(s3, "large")
    checks = {one.key: one.check for one in user.run(user.request("")).results}
    assert checks == {
        "md5": "MD5 (ETag)",
        "kms": "Size only: S3 has no checksum of it",
        "crc": "CRC64NVME of the object",
        "large": "CRC64NVME of the object",
    }


def test_few_events_report_all_files(user, s3):
    for number in range(50):
        s3.put(f"x/{number}", b"12")
    user.run(user.request("x/"))
    last = user.events_of(DownloadProgress)[-1]
    assert (last.files, last.of_files, last.bytes, last.of_bytes) == (50, 50, 100, 100)
    assert sum(len(one.results) for one in user.events_of(FilesEnded)) == 50
    assert len(user.events) < 20


def test_requested_objects_need_no_listing(user, s3):
    put_large(s3, "a/b/large")
    s3.put("a/c", b"c")
    user.run(
        user.request(objects=(requested_object("a/b/large"), ListedObject("a/c", 1, NOON, "")))
    )
    assert user.files() == {"large": LARGE, "c": b"c"}
    assert not any(span == "list" for _, span in s3.asked)


def test_one_object_under_another_name(user, s3):
    s3.put("a.txt", b"a")
    user.run(user.request(objects=(requested_object("a.txt"),), name="b.txt"))
    assert user.files() == {"b.txt": b"a"}


def test_ciphertext_is_remarked(user, s3):
    s3.put("a", b"a", Metadata={"x-amz-key-v2": "…"})
    (result,) = user.run(user.request("")).results
    assert result.remarks == (CIPHERTEXT,)


def test_changed_names_are_remarked(user, s3):
    s3.put("x/a//b", b"1")
    s3.put("x/a/b", b"2")
    s3.put("x/../up", b"3")
    results = user.run(user.request("x/")).results
    assert user.files() == {"x/a/b": b"1", "x/a/b (1)": b"2", "x/__/up": b"3"}
    assert {one.key: one.remarks for one in results} == {
        "x/a//b": (renamed_text("x/a/b"),),
        "x/a/b": (renamed_text("b (1)"),),
        "x/../up": (renamed_text("x/__/up"),),
    }


# --- failures ------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "pathconf"), reason="the limit can't be asked for")
@pytest.mark.parametrize("limit", [255, 143])
def test_names_that_the_disk_does_not_take_are_shortened_and_remarked(user, s3, monkeypatch, limit):
    monkeypatch.setattr(os, "pathconf", lambda *_: limit)
    start = "é" * 200
    s3.put(f"x/{start}1.txt", b"one")
    s3.put(f"x/{start}2.txt", b"two")
    put_large(s3, f"x/{start}/{start}.bin")
    s3.put(f"x/{start}/", b"")
    summary = user.run(user.request("x/"))
    assert sorted(user.files().values()) == sorted([b"one", b"two", LARGE])
    for result in summary.results:
        path = Path(result.path)
        assert path.exists()
        assert len(os.fsencode(path.name)) <= limit
        assert path.suffix == Path(result.key).suffix
        assert [str(one) for one in result.remarks if path.name in str(one)]
    again = user.run(user.request("x/", if_exists=IfExists.SKIP))
    assert {one.path for one in again.results} == {one.path for one in summary.results}
    assert set(user.ends(again).values()) == {"skipped", "folder"}


def test_both_of_a_long_name_are_kept(user, s3):
    s3.put("x" * 251 + ".txt", b"one")
    for _ in range(3):
        user.run(user.request("", if_exists=IfExists.RENAME))
    assert len(user.files()) == 3


def test_a_long_name_is_resumed_from_its_part(user, s3):
    put_large(s3, f"x/{'y' * 300}.bin")
    stop_after(user, 4)
    with pytest.raises(Cancelled):
        user.run(user.request("x/"))
    s3.before = lambda *_: None
    asked = len(s3.asked)
    user.run(user.request("x/"))
    [(name, content)] = user.files().items()
    assert (Path(name).suffix, content) == (".bin", LARGE)
    assert len(s3.asked) - asked < 10


def test_content_at_a_key_that_ends_with_a_slash_is_downloaded(user, s3):
    s3.put("x/empty/", b"")
    s3.put("x/full/", b"content")
    s3.put("x/full/a", b"a")
    put_large(s3, "x/large/")
    summary = user.run(user.request("x/"))
    assert user.files() == {"x/full/_": b"content", "x/full/a": b"a", "x/large/_": LARGE}
    assert (user.folder / "x/empty").is_dir()
    assert user.ends(summary) == {
        "x/empty/": "folder",
        "x/full/": "checked",
        "x/full/a": "checked",
        "x/large/": "checked",
    }
    remarks = {one.key: one.remarks for one in summary.results}
    assert remarks["x/full/"] == remarks["x/large/"] == (folder_content_text("_"),)


def test_a_failed_object_does_not_stop_the_others(user, s3):
    s3.put("a", b"a")
    s3.put("b", b"b")
    put_large(s3, "c")

    def before(key, span):
        if key in ("a", "c") and span != "list" and span != "head":
            raise AppError("You may not decrypt with this KMS key", code="AccessDenied")

    s3.before = before
    summary = user.run(user.request(""))
    assert user.ends(summary) == {"a": "failed", "b": "checked", "c": "failed"}
    assert user.files() == {"b": b"b"}
    assert [one.files for one in user.interrupted] == [1]
    s3.before = lambda *_: None
    again = user.run(user.request(""))
    assert user.ends(again) == dict.fromkeys("abc", "checked")
    assert s3.asked.count(("b", "")) == 1
    assert user.interrupted == ()


def test_missing_objects_are_not_offered_to_be_resumed(user, s3):
    summary = user.run(user.request(objects=(requested_object("nothing"),)))
    assert user.ends(summary) == {"nothing": "failed"}
    assert user.interrupted == ()


def test_a_denied_listing_is_an_error(user, s3):
    def before(key, span):
        raise AppError("You may not look into this bucket", code="AccessDenied")

    s3.before = before
    with pytest.raises(AppError, match="look into"):
        user.run(user.request("x/"))


def test_interrupted_responses_are_continued(user, s3):
    put_large(s3)
    interruptions = iter([True] * 3)

    def spoil(data):
        return data[: len(data) // 2] if next(interruptions, False) else data

    s3.spoil = spoil
    summary = user.run(user.request("x/"))
    assert user.files() == {"x/large": LARGE}
    assert summary.counts == {FileOutcome.CHECKED: 1}
    assert s3.served == len(LARGE)


def test_an_unreachable_server_interrupts_the_download(user, s3):
    put_large(s3)

    def before(key, span):
        if span.startswith("bytes=5"):
            raise AppError("The server cannot be reached", code="EndpointConnectionError")

    s3.before = before
    with pytest.raises(AppError, match="interrupted: The server cannot be reached"):
        user.run(user.request("x/"))
    assert part_path(user.folder / "x/large").exists()


def test_an_error_during_a_save_is_raised(user, s3, monkeypatch):
    """The last worker may fail while the run saves its progress."""
    put_large(s3)

    async def save_slowly(run):
        workers = [task for task in asyncio.all_tasks() if "._work" in repr(task)]
        if workers:
            await asyncio.wait(workers)

    def before(key, span):
        if span.startswith("bytes=5"):
            raise AppError("The server cannot be reached", code="EndpointConnectionError")

    s3.before = before
    monkeypatch.setattr(run, "STOP_CHECK", 0)
    monkeypatch.setattr(run.DownloadRun, "_report_and_save", save_slowly)
    with pytest.raises(AppError, match="interrupted: The server cannot be reached"):
        user.run(user.request("x/"))


def test_a_full_disk_stops_the_download_and_keeps_its_files(user, s3, monkeypatch):
    put_large(s3)
    real = os.pwrite

    def pwrite(fd, data, offset):
        if 50_000 <= offset < 60_000:
            raise OSError(28, "No space left on device")
        return real(fd, data, offset)

    monkeypatch.setattr(os, "pwrite", pwrite)
    with pytest.raises(AppError) as caught:
        user.run(user.request("x/"))
    assert caught.value.code == "ENOSPC"
    monkeypatch.setattr(os, "pwrite", real)
    before = s3.served
    user.run(user.request("x/"))
    assert user.files() == {"x/large": LARGE}
    assert s3.served - before < len(LARGE)


def test_bytes_with_another_checksum_are_not_saved(user, s3):
    put_large(s3, "large")
    s3.put("small", b"abc", ChecksumCRC64NVME=crc(b"abc"))
    s3.spoil = lambda data: data.swapcase() if len(data) < 10 else data[::-1]
    summary = user.run(user.request(""))
    assert user.ends(summary) == {"large": "failed", "small": "failed"}
    for one in summary.failed:
        assert one.error
        assert one.error.code == "ChecksumDiffers"
        assert "CRC64NVME" in one.error.detail
        assert "disk" not in str(one.error)
    assert user.files() == {}


def test_a_wrong_checksum_of_the_server_does_not_blame_the_disk(user, s3):
    s3.put("small", b"abc", ChecksumSHA256=sha256(b"other"))
    s3.put("large", LARGE, ChecksumSHA256=sha256(b"other"))
    for one in user.run(user.request("")).failed:
        assert one.error
        assert "The server's checksum is wrong" in one.error.detail
        assert "disk" not in str(one.error)
    assert user.files() == {}


def test_a_disk_that_returns_other_bytes_is_blamed(user, s3, monkeypatch):
    s3.put("large", LARGE, ChecksumSHA256=sha256(LARGE))
    real = PartFile.pieces
    monkeypatch.setattr(
        PartFile, "pieces", lambda *span: (bytes(len(piece)) for piece in real(*span))
    )
    (result,) = user.run(user.request("")).failed
    assert result.error
    assert result.error.title == "The disk doesn't return what was written"
    assert user.files() == {}


def test_an_object_that_changes_is_downloaded_from_the_beginning(user, s3):
    put_large(s3)

    def before(key, span):
        if span.startswith("bytes=5"):
            s3.before = lambda *_: None
            put_large(s3, data=LARGE[::-1])

    s3.before = before
    (result,) = user.run(user.request("x/")).results
    assert user.files() == {"x/large": LARGE[::-1]}
    assert result.remarks == (CHANGED,)
    assert result.ended is FileOutcome.CHECKED


@pytest.mark.parametrize("data", [b"newer", LARGE])
def test_an_object_that_changed_since_it_was_listed(user, s3, data):
    s3.put("a", data)
    (result,) = user.run(user.request(objects=(ListedObject("a", 3, NOON, "old"),))).results
    assert user.files() == {"a": data}
    assert CHANGED in result.remarks


# --- resuming ------------------------------------------------------------------------------------


def test_only_missing_ranges_are_requested_after_a_cancel(user, s3):
    put_large(s3)
    stop_after(user, 6)
    with pytest.raises(Cancelled):
        user.run(user.request("x/"))
    assert user.files().keys() == {f"x/{part_path(user.folder / 'x/large').name}"}
    assert len(user.interrupted) == 1
    s3.before = lambda *_: None
    user.run(user.request("x/"))
    assert user.files() == {"x/large": LARGE}
    assert len(LARGE) <= s3.served <= len(LARGE) + 10 * RANGE
    assert user.events_of(DownloadResumed)
    last = user.events_of(DownloadProgress)[-1]
    assert 0 < last.known < last.bytes == len(LARGE)
    assert user.interrupted == ()


def fail_for(user, name):
    """Make an object fail until the returned function is called."""

    def before(key, span):
        if key == name and span not in ("list", "head"):
            raise AppError("You may not", code="AccessDenied")

    user.s3.before = before
    return lambda: setattr(user.s3, "before", lambda *_: None)


def test_a_file_of_a_replaced_object_is_not_called_checked(user, s3):
    s3.put("x/price", b"100 EUR")
    s3.put("x/zz", b"z")
    repair = fail_for(user, "x/zz")
    user.run(user.request("x/"))
    repair()
    s3.put("x/price", b"999 EUR", LastModified=NOON + timedelta(days=3))
    assert user.ends(user.run(user.request("x/"))) == {"x/price": "exists", "x/zz": "checked"}
    user.run(user.request("x/", if_exists=IfExists.OVERWRITE))
    assert user.files()["x/price"] == b"999 EUR"


def test_an_object_without_a_listed_etag_is_read_again(user, s3):
    s3.put("a", b"old content")
    request = user.request(
        objects=(requested_object("a"), requested_object("c")), if_exists=IfExists.OVERWRITE
    )
    s3.put("c", b"c")
    repair = fail_for(user, "c")
    user.run(request)
    repair()
    s3.put("a", b"new and longer content")
    assert user.run(request).counts == {FileOutcome.CHECKED: 2}
    assert user.files() == {"a": b"new and longer content", "c": b"c"}


def test_a_renamed_folder_is_resumed_under_its_name(user, s3):
    for key in ("x/d", "x/d/a"):
        s3.put(key, key.encode())
    put_large(s3, "x/d/large")
    repair = fail_for(user, "x/d/large")
    user.run(user.request("x/"))
    repair()
    results = user.run(user.request("x/")).results
    assert user.files() == {"x/d": b"x/d", "x/d (1)/a": b"x/d/a", "x/d (1)/large": LARGE}
    remarks = {one.key: one.remarks for one in results}
    assert remarks["x/d/large"] == (renamed_text("x/d (1)/large"),)


def test_other_files_are_not_taken_for_part_files(user, s3):
    put_large(s3)
    beside = part_path(user.folder / "x/large").name
    s3.put(f"x/{beside}", b"a part file that someone uploaded")
    (user.folder / "x").mkdir(parents=True)
    (user.folder / "x/.large.s3enc-part").write_bytes(b"mine")
    user.run(user.request("x/"))
    assert user.files() == {
        "x/large": LARGE,
        f"x/{beside}_": b"a part file that someone uploaded",
        "x/.large.s3enc-part": b"mine",
    }


def no_links(*_, **__):
    raise OSError(errno.EPERM, "no links here")


def test_a_failure_on_a_disk_without_links_leaves_no_empty_file(user, s3, monkeypatch):
    monkeypatch.setattr(os, "link", no_links)
    s3.put("x/a", b"all of it")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", no_links)
        assert user.run(user.request("x/")).counts == {FileOutcome.FAILED: 1}
    assert user.files() == {}
    assert user.run(user.request("x/")).counts == {FileOutcome.CHECKED: 1}
    assert user.files() == {"x/a": b"all of it"}


def test_a_kill_on_a_disk_without_links_does_not_block_the_name(user, s3, monkeypatch):
    s3.put("x/a", b"all of it")
    monkeypatch.setattr(os, "link", no_links)
    unlink = Path.unlink

    def is_killed_before(path, **more):
        if path.name != "a":
            unlink(path, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", no_links)
        patch.setattr(Path, "unlink", is_killed_before)
        user.run(user.request("x/"))
    assert (user.folder / "x/a").exists()
    assert user.run(user.request("x/")).counts == {FileOutcome.CHECKED: 1}
    assert user.files() == {"x/a": b"all of it"}


def test_ranges_damaged_on_the_disk_are_requested_again(user, s3):
    put_large(s3)
    stop_after(user, 6)
    with pytest.raises(Cancelled):
        user.run(user.request("x/"))
    s3.before = lambda *_: None
    with part_path(user.folder / "x/large").open("r+b") as file:
        file.write(b"\0" * 100)  # a power failure before the bytes were written
    (result,) = user.run(user.request("x/")).results
    assert user.files() == {"x/large": LARGE}
    assert result.ended is FileOutcome.CHECKED


def test_files_without_a_record_are_recognized_by_content(user, s3):
    s3.put("x/a", b"aaa")
    put_large(s3)
    user.run(user.request("x/"))
    asked = len(s3.asked)
    summary = user.run(user.request("x/"), resumed=True)
    assert all(one.earlier and one.ended is FileOutcome.CHECKED for one in summary.results)
    assert len(s3.asked) == asked
    (user.folder / "x/a").write_bytes(b"bbb")
    assert user.ends(user.run(user.request("x/"), resumed=True))["x/a"] == "exists"


@pytest.mark.parametrize("recorded", [True, False])
def test_it_can_be_discarded(user, s3, recorded):
    user.context.services.journal.is_kept = recorded  # with a record on the disk
    put_large(s3)
    stop_after(user, 6)
    with pytest.raises(Cancelled):
        user.run(user.request("x/"))
    assert DiscardDownload(user.request("x/")).run(user.context) == 1
    assert user.files() == {}
    assert user.interrupted == ()


def test_a_running_download_is_not_started_twice(user, s3):
    s3.put("x/a", b"a")
    found = []

    def before(key, span):
        s3.before = lambda *_: None
        found.append(user.interrupted)
        with pytest.raises(AppError) as caught:
            DownloadObjects(user.request("x/")).run(user.context)
        found.append(caught.value.code)

    s3.before = before
    user.run(user.request("x/"))
    assert found == [(), "DownloadBusy"]


# --- existing files ------------------------------------------------------------------------------


@pytest.fixture
def conflicts(user, s3):
    s3.put("x/a.txt", b"theirs")
    s3.put("x/b.txt", b"other")
    put_large(s3, "x/large")
    (user.folder / "x").mkdir(parents=True)
    (user.folder / "x/a.txt").write_bytes(b"mine")
    (user.folder / "x/large").write_bytes(b"mine")
    return user


@pytest.mark.parametrize(("policy", "ended"), [("fail", "exists"), ("skip", "skipped")])
def test_an_existing_file_is_not_changed(conflicts, policy, ended):
    summary = conflicts.run(conflicts.request("x/", if_exists=IfExists(policy)))
    assert conflicts.ends(summary) == {"x/a.txt": ended, "x/b.txt": "checked", "x/large": ended}
    assert conflicts.files()["x/a.txt"] == b"mine"
    assert conflicts.interrupted == ()


def test_both_are_kept(conflicts):
    conflicts.run(conflicts.request("x/", if_exists=IfExists.RENAME))
    files = conflicts.files()
    assert (files["x/a.txt"], files["x/a (1).txt"]) == (b"mine", b"theirs")
    assert (files["x/large"], files["x/large (1)"]) == (b"mine", LARGE)


def test_conflicts_are_resolved_without_downloading_the_others_again(conflicts, s3):
    first = conflicts.run(conflicts.request("x/"))
    ids = tuple(one.id for one in first.results if one.ended is FileOutcome.EXISTS)
    request = replace(conflicts.request("x/"), if_exists=IfExists.OVERWRITE)
    summary = conflicts.run(request, resumed=True, only=ids)
    assert conflicts.ends(summary) == {"x/a.txt": "checked", "x/large": "checked"}
    assert conflicts.files() == {"x/a.txt": b"theirs", "x/b.txt": b"other", "x/large": LARGE}
    assert [key for key, _ in s3.asked].count("x/b.txt") == 1
    ForgetDownload(request).run(conflicts.context)
    assert kept_paths() == []


def test_files_of_an_unprinted_download_are_its_own(user, s3):
    s3.put("x/a", b"a")
    for _ in range(2):
        assert user.ends(user.run(user.request("x/"), keep_record=True)) == {"x/a": "checked"}
    assert len(s3.asked) == 1
    assert user.interrupted == ()
    ForgetDownload(user.request("x/")).run(user.context)
    assert user.ends(user.run(user.request("x/"))) == {"x/a": "exists"}


def test_it_works_without_a_record_on_the_disk(s3, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "SMALL", 5_000)
    put_large(s3)
    with services_of(s3, kept=False) as services:
        user = User(s3, services, tmp_path / "to")
        stop_after(user, 6)
        with pytest.raises(Cancelled):
            user.run(user.request("x/"))
        s3.before = lambda *_: None
        user.run(user.request("x/"), resumed=True)
        assert user.files() == {"x/large": LARGE}
        assert s3.served < 2 * len(LARGE)
        assert user.interrupted == ()
    assert kept_paths() == []
