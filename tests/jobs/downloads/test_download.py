from __future__ import annotations

import asyncio
import base64
import errno
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
    requested_object,
)
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads import run
from s3enc_gui.jobs.downloads.download import (
    DownloadObjects,
    DownloadProgress,
    DownloadResumed,
    FilesEnded,
    ForgetDownload,
)
from s3enc_gui.jobs.downloads.interrupted import CheckDownloads, DiscardDownload
from s3enc_gui.s3.objects.checksums import crc64nvme
from s3enc_gui.store.downloads.part_file import part_path
from s3enc_gui.store.downloads.record import kept_paths
from tests.fakes.small_s3 import NOON, SmallS3, services_of

RANGE = 10_000
LARGE = os.urandom(95_000)


class User:
    """Somebody who downloads from the small S3 into a folder, and what was reported."""

    def __init__(self, s3, services, folder):
        self.s3, self.folder = s3, folder
        self.reports: list[Any] = []
        self.stopped = Event()
        self.context = Context(services, self.reports.append, self.stopped)

    def request(self, *prefixes, **more):
        return DownloadRequest(Connection(), "bucket", str(self.folder), prefixes=prefixes, **more)

    def run(self, request, **more):
        self.reports.clear()
        self.stopped.clear()
        return DownloadObjects(request, range_size=RANGE, **more).run(self.context)

    def files(self):
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    def ends(self, summary):
        return {one.key: one.ended.value for one in summary.results}

    @property
    def kept(self):
        return CheckDownloads().run(replace(self.context, stopped=Event()))

    def told(self, kind):
        return [report for report in self.reports if isinstance(report, kind)]


@pytest.fixture
def s3():
    return SmallS3()


@pytest.fixture
def user(s3, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "SMALL", 5_000)
    monkeypatch.setattr(outage_gate, "LONGEST_PAUSE", 0.01)
    with services_of(s3) as services:
        yield User(s3, services, tmp_path / "to")


def crc(data):
    return base64.b64encode(crc64nvme(data).to_bytes(8, "big")).decode()


def put_large(s3, key="x/large", data=LARGE, **fields):
    return s3.put(key, data, ChecksumCRC64NVME=crc(data), **fields)


def stop_after(user, count):
    """Let the user stop when so many ranges were asked for."""

    def before(key, span):
        if span.startswith("bytes=") and len(user.s3.asked) >= count:
            user.stopped.set()
            user.s3.before = lambda *_: raise_cancelled()

    user.s3.before = before


def raise_cancelled():
    raise Cancelled


# --- what arrives --------------------------------------------------------------------------------


def test_a_folder_comes_with_all_that_is_below(user, s3):
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


def test_it_is_said_how_each_was_checked(user, s3):
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


def test_few_reports_tell_of_all_files(user, s3):
    for number in range(50):
        s3.put(f"x/{number}", b"12")
    user.run(user.request("x/"))
    last = user.told(DownloadProgress)[-1]
    assert (last.files, last.of_files, last.bytes, last.of_bytes) == (50, 50, 100, 100)
    assert sum(len(one.results) for one in user.told(FilesEnded)) == 50
    assert len(user.reports) < 20


def test_chosen_objects_need_no_listing(user, s3):
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


def test_ciphertext_is_called_so(user, s3):
    s3.put("a", b"a", Metadata={"x-amz-key-v2": "…"})
    (result,) = user.run(user.request("")).results
    assert result.remarks == (CIPHERTEXT,)


def test_names_that_cannot_be_are_told(user, s3):
    s3.put("x/a//b", b"1")
    s3.put("x/a/b", b"2")
    s3.put("x/../up", b"3")
    results = user.run(user.request("x/")).results
    assert user.files() == {"x/a/b": b"1", "x/a/b (1)": b"2", "x/__/up": b"3"}
    assert {one.key: one.remarks for one in results} == {
        "x/a//b": ("Here it is called “x/a/b”.",),
        "x/a/b": ("Here it is called “b (1)”.",),
        "x/../up": ("Here it is called “x/__/up”.",),
    }


# --- what goes wrong -----------------------------------------------------------------------------


def test_one_that_fails_does_not_stop_the_others(user, s3):
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
    assert [one.files for one in user.kept] == [1]
    s3.before = lambda *_: None
    again = user.run(user.request(""))
    assert user.ends(again) == dict.fromkeys("abc", "checked")
    assert s3.asked.count(("b", "")) == 1
    assert user.kept == ()


def test_what_is_not_there_is_not_offered_another_time(user, s3):
    summary = user.run(user.request(objects=(requested_object("nothing"),)))
    assert user.ends(summary) == {"nothing": "failed"}
    assert user.kept == ()


def test_a_refused_listing_is_the_end(user, s3):
    def before(key, span):
        raise AppError("You may not look into this bucket", code="AccessDenied")

    s3.before = before
    with pytest.raises(AppError, match="look into"):
        user.run(user.request("x/"))


def test_a_bad_line_is_waited_for_and_nothing_comes_twice(user, s3):
    put_large(s3)
    troubles = iter([True] * 3)

    def spoil(data):
        return data[: len(data) // 2] if next(troubles, False) else data

    s3.spoil = spoil
    summary = user.run(user.request("x/"))
    assert user.files() == {"x/large": LARGE}
    assert summary.counts == {FileOutcome.CHECKED: 1}
    assert s3.served == len(LARGE)


def test_a_server_that_is_gone_interrupts_it(user, s3):
    put_large(s3)

    def before(key, span):
        if span.startswith("bytes=5"):
            raise AppError("The server cannot be reached", code="EndpointConnectionError")

    s3.before = before
    with pytest.raises(AppError, match="interrupted: The server cannot be reached"):
        user.run(user.request("x/"))
    assert part_path(user.folder / "x/large").exists()


def test_what_fails_while_something_is_noted_is_told_all_the_same(user, s3, monkeypatch):
    """The last work may end with an error while the run is busy with something else."""
    put_large(s3)

    async def note_long(run):
        works = [task for task in asyncio.all_tasks() if "._work" in repr(task)]
        if works:
            await asyncio.wait(works)

    def before(key, span):
        if span.startswith("bytes=5"):
            raise AppError("The server cannot be reached", code="EndpointConnectionError")

    s3.before = before
    monkeypatch.setattr(run, "ATTENTION", 0)
    monkeypatch.setattr(run.DownloadRun, "_tell_and_keep", note_long)
    with pytest.raises(AppError, match="interrupted: The server cannot be reached"):
        user.run(user.request("x/"))


def test_a_full_disk_stops_it_and_keeps_what_has_come(user, s3, monkeypatch):
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


def test_bytes_that_are_not_what_s3_has_are_not_saved(user, s3):
    put_large(s3, "large")
    s3.put("small", b"abc", ChecksumCRC64NVME=crc(b"abc"))
    s3.spoil = lambda data: data.swapcase() if len(data) < 10 else data[::-1]
    summary = user.run(user.request(""))
    assert user.ends(summary) == {"large": "failed", "small": "failed"}
    assert {one.error.code for one in summary.failed if one.error} == {"ChecksumDiffers"}
    assert user.files() == {}


def test_an_object_that_changes_is_begun_anew(user, s3):
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


# --- going on ------------------------------------------------------------------------------------


def test_only_missing_ranges_are_fetched_after_a_stop(user, s3):
    put_large(s3)
    stop_after(user, 6)
    with pytest.raises(Cancelled):
        user.run(user.request("x/"))
    assert user.files().keys() == {f"x/{part_path(user.folder / 'x/large').name}"}
    assert len(user.kept) == 1
    s3.before = lambda *_: None
    user.run(user.request("x/"))
    assert user.files() == {"x/large": LARGE}
    assert len(LARGE) <= s3.served <= len(LARGE) + 10 * RANGE
    assert user.told(DownloadResumed)
    last = user.told(DownloadProgress)[-1]
    assert 0 < last.known < last.bytes == len(LARGE)
    assert user.kept == ()


def fail_for(user, name):
    """Let an object fail until the returned function is called."""

    def before(key, span):
        if key == name and span not in ("list", "head"):
            raise AppError("You may not", code="AccessDenied")

    user.s3.before = before
    return lambda: setattr(user.s3, "before", lambda *_: None)


def test_what_was_replaced_since_it_arrived_is_not_called_checked(user, s3):
    s3.put("x/price", b"100 EUR")
    s3.put("x/zz", b"z")
    mend = fail_for(user, "x/zz")
    user.run(user.request("x/"))
    mend()
    s3.put("x/price", b"999 EUR", LastModified=NOON + timedelta(days=3))
    assert user.ends(user.run(user.request("x/"))) == {"x/price": "exists", "x/zz": "checked"}
    user.run(user.request("x/", if_exists=IfExists.OVERWRITE))
    assert user.files()["x/price"] == b"999 EUR"


def test_one_that_no_listing_knows_is_looked_at_again(user, s3):
    s3.put("a", b"old content")
    request = user.request(
        objects=(requested_object("a"), requested_object("c")), if_exists=IfExists.OVERWRITE
    )
    s3.put("c", b"c")
    mend = fail_for(user, "c")
    user.run(request)
    mend()
    s3.put("a", b"new and longer content")
    assert user.run(request).counts == {FileOutcome.CHECKED: 2}
    assert user.files() == {"a": b"new and longer content", "c": b"c"}


def test_a_folder_that_is_called_otherwise_is_gone_on_with_there(user, s3):
    for key in ("x/d", "x/d/a"):
        s3.put(key, key.encode())
    put_large(s3, "x/d/large")
    mend = fail_for(user, "x/d/large")
    user.run(user.request("x/"))
    mend()
    results = user.run(user.request("x/")).results
    assert user.files() == {"x/d": b"x/d", "x/d (1)/a": b"x/d/a", "x/d (1)/large": LARGE}
    told = {one.key: one.remarks for one in results}
    assert told["x/d/large"] == ("Here it is called “x/d (1)/large”.",)


def test_nobody_elses_file_is_taken_for_a_part(user, s3):
    put_large(s3)
    beside = part_path(user.folder / "x/large").name
    s3.put(f"x/{beside}", b"a part that somebody uploaded")
    (user.folder / "x").mkdir(parents=True)
    (user.folder / "x/.large.s3enc-part").write_bytes(b"mine")
    user.run(user.request("x/"))
    assert user.files() == {
        "x/large": LARGE,
        f"x/{beside}_": b"a part that somebody uploaded",
        "x/.large.s3enc-part": b"mine",
    }


def no_links(*_, **__):
    raise OSError(errno.EPERM, "no links here")


def test_a_disk_without_links_that_fails_keeps_no_empty_file(user, s3, monkeypatch):
    monkeypatch.setattr(os, "link", no_links)
    s3.put("x/a", b"all of it")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", no_links)
        assert user.run(user.request("x/")).counts == {FileOutcome.FAILED: 1}
    assert user.files() == {}
    assert user.run(user.request("x/")).counts == {FileOutcome.CHECKED: 1}
    assert user.files() == {"x/a": b"all of it"}


def test_a_kill_on_a_disk_without_links_keeps_nobody_from_the_name(user, s3, monkeypatch):
    s3.put("x/a", b"all of it")
    monkeypatch.setattr(os, "link", no_links)
    unlink = Path.unlink

    def was_killed_before(path, **more):
        if path.name != "a":
            unlink(path, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", no_links)
        patch.setattr(Path, "unlink", was_killed_before)
        user.run(user.request("x/"))
    assert (user.folder / "x/a").exists()
    assert user.run(user.request("x/")).counts == {FileOutcome.CHECKED: 1}
    assert user.files() == {"x/a": b"all of it"}


def test_what_is_damaged_on_the_disk_is_fetched_again(user, s3):
    put_large(s3)
    stop_after(user, 6)
    with pytest.raises(Cancelled):
        user.run(user.request("x/"))
    s3.before = lambda *_: None
    with part_path(user.folder / "x/large").open("r+b") as file:
        file.write(b"\0" * 100)  # the power failed before the bytes were written
    (result,) = user.run(user.request("x/")).results
    assert user.files() == {"x/large": LARGE}
    assert result.ended is FileOutcome.CHECKED


def test_what_was_made_and_not_noted_is_known_by_its_bytes(user, s3):
    s3.put("x/a", b"aaa")
    put_large(s3)
    user.run(user.request("x/"))
    asked = len(s3.asked)
    summary = user.run(user.request("x/"), goes_on=True)
    assert all(one.earlier and one.ended is FileOutcome.CHECKED for one in summary.results)
    assert len(s3.asked) == asked
    (user.folder / "x/a").write_bytes(b"bbb")
    assert user.ends(user.run(user.request("x/"), goes_on=True))["x/a"] == "exists"


@pytest.mark.parametrize("kept", [True, False])
def test_it_can_be_given_up(user, s3, kept):
    user.context.services.journal.is_kept = kept  # noted on the disk
    put_large(s3)
    stop_after(user, 6)
    with pytest.raises(Cancelled):
        user.run(user.request("x/"))
    assert DiscardDownload(user.request("x/")).run(user.context) == 1
    assert user.files() == {}
    assert user.kept == ()


def test_a_download_that_is_under_way_is_not_begun_twice(user, s3):
    s3.put("x/a", b"a")
    found = []

    def before(key, span):
        s3.before = lambda *_: None
        found.append(user.kept)
        with pytest.raises(AppError) as caught:
            DownloadObjects(user.request("x/")).run(user.context)
        found.append(caught.value.code)

    s3.before = before
    user.run(user.request("x/"))
    assert found == [(), "DownloadBusy"]


# --- names that are taken ------------------------------------------------------------------------


@pytest.fixture
def taken(user, s3):
    s3.put("x/a.txt", b"theirs")
    s3.put("x/b.txt", b"other")
    put_large(s3, "x/large")
    (user.folder / "x").mkdir(parents=True)
    (user.folder / "x/a.txt").write_bytes(b"mine")
    (user.folder / "x/large").write_bytes(b"mine")
    return user


@pytest.mark.parametrize(("policy", "ended"), [("fail", "exists"), ("skip", "skipped")])
def test_a_taken_name_is_left_alone(taken, policy, ended):
    summary = taken.run(taken.request("x/", if_exists=IfExists(policy)))
    assert taken.ends(summary) == {"x/a.txt": ended, "x/b.txt": "checked", "x/large": ended}
    assert taken.files()["x/a.txt"] == b"mine"
    assert taken.kept == ()


def test_both_are_kept(taken):
    taken.run(taken.request("x/", if_exists=IfExists.RENAME))
    files = taken.files()
    assert (files["x/a.txt"], files["x/a (1).txt"]) == (b"mine", b"theirs")
    assert (files["x/large"], files["x/large (1)"]) == (b"mine", LARGE)


def test_it_is_decided_afterwards_and_nothing_else_is_fetched_again(taken, s3):
    first = taken.run(taken.request("x/"))
    ids = tuple(one.id for one in first.results if one.ended is FileOutcome.TAKEN)
    request = replace(taken.request("x/"), if_exists=IfExists.OVERWRITE)
    summary = taken.run(request, goes_on=True, only=ids)
    assert taken.ends(summary) == {"x/a.txt": "checked", "x/large": "checked"}
    assert taken.files() == {"x/a.txt": b"theirs", "x/b.txt": b"other", "x/large": LARGE}
    assert [key for key, _ in s3.asked].count("x/b.txt") == 1
    ForgetDownload(request).run(taken.context)
    assert kept_paths() == []


def test_what_nobody_was_told_of_is_not_taken_for_somebody_elses(user, s3):
    s3.put("x/a", b"a")
    for _ in range(2):
        assert user.ends(user.run(user.request("x/"), until_told=True)) == {"x/a": "checked"}
    assert len(s3.asked) == 1
    assert user.kept == ()
    ForgetDownload(user.request("x/")).run(user.context)
    assert user.ends(user.run(user.request("x/"))) == {"x/a": "exists"}


def test_where_nothing_is_noted_it_works_as_well(s3, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "SMALL", 5_000)
    put_large(s3)
    with services_of(s3, kept=False) as services:
        user = User(s3, services, tmp_path / "to")
        stop_after(user, 6)
        with pytest.raises(Cancelled):
            user.run(user.request("x/"))
        s3.before = lambda *_: None
        user.run(user.request("x/"), goes_on=True)
        assert user.files() == {"x/large": LARGE}
        assert s3.served < 2 * len(LARGE)
        assert user.kept == ()
    assert kept_paths() == []
