"""Files that an earlier version of the program wrote are still read.

`samples/` was written by the version of 2026-11 (journal schema 4, downloads schema 2): databases
as SQL, the part of a download in base64. When a schema changes, the samples stay, and what they are
expected to hold here with them.
"""

from __future__ import annotations

import base64
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.encryption.groups import Group, GroupCount, NamedKey
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.listing import Position
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.audits.audit import AuditBucket
from s3enc_gui.store.audits.file import AuditFile
from s3enc_gui.store.downloads.part_file import PartFile, part_path, remove_part
from s3enc_gui.store.downloads.record import DownloadRecord, tag_of
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.journal.rows import pack_plain
from s3enc_gui.store.settings_file import SettingsFile
from tests.store.audits.test_file import FACTS
from tests.store.downloads.test_record import NOON, REQUEST, RESULT
from tests.store.journal.values import (
    CONNECTION,
    ITEMS,
    MARK,
    NOW,
    OPTIONS,
    OTHER_PART,
    PART,
    RECEIPT,
    SENT,
    UPLOAD,
    Programs,
)

SAMPLES = Path(__file__).with_name("samples")


@pytest.fixture
def database(tmp_path):
    """Build the database of a sample, and return its path."""

    def build(name):
        path = tmp_path / f"{name}.sqlite"
        with closing(sqlite3.connect(path)) as database:
            database.executescript((SAMPLES / f"{name}.sql").read_text(encoding="utf-8"))
        return path

    return build


def test_the_journal(database):
    with closing(Journal(database("journal"), Programs().start("two"))) as journal:
        [found] = journal.interrupted()
        batch = found.batch
        assert (batch.connection, batch.bucket, batch.options) == (CONNECTION, "my-bucket", OPTIONS)
        sending, paused, sent, ended = journal.transfers(batch.id)
        assert [one.item for one in (sending, paused, sent, ended)] == list(ITEMS)
        assert (sending.key, sending.mark, sending.begun) == (ITEMS[0].key, MARK, NOW)
        assert sending.upload == replace(UPLOAD, parts=(PART, OTHER_PART))
        assert paused.state is TransferState.PAUSED
        assert sent.sent == SENT
        assert (ended.state, ended.result) == (TransferState.ENDED, Result.VERIFIED)
        assert journal.receipts(ReceiptQuery()) == [RECEIPT]
        assert journal.claim(batch.id)


def test_a_download(database):
    with closing(DownloadRecord(database("download"))) as file:
        kept = file.kept()
        assert kept
        assert (kept.request, kept.begun) == (REQUEST, NOON)
        assert (kept.files, kept.of_files, kept.bytes, kept.of_bytes) == (1, 2, 7, 20)
        assert file.done() == {RESULT.id: replace(RESULT, earlier=True)}
        assert file.parts() == [Path("/home/anna/a")]


def test_the_part_of_a_download(tmp_path):
    target = tmp_path / "film.bin"
    encoded = (SAMPLES / "film.bin.s3enc-part.b64").read_bytes()
    part_path(target).write_bytes(base64.decodebytes(encoded))
    with closing(PartFile(target, "identity", 10, 4)) as part:
        assert part.records == {0: 123456789, 2: 987}
        assert next(part.pieces(0, 4)) == b"0123"


LONG = "ž" * 50 + "x" * 10  # 110 bytes
EARLIER_PART = f".{LONG}-edc4ea46e3cee91a.s3enc-part"


def test_the_part_of_a_long_name_is_found_under_its_earlier_name(tmp_path):
    """Up to 120 bytes of the name were in it; then another part began beside it."""
    target = tmp_path / LONG
    earlier = target.with_name(EARLIER_PART)
    earlier.write_bytes(base64.decodebytes((SAMPLES / "film.bin.s3enc-part.b64").read_bytes()))
    with closing(PartFile(target, "identity", 10, 4)) as part:
        assert part.records == {0: 123456789, 2: 987}
    assert not earlier.exists()


def test_the_part_of_a_long_name_is_removed(tmp_path):
    target = tmp_path / LONG
    target.with_name(EARLIER_PART).write_bytes(b"x")
    assert remove_part(target)
    assert list(tmp_path.iterdir()) == []


def test_an_audit(database):
    with closing(AuditFile(database("audit"))) as audit:
        assert audit.facts == replace(FACTS, listed=3, delete_markers=1)
        assert audit.position == Position("c")
        assert audit.keys == {"k": NamedKey("k", None, ("alias/test_key",), is_aws_s3=False)}
        assert [listed.key for _, listed in audit.unseen()] == ["c"]
        assert set(audit.summary().group_counts) == {
            GroupCount(Group(StatusKind.SSE_S3, None, "AES256"), 1, 1),
            GroupCount(Group(StatusKind.SSE_KMS, "k", "aws:kms"), 1, 20),
        }


def test_an_audit_that_is_only_read_has_no_states_of_keys(database):
    with closing(AuditFile(database("audit"), reading=True)) as audit:
        assert audit.keys["k"].state is None
        assert audit.with_unusable_keys() == 0


def test_the_settings(tmp_path):
    path = Path(shutil.copy(SAMPLES / "settings.json", tmp_path))
    settings = SettingsFile(path)
    assert settings.last_choice("my-bucket") == OPTIONS.encryption
    assert (settings.details_shown(), settings.speed_limit()) == (False, 5_000_000)


IN = Connection("prod", "eu-central-1", "https://s3.example", "/etc/ca.pem")


def test_an_interrupted_download_is_found_by_its_request():
    request = DownloadRequest(IN, "my-bucket", "/home/anna", (), ("in/",))
    assert tag_of(request) == "9bcf825193a0eac5"
    assert tag_of(replace(request, connection=replace(IN, requester_pays=True))) != tag_of(request)


def test_an_interrupted_audit_is_found_by_its_scope():
    audit = AuditBucket(IN, AuditScope("my-bucket", "in/"), folder="/audits")
    assert audit.path.name == "my-bucket-8dbac5bb549b6f9c.sqlite"
    anonymous = replace(audit, connection=IN.as_anonymous())
    assert anonymous.path != audit.path


def test_receipts_are_found_by_their_connection():
    assert pack_plain(IN) == (
        b'{"profile":"prod","region":"eu-central-1","endpoint_url":"https://s3.example",'
        b'"ca_bundle":"/etc/ca.pem","credentials":null}'
    )


@pytest.mark.parametrize("connection", [IN.as_anonymous(), replace(IN, requester_pays=True)])
def test_the_options_of_a_connection_are_kept(tmp_path, connection):
    owner = Programs().start("one")
    with closing(Journal(tmp_path / "journal.sqlite", owner)) as journal:
        batch, _ = journal.add(connection, "my-bucket", OPTIONS, ITEMS)
        assert journal.batch(batch.id).connection == connection
    with closing(DownloadRecord(tmp_path / "download.sqlite")) as file:
        request = replace(REQUEST, connection=connection)
        file.begin(request, NOON)
        kept = file.kept()
        assert kept
        assert kept.request == request
