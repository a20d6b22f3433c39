from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.audits.audit import AuditFacts, AuditMaker, AuditScope
from s3enc_gui.domain.encryption.groups import Group, GroupCount, NamedKey
from s3enc_gui.domain.encryption.status import BucketEncryption, EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject, Position
from s3enc_gui.store.audits.file import AuditFile
from s3enc_gui.store.sqlite.packing import microseconds

YEAR_1 = datetime(1, 1, 1, tzinfo=UTC)  # as earlier versions stored it
NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
FACTS = AuditFacts(
    AuditScope("bucket", "p/", versions=True),
    NOW,
    None,
    BucketEncryption("aws:kms", "k", True),
    "r",
)
S3 = ObjectStatus(StatusKind.SSE_S3, EncryptionStatus("AES256"), NOW)
KMS = ObjectStatus(StatusKind.SSE_KMS, EncryptionStatus("aws:kms", "k", True), NOW)
DENIED = ObjectStatus(StatusKind.DENIED, None, NOW, "403")


def listed(key, size=1, **more):
    return ListedObject(key, size, NOW, "etag", **more)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "audits" / "a.sqlite"


@pytest.fixture
def open_file(path):
    opened: list[AuditFile] = []

    def again():
        if opened:
            opened[-1].close()
        opened.append(AuditFile(path))
        return opened[-1]

    yield again
    for file in opened:
        file.close()


@pytest.fixture
def file(open_file):
    file = open_file()
    file.begin(FACTS)
    return file


def test_facts_are_stored(file, open_file):
    assert open_file().facts == FACTS


def test_a_new_file_has_no_facts(open_file):
    assert open_file().facts is None


def test_a_page_and_the_next_position_are_stored(file, open_file):
    markers = [listed(key, version_id="1") for key in "cde"]
    file.add_listed(
        [listed("a"), listed("b", 2**40)], Position("b", "v", "\x00t"), markers, last=True
    )
    again = open_file()
    assert again.position == Position("b", "v", "\x00t")
    assert list(again.names()) == ["a", "b", ("c", "1"), ("d", "1"), ("e", "1")]
    facts = again.facts
    assert (facts.listed, facts.delete_markers, facts.all_listed) == (2, 3, True)


def make_old(file):
    """Downgrade a file to the schema of an earlier release."""
    for column in ("next_token", "next_anew"):
        file._database.execute(f"ALTER TABLE audit DROP COLUMN {column}")
    file._database.execute("DROP TABLE markers")


def test_a_file_of_an_earlier_release_keeps_its_position(file, open_file):
    """It had no continuation tokens."""
    file.add_listed([listed("a")], Position("a", "v"))
    make_old(file)
    assert open_file().position == Position("a", "v")


@pytest.mark.parametrize("ended", [False, True])
def test_an_unfinished_file_of_an_earlier_release_with_delete_markers(file, open_file, ended):
    """It didn't store their names: if resumed, they might be counted twice."""
    file.add_listed([listed("a", version_id="1")], Position("a"), [listed("b", version_id="2")])
    if ended:
        file.end(NOW)
    make_old(file)
    assert (open_file().facts is not None) == ended


def test_a_row_describes_the_object_that_was_checked(file, open_file):
    later = NOW + timedelta(hours=1)
    there = ListedObject("b", 9, later, "new", "GLACIER")
    file.add_listed([listed("a"), listed("b")], Position("b"))
    file.add_statuses([(1, S3), (2, KMS)], [(2, there)])
    again = open_file()
    assert [one.listed for one in next(again.pages())] == [listed("a"), there]
    assert again.summary().bytes == 10


def test_checked_objects_are_not_checked_again(file, open_file):
    file.add_listed([listed("a"), listed("b"), listed("c")], Position("c"))
    file.add_statuses([(1, S3), (3, KMS)])
    assert open_file().unseen() == [(2, listed("b"))]


def test_objects_are_stored(file, open_file):
    odd = listed("\udce4\x00é", 7, version_id="v", is_latest=False, storage_class="GLACIER")
    file.add_listed([odd, listed("b")], Position("b"))
    file.add_statuses([(1, KMS), (2, DENIED)])
    (page,) = open_file().pages()
    assert [(one.listed, one.reported) for one in page] == [(odd, KMS), (listed("b"), DENIED)]


def test_counts(file):
    file.add_listed(
        [listed("a", 2**40), listed("b", 2), listed("c", 3), listed("d")], Position("d")
    )
    file.add_statuses([(1, S3), (2, S3), (3, KMS)])
    s3, kms = file.summary().group_counts
    assert s3 == GroupCount(Group(StatusKind.SSE_S3, None, "AES256"), 2, 2**40 + 2)
    assert (kms.objects, kms.bytes, file.checked) == (1, 3, 3)


def test_a_named_key_makes_it_aws_s3(file, open_file):
    file.add_listed([listed("a")], Position("a"))
    file.add_statuses([(1, KMS)])
    file.add_key(NamedKey("k", "arn", ("alias/aws/s3",), True))
    again = open_file()
    assert again.summary().group_counts[0].group.kind is StatusKind.SSE_KMS_AWS
    assert again.keys == {"k": NamedKey("k", "arn", ("alias/aws/s3",), True)}


def test_filters(file):
    file.add_listed([listed(f"{number}.txt") for number in range(10)], Position())
    file.add_statuses([(number + 1, S3 if number % 2 else KMS) for number in range(10)])
    kms = [Group(StatusKind.SSE_KMS, "k", "aws:kms")]
    keys = [one.listed.key for page in file.pages(kms, limit=3) for one in page]
    assert keys == ["0.txt", "2.txt", "4.txt"]
    assert (file.count(kms), file.count(kms, "4"), file.count(text="4"), file.count()) == (
        5,
        1,
        1,
        10,
    )
    assert (file.count([]), list(file.pages([]))) == (0, [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\u00c4", ["\u00e4.txt", "a\u0308.TXT"]),
        ("a\u0308.txt", ["\u00e4.txt", "a\u0308.TXT"]),
        (".TXT", ["\u00e4.txt", "a\u0308.TXT", "b.txt"]),
        ("B", ["b.txt"]),
        ("\u65e5", ["\u65e5\u672c"]),
    ],
)
def test_a_search_ignores_case_and_unicode_form(file, text, found):
    keys = ["\u00e4.txt", "a\u0308.TXT", "b.txt", "\u65e5\u672c"]
    file.add_listed([listed(key) for key in keys], Position())
    file.add_statuses([(number, S3) for number in range(1, 5)])
    assert [one.listed.key for page in file.pages(text=text) for one in page] == found
    assert file.count(text=text) == len(found)


def test_a_new_audit_deletes_the_earlier_one(file):
    file.add_listed([listed("a")], Position("a"))
    file.add_statuses([(1, KMS)])
    file.begin(FACTS)
    file.add_listed([listed("b")], Position("b"))
    file.add_statuses([(1, KMS)])
    assert (file.checked, file.position) == (1, Position("b"))


def test_a_page_that_fails_is_rolled_back(file):
    bad = listed("b", size=None)
    with pytest.raises(AppError):
        file.add_listed([listed("a"), bad], Position("b"))
    assert (file.position, file.unseen()) == (Position(), [])


def test_the_end_is_stored(file, open_file):
    file.end(NOW)
    assert open_file().facts.ended == NOW


def test_only_one_program_opens_it(file, path):
    with pytest.raises(AppError, match="already running"):
        AuditFile(path)


def test_a_damaged_file_is_an_error(path):
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 300)
    with pytest.raises(AppError) as caught:
        AuditFile(path)
    assert caught.value.code == "AuditDamaged"


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_on_a_read_only_disk_it_is_read(file, path, monkeypatch):
    file.begin(FACTS)
    file.close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with closing(AuditFile(path, reading=True)) as reading:
        assert reading.facts == FACTS
        assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_only_the_user_can_read_it(file, path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_odd_time_leaves_the_audit_readable(open_file, path):
    file = open_file()
    file.begin(FACTS)
    objects = [listed(name) for name in "abc"]
    file.add_listed(objects, Position("c"))
    file.add_statuses([(number, S3) for number in (1, 2, 3)])
    file.close()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE objects SET modified = 1 << 62, at = 'soon' WHERE id = 1")
        database.execute(
            "UPDATE objects SET modified = ?, at = -1 << 62 WHERE id = 2", (microseconds(YEAR_1),)
        )
        database.execute("UPDATE audit SET started = '', ended = 1 << 62")
    file = open_file()
    rows = [row for page in file.pages() for row in page]
    assert [row.listed.modified for row in rows] == [None, None, NOW]
    assert file.facts.ended is None
    assert file.facts.started.year == 1970


def test_a_key_keeps_its_state_and_its_objects_are_counted(file, open_file):
    file.add_listed([listed("a"), listed("b")], Position("b"))
    file.add_statuses([(1, KMS), (2, S3)])
    key = NamedKey("k", "arn", (), False, "PendingDeletion")
    assert file.with_unusable_keys() == 0
    file.add_key(key)
    again = open_file()
    assert again.keys == {"k": key}
    assert again.with_unusable_keys() == 1


def test_who_made_it_is_kept(file, open_file):
    facts = AuditFacts(AuditScope("b"), NOW, maker=AuditMaker("anna@laptop", "arn"))
    file.begin(facts)
    assert open_file().facts == facts
