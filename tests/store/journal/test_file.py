from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.uploads.journal_changes import RecordEnd, RecordState
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.store.journal.file import _move_aside
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.journal.schema import VERSION
from s3enc_gui.store.paths import journal_path
from s3enc_gui.store.process_lock import OnlyProcess
from tests.store.journal.values import CONNECTION, ITEMS, OPTIONS, RECEIPT

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
not_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root has all permissions"
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "s3enc" / "journal.sqlite"


def open_journal(path):
    return closing(Journal(path, OnlyProcess()))


def fill(path):
    """Create a journal with several pages; return its bytes."""
    with open_journal(path) as journal:
        journal.add(CONNECTION, "b", OPTIONS, ITEMS * 500)
        journal.write(RecordEnd(n, Result.VERIFIED, RECEIPT) for n in range(1, 200))
    return path.read_bytes()


def code_of(action):
    with pytest.raises(AppError) as caught:
        action()
    return caught.value.code


def test_it_is_in_the_data_folder():
    assert journal_path().name == "journal.sqlite"
    assert journal_path().parent.name == "s3enc"


@posix
def test_only_the_user_can_read_it(path):
    with open_journal(path) as journal:
        journal.add(CONNECTION, "b", OPTIONS, ITEMS)
        modes = {child.stat().st_mode & 0o777 for child in path.parent.iterdir()}
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert modes == {0o600}


def test_it_is_persistent(path):
    with open_journal(path) as journal:
        journal.add(CONNECTION, "b", OPTIONS, ITEMS)
        written = journal.transfers(1)
    with open_journal(path) as journal:
        assert journal.transfers(1) == written
        assert journal.damaged is None


def test_a_commit_is_synced_to_disk(path):
    with open_journal(path) as journal:
        assert journal._database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert journal._database.execute("PRAGMA synchronous").fetchone() == (2,)


def test_in_memory_no_file_is_created(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_journal(None) as journal:
        journal.add(CONNECTION, "b", OPTIONS, ITEMS)
        assert journal.damaged is None
    assert list(tmp_path.iterdir()) == []


def test_closing_is_idempotent(path):
    with open_journal(path) as journal:
        journal.close()


def test_a_closed_journal_raises(path):
    with open_journal(path) as journal:
        pass
    assert code_of(lambda: journal.write([])) == "JournalError"
    assert code_of(journal.queue) == "JournalError"


def test_a_file_of_a_later_version_is_not_changed(path):
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE other (id)")
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    assert code_of(lambda: Journal(path, OnlyProcess())) == "JournalTooNew"
    assert path.read_bytes() == before
    assert [child.name for child in path.parent.iterdir()] == ["journal.sqlite"]


def _holes(content):
    return content[:4096] + b"\xaa" * 8192 + content[12288:]


DAMAGE = {
    "not a database": lambda content: b"not a database" * 1000,
    "cut short": lambda content: content[: len(content) // 2],
    "holes": _holes,
    "no header": lambda content: b"\0" * 100 + content[100:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_moved_aside_and_a_new_one_created(path, damage):
    damaged = damage(fill(path))
    path.write_bytes(damaged)
    with open_journal(path) as journal:
        assert journal.damaged == path.with_name("journal.sqlite.damaged-1")
        assert journal.count_receipts(ReceiptQuery()) == 0
        assert journal.add(CONNECTION, "b", OPTIONS, ITEMS)[1] == (1, 2, 3, 4)
    assert journal.damaged.read_bytes() == damaged
    with open_journal(path) as journal:
        assert journal.damaged is None
        assert len(journal.transfers(1)) == 4


def test_a_database_of_another_program_is_moved_aside(path):
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE transfers (id)")
    with open_journal(path) as journal:
        assert journal.damaged is not None
        assert journal.queue() == []


def test_every_damaged_file_is_kept(path):
    path.parent.mkdir(parents=True)
    for number in (1, 2, 3):
        path.write_bytes(b"damage" * 1000)
        with open_journal(path) as journal:
            assert journal.damaged.name == f"journal.sqlite.damaged-{number}"


def test_the_log_of_a_damaged_file_is_moved_with_it(tmp_path):
    names = ("journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm")
    for name in names:
        (tmp_path / name).write_text(name)
    assert _move_aside(tmp_path / names[0]) == tmp_path / "journal.sqlite.damaged-1"
    found = {child.name: child.read_text() for child in tmp_path.iterdir()}
    assert found == {name.replace("sqlite", "sqlite.damaged-1", 1): name for name in names}


def test_damage_found_later_is_an_error(path):
    fill(path)
    with open_journal(path) as journal:
        content = path.read_bytes()
        path.write_bytes(content[:4096] + b"\xaa" * (len(content) - 4096))
        journal._database.execute("PRAGMA shrink_memory")  # opening read the whole file
        assert code_of(lambda: journal.transfers(1)) == "JournalDamaged"
    with open_journal(path) as journal:
        assert journal.damaged is not None


def test_an_empty_file_is_a_new_journal(path):
    path.parent.mkdir(parents=True)
    path.touch()
    with open_journal(path) as journal:
        assert journal.damaged is None


def test_a_full_disk_is_a_temporary_error(path):
    with open_journal(path) as journal:
        journal.add(CONNECTION, "b", OPTIONS, ITEMS)
        (pages,) = journal._database.execute("PRAGMA page_count").fetchone()
        journal._database.execute(f"PRAGMA max_page_count = {pages}")
        versions = [replace(RECEIPT, version_id=f"v{number}") for number in range(500)]
        many = [RecordEnd(1, Result.VERIFIED, one) for one in versions]
        assert code_of(lambda: journal.write(many)) == "JournalFull"
        assert code_of(lambda: journal.add_items(1, ITEMS * 500)) == "JournalFull"
        assert journal.transfer(1).state is TransferState.WAITING
        assert journal.count_receipts(ReceiptQuery()) == 0
        journal.write([RecordState((2,), TransferState.RUNNING)])
        journal._database.execute("PRAGMA max_page_count = 1000000")
        journal.write(many)
        assert journal.count_receipts(ReceiptQuery()) == 500


def test_a_folder_of_its_name_is_an_error(path):
    path.mkdir(parents=True)
    assert code_of(lambda: Journal(path, OnlyProcess())) in ("JournalError", "JournalNotWritable")


def test_a_file_with_the_folder_s_name_is_an_error(path):
    path.parent.parent.mkdir()
    path.parent.touch()
    assert code_of(lambda: Journal(path, OnlyProcess())) == "JournalNotWritable"


@posix
@not_root
def test_a_file_without_write_permission_is_an_error(path):
    fill(path)
    path.chmod(0o400)
    assert code_of(lambda: Journal(path, OnlyProcess())) == "JournalNotWritable"


def test_a_journal_that_became_read_only_is_an_error(path):
    with open_journal(path) as journal:
        journal._database.execute("PRAGMA query_only = 1")
        assert code_of(lambda: journal.add(CONNECTION, "b", OPTIONS, ITEMS)) == "JournalNotWritable"


def test_a_lock_of_another_program_is_an_error(path):
    with open_journal(path) as journal, closing(sqlite3.connect(path)) as other:
        journal._database.execute("PRAGMA busy_timeout = 1")
        other.execute("BEGIN IMMEDIATE")
        assert (
            code_of(lambda: journal.write([RecordState((1,), TransferState.RUNNING)]))
            == "JournalBusy"
        )
        other.rollback()
        journal.write([RecordState((1,), TransferState.RUNNING)])


def test_many_open_a_new_journal_at_once(path):
    with ThreadPoolExecutor(8) as pool:
        journals = list(pool.map(lambda _: Journal(path, OnlyProcess()), range(8)))
    for number, journal in enumerate(journals):
        assert journal.damaged is None
        assert journal.add(CONNECTION, "b", OPTIONS, ITEMS[:1])[0].id == number + 1
    for journal in journals:
        journal.close()


def test_threads_share_it(path):
    with open_journal(path) as journal, ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda _: journal.add(CONNECTION, "b", OPTIONS, ITEMS), range(40)))
        numbers = [number for _, transfers in added for number in transfers]
        assert sorted(numbers) == journal.queue() == list(range(1, 161))
