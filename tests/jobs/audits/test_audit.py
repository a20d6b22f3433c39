from __future__ import annotations

import asyncio
import errno
import sqlite3
from contextlib import closing, nullcontext
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.audits.audit import AuditScope, parse_requirement
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.jobs.audits import audit, audit_file
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditNotSaved, AuditResumed
from s3enc_gui.jobs.audits.past_audits import OpenAudit
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.kms import keys
from s3enc_gui.s3.server.knowledge import ServerKnowledge
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.store.files import scratch_folder
from s3enc_gui.store.files.scratch_folder import ScratchFolder
from s3enc_gui.store.sqlite import errors
from s3enc_gui.wording.audits.audit_report import report_default
from tests.jobs.audits.test_run import Bucket, right, stopping

COUNT = 500
ARN = "arn:aws:kms:eu-west-1:111122223333:key/0ecd1de5-0000-4000-8000-000000000001"


class Place:
    """A bucket of 500 objects, and a folder of audit files."""

    def __init__(self, folder):
        self.folder = str(folder)
        self.bucket = Bucket(COUNT)
        self.reports: list[object] = []
        client = SimpleNamespace(meta=SimpleNamespace(endpoint_url="https://s3.amazonaws.com"))
        server = ServerKnowledge("https://s3.amazonaws.com")
        session: Any = SimpleNamespace(
            s3=lambda *_: client,
            kms=lambda *_: None,
            region="r",
            server=lambda *_: server,
            connection=Connection(),
            known_identity=None,
            has_sts=False,
        )
        session.at = lambda bucket: BucketSession(session, bucket, "eu-west-1")
        self.scratch = ScratchFolder()
        self.services: Any = SimpleNamespace(
            aws_session=lambda _: session,
            run=asyncio.run,
            scratch=self.scratch,
            aws_sessions=SimpleNamespace(renewed=None),
            retrying=lambda _: nullcontext(),
            deadline=None,
        )

    def job(self, **more):
        return AuditBucket(Connection(), AuditScope("bucket"), folder=self.folder, **more)

    def run(self, stopped=None, **more):
        self.bucket.reads.clear()
        self.reports.clear()
        context = Context(self.services, self.reports.append)
        if stopped:
            context = Context(self.services, self.reports.append, stopped)
        return self.job(**more).run(context)

    def interrupt(self):
        with pytest.raises(Cancelled):
            self.run(stopping(self.bucket, 1))
        self.bucket.error_of = lambda _: None

    @property
    def resumed(self):
        return [one for one in self.reports if isinstance(one, AuditResumed)]


@pytest.fixture
def place(tmp_path, monkeypatch):
    place = Place(tmp_path / "audits")
    monkeypatch.setattr(config, "default_encryption", lambda *_: BucketEncryption("AES256"))
    monkeypatch.setattr(audit, "BucketSource", lambda *_: place.bucket)
    with closing(place.scratch):
        yield place


def counts(done):
    return {one.group.kind: (one.objects, one.bytes) for one in done.report.summary.group_counts}


def test_the_result_of_an_audit(place):
    done = place.run()
    assert counts(done) == right(COUNT)
    assert done.report.facts.default == BucketEncryption("AES256")
    assert done.report.facts.ended >= done.report.facts.started
    assert done.path == str(place.job().path)


def test_a_finished_audit_is_repeated(place):
    place.run()
    assert counts(place.run()) == right(COUNT)
    assert (place.bucket.reads.total(), place.resumed) == (COUNT, [])


@pytest.fixture
def slow(place):
    place.bucket = Bucket(20_000)  # more than are checked before a cancellation takes effect
    return place


def test_an_interrupted_audit_is_resumed(slow):
    slow.interrupt()
    done = slow.run()
    assert counts(done) == right(20_000)
    (resumed,) = slow.resumed
    assert resumed.seen == 20_000 - slow.bucket.reads.total() > 0


def test_canceled_at_the_last_object_it_is_complete(place):
    place.bucket = Bucket(1)
    done = place.run(stopping(place.bucket, 1))
    assert (done.report.summary.objects, done.report.facts.ended is not None) == (1, True)


@pytest.mark.parametrize("reason", ["restart", "old"])
def test_an_interrupted_audit_is_not_resumed(slow, reason, monkeypatch):
    slow.interrupt()
    if reason == "old":
        monkeypatch.setattr(audit, "MAX_AGE", timedelta(0))
    done = slow.run(restart=reason == "restart")
    assert (counts(done), slow.resumed) == (right(20_000), [])


def test_an_unreadable_default_encryption(place, monkeypatch):
    def denied(*_):
        raise AppError("Denied", code="AccessDenied")

    monkeypatch.setattr(config, "default_encryption", denied)
    assert report_default(place.run().report) == "not readable"


def test_a_damaged_file_is_replaced(place):
    done = place.run()
    place.job().path.write_bytes(b"damaged" * 1000)
    assert counts(place.run()) == counts(done)


@pytest.fixture
def readonly(place):
    """The folder of the audit files can't be created."""
    Path(place.folder).write_text("a file")
    return place


def not_saved(place):
    return [one for one in place.reports if isinstance(one, AuditNotSaved)]


def test_where_its_file_cannot_be_written_it_continues_with_a_temporary_one(readonly):
    done = readonly.run()
    assert counts(done) == right(COUNT)
    (told,) = not_saved(readonly)
    assert told.error.code == "AuditNotWritable"
    assert "temporary file" in told.error.hint
    assert Path(told.path) == Path(done.path) == readonly.scratch.path / readonly.job().path.name
    opened = OpenAudit(done.path).run(Context(readonly.services))
    assert opened.report.summary == done.report.summary
    readonly.scratch.close()
    assert not Path(done.path).exists()


def test_a_temporary_audit_is_resumed_until_the_program_ends(readonly):
    readonly.bucket = Bucket(20_000)
    readonly.interrupt()
    readonly.run()
    (resumed,) = readonly.resumed
    assert resumed.seen == 20_000 - readonly.bucket.reads.total() > 0


def test_without_any_temporary_folder_the_error_is_that_of_the_file(readonly, monkeypatch):
    def missing():
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(scratch_folder, "gettempdir", missing)
    monkeypatch.setattr(scratch_folder, "_IN_MEMORY", str(Path(readonly.folder) / "missing"))
    with pytest.raises(AppError) as caught:
        readonly.run()
    assert caught.value.code == "AuditNotWritable"


def test_where_locks_do_not_exist_it_is_not_called_running(place, monkeypatch):
    """SQLite reports ENOLCK as SQLITE_BUSY."""
    path = place.job().path
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as database:
        database.execute("BEGIN EXCLUSIVE")
        with pytest.raises(AppError) as caught:
            place.run()
        assert caught.value.code == "AuditBusy"
        monkeypatch.setattr(errors, "locks_work", lambda _: False)
        assert counts(place.run()) == right(COUNT)
    (told,) = not_saved(place)
    assert told.error.detail == f"{path}: No locks available."


def test_a_damaged_file_that_cannot_be_deleted(place, monkeypatch):
    place.job().path.parent.mkdir()
    place.job().path.write_bytes(b"not a database" * 100)

    def refuse(_):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(audit_file, "delete_database", refuse)
    assert counts(place.run()) == right(COUNT)
    assert len(not_saved(place)) == 1


def test_an_alias_is_resolved_first(place, monkeypatch):
    monkeypatch.setattr(keys, "resolve", lambda *_: ARN)
    done = place.run(requirement=parse_requirement("aws:kms=alias/mine"))
    assert done.report.requirement.arn == ARN


def test_an_alias_that_cannot_be_resolved_fails_before_the_audit(place, monkeypatch):
    monkeypatch.setattr(keys, "resolve", lambda *_: None)
    with pytest.raises(AppError, match="Can't find the required KMS key"):
        place.run(requirement=parse_requirement("aws:kms=alias/mine"))
    assert not place.bucket.reads


@pytest.mark.parametrize("name", ["b", "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap"])
def test_each_scope_has_its_own_file(name):
    scopes = [AuditScope(name), AuditScope(name, "p"), AuditScope(name, "", versions=True)]
    paths = {AuditBucket(Connection(), scope).path for scope in scopes}
    assert len(paths) == 3
    assert {path.parent.name for path in paths} == {"audits"}
