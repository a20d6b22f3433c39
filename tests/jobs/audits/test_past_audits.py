from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope, parse_requirement
from s3enc_gui.domain.audits.query import START, AuditQuery, query_of
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.groups import NamedKey
from s3enc_gui.domain.encryption.status_filter import StatusFilter
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import Position
from s3enc_gui.jobs.audits.audit import AuditBucket
from s3enc_gui.jobs.audits.export import AuditFormat, ExportAudit
from s3enc_gui.jobs.audits.past_audits import ListAudits, OpenAudit, ReadAudited, RemoveAudit
from s3enc_gui.jobs.audits.requirement import ResolveRequirement, is_resolved
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.kms import keys
from s3enc_gui.store.audits.file import AuditFile
from tests.fakes.audits import ARN, BARE, KMS, NOW, S3, audited

NO_SERVICES: Any = None
WORK = Connection("work")
BUCKET = AuditScope("bucket")
KINDS = (KMS, KMS, S3, KMS, BARE)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "audits"


@pytest.fixture
def make(folder):
    """Write the file of an audit of `count` objects; return its path."""

    def make(count=25, scope=BUCKET, connection=WORK, started=NOW, *, ended=True, state=None):
        path = AuditBucket(connection, scope, folder=str(folder)).path
        file = AuditFile(path)
        file.begin(AuditFacts(scope, started))
        ones = [audited(f"Key-{n:03}", KINDS[n % len(KINDS)]) for n in range(count)]
        file.add_listed([one.listed for one in ones], Position("z"), last=True)
        file.add_statuses([(n + 1, one.reported) for n, one in enumerate(ones)])
        file.add_key(NamedKey(ARN, ARN, ("alias/test_key",), False, state))
        if ended:
            file.end(started)
        file.close()
        return str(path)

    return make


def run(job, report=lambda _: None):
    return job.run(Context(NO_SERVICES, report))


def read(path, query, limit=7):
    """Read all pages; return the keys and the total."""
    cursor, keys, total = START, [], None
    while cursor is not None:
        page = run(ReadAudited(path, query, cursor, limit))
        assert len(page.objects) <= limit
        keys += [one.listed.key for one in page.objects]
        total = page.total if cursor == START else total
        cursor = page.next
    return keys, total


def test_the_pages_begin_with_the_objects_to_review(make):
    path = make()
    report = run(OpenAudit(path)).report
    keys, total = read(path, query_of(report))
    first_keys = [f"Key-{n:03}" for first in (4, 2) for n in range(first, 25, 5)]
    assert keys[:10] == first_keys
    assert (sorted(keys), total) == ([f"Key-{n:03}" for n in range(25)], 25)
    assert keys[10:] == sorted(keys[10:])


def test_groups_of_one_stage_are_in_listing_order(make):
    keys, total = read(make(), AuditQuery((frozenset({BARE, S3}),)))
    assert (keys, total) == ([f"Key-{n:03}" for n in range(25) if n % 5 in (2, 4)], 10)


def test_a_filter_and_a_text(make):
    path = make()
    report = run(OpenAudit(path)).report
    wanted = query_of(report, StatusFilter(frozenset({KMS})), "kEY-00")
    keys = [f"Key-00{n}" for n in (0, 1, 3, 5, 6, 8)]
    assert read(path, wanted, 100) == (keys, 6)
    assert read(path, query_of(report, text="nothing")) == ([], 0)


def test_a_search_can_be_canceled(make):
    path, stopped = make(500), Event()
    query = query_of(run(OpenAudit(path)).report, text="nothing")
    stopped.set()
    with pytest.raises(Cancelled):
        ReadAudited(path, query).run(Context(NO_SERVICES, stopped=stopped))


def test_a_full_last_page(make):
    assert read(make(14), AuditQuery((frozenset(KINDS),)), 7)[1] == 14


def test_several_readers_at_a_time(make):
    path = make()
    other = AuditFile(Path(path), reading=True)
    assert run(OpenAudit(path)).report.summary.objects == 25
    other.close()


def test_a_running_audit_is_not_read(make, folder):
    path = make()
    file = AuditFile(next(folder.glob("*.sqlite")))
    with pytest.raises(AppError) as caught:
        run(OpenAudit(path))
    assert caught.value.code == "AuditBusy"
    assert run(ListAudits(WORK, str(folder))) == ()
    file.close()
    assert len(run(ListAudits(WORK, str(folder)))) == 1


def test_the_audits_of_a_connection_are_listed(make, folder):
    make(started=NOW - timedelta(days=1))
    make(scope=AuditScope("bucket", "p/"), ended=False)
    make(connection=Connection("other"))
    (folder / "broken.sqlite").write_bytes(b"not a database" * 100)
    found = run(ListAudits(WORK, str(folder)))
    assert [(one.facts.scope.prefix, one.facts.ended is None) for one in found] == [
        ("p/", True),
        ("", False),
    ]
    assert run(OpenAudit(found[1].path)).report.summary.objects == 25


def test_an_audit_has_counts_of_objects_to_review(make, folder):
    make()
    (found,) = run(ListAudits(WORK, str(folder)))
    assert (found.not_encrypted, found.unreadable) == (5, 0)


def test_no_audits_yet(folder):
    assert run(ListAudits(WORK, str(folder))) == ()
    with pytest.raises(AppError) as caught:
        run(OpenAudit(str(folder / "a.sqlite")))
    assert caught.value.code == "NoAudit"


def test_a_file_of_another_version_is_not_read(make):
    path = make()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(AppError) as caught:
        run(OpenAudit(path))
    assert caught.value.code == "AuditDamaged"


def test_removed(make, folder):
    assert run(RemoveAudit(make()))
    assert list(folder.iterdir()) == []


def test_an_export_reports_progress(make, tmp_path):
    reports: list[Any] = []
    run(ExportAudit(make(), str(tmp_path / "a.csv"), AuditFormat.CSV), reports.append)
    assert (reports[-1].done, reports[-1].total) == (25, 25)


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("AES256", True),
        ("aws:kms", True),
        ("aws:kms=aws/s3", True),
        (f"aws:kms={ARN}", True),
        ("aws:kms=alias/mine", False),
    ],
)
def test_requirements_that_need_kms(text, resolved):
    assert is_resolved(parse_requirement(text)) is resolved


def test_an_alias_is_resolved_in_the_region_of_the_bucket(monkeypatch):
    asked: list[str] = []
    aws_session: Any = type(
        "Cloud", (), {"region": "r", "kms": lambda _, region: asked.append(region)}
    )()
    services: Any = type("Services", (), {"aws_session": lambda *_: aws_session})()
    monkeypatch.setattr(keys, "resolve", lambda *_: ARN)
    wanted = parse_requirement("aws:kms=alias/mine")
    job = ResolveRequirement(WORK, wanted, "eu-west-1")
    assert job.run(Context(services)) == replace(wanted, arn=ARN)
    assert asked == ["eu-west-1"]


def test_objects_with_an_unusable_key_are_counted(make, folder):
    make(10, state="Disabled")
    (past,) = run(ListAudits(WORK, str(folder)))
    assert past.unusable_keys == 6
