from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.store.paths import journal_path
from s3enc_gui.store.status_cache import StatusCache, status_path

NOW = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
OBJECT = ListedObject("a", 1, NOW, "etag", version_id="v")
STATUS = EncryptionStatus("aws:kms", "arn:aws:kms:eu-west-1:1:key/k", bucket_key=True)
BUCKET = "https://s3.example bucket"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "statuses.sqlite"


@pytest.fixture
def cache(path):
    with closing(StatusCache(path)) as cache:
        yield cache


def known(cache, *objects):
    return cache.read(BUCKET, objects or (OBJECT,))


def numbered(count, at=NOW):
    return [
        (replace(OBJECT, key=f"{number}"), (STATUS, at + timedelta(seconds=number)))
        for number in range(count)
    ]


def test_it_is_beside_the_journal():
    assert status_path().parent == journal_path().parent


def test_a_status_is_stored_with_its_time(cache):
    cache.write(BUCKET, [(OBJECT, (STATUS, NOW))])
    assert known(cache) == {OBJECT: (STATUS, NOW)}


def test_it_is_persistent(path):
    with closing(StatusCache(path)) as cache:
        cache.write(BUCKET, [(OBJECT, (STATUS, NOW))])
    with closing(StatusCache(path)) as cache:
        assert known(cache) == {OBJECT: (STATUS, NOW)}


@pytest.mark.parametrize(
    "change",
    [{"key": "b"}, {"version_id": None}, {"etag": "x"}, {"modified": NOW + timedelta(seconds=1)}],
)
def test_another_object_is_not_known(cache, change):
    cache.write(BUCKET, [(OBJECT, (STATUS, NOW))])
    assert known(cache, replace(OBJECT, **change)) == {}


def test_another_bucket_is_not_known(cache):
    cache.write("https://s3.example other", [(OBJECT, (STATUS, NOW))])
    assert known(cache) == {}


@pytest.mark.parametrize("key", ["", "ž/\N{SNOWMAN}", "a\0b", "\udc80", "'; DROP TABLE looks --"])
def test_any_key(cache, key):
    odd = replace(OBJECT, key=key, modified=None)
    cache.write(BUCKET, [(odd, (EncryptionStatus(), NOW))])
    assert known(cache, odd, OBJECT) == {odd: (EncryptionStatus(), NOW)}


def test_the_newer_status_stays(cache):
    older = EncryptionStatus("AES256")
    cache.write(BUCKET, [(OBJECT, (STATUS, NOW))])
    cache.write(BUCKET, [(OBJECT, (older, NOW - timedelta(days=1)))])
    assert known(cache)[OBJECT] == (STATUS, NOW)


def test_thousands_at_once(cache):
    statuses = numbered(2500)
    cache.write(BUCKET, statuses)
    assert known(cache, *(listed for listed, _ in statuses)) == dict(statuses)


def test_the_oldest_are_deleted(path):
    statuses = numbered(40)
    with closing(StatusCache(path, max_entries=20)) as cache:
        for start in range(0, 40, 10):
            cache.write(BUCKET, statuses[start : start + 10])
        left = known(cache, *(listed for listed, _ in statuses))
    assert 10 <= len(left) <= 20
    assert left == dict(statuses[-len(left) :])


def test_object_names_are_not_written(path):
    with closing(StatusCache(path)) as cache:
        cache.write(BUCKET, [(replace(OBJECT, key="payroll-2026"), (STATUS, NOW))])
    assert b"payroll" not in path.read_bytes()


@posix
def test_only_the_user_can_read_it(cache, path):
    cache.write(BUCKET, numbered(10))
    assert {one.stat().st_mode & 0o777 for one in path.parent.iterdir()} == {0o600}


@pytest.mark.parametrize("damage", [b"not a database" * 500, b"", b"SQLite format 3\0" * 300])
def test_a_damaged_file_is_recreated(path, damage):
    path.parent.mkdir()
    path.write_bytes(damage)
    with closing(StatusCache(path)) as cache:
        cache.write(BUCKET, [(OBJECT, (STATUS, NOW))])
        assert known(cache) == {OBJECT: (STATUS, NOW)}


@pytest.mark.parametrize("change", ["PRAGMA user_version = 99", "DROP TABLE looks"])
def test_a_file_of_another_version_is_recreated(path, change):
    StatusCache(path).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute(change)
    with closing(StatusCache(path)) as cache:
        assert known(cache) == {}
        cache.write(BUCKET, [(OBJECT, (STATUS, NOW))])
        assert known(cache) == {OBJECT: (STATUS, NOW)}


def test_a_page_that_is_damaged_later_is_not_an_error(path):
    with closing(StatusCache(path)) as cache:
        cache.write(BUCKET, numbered(5000))
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    with closing(StatusCache(path)) as cache:
        assert known(cache) == {}
        cache.write(BUCKET, [(OBJECT, (STATUS, NOW))])
        assert known(cache) == {OBJECT: (STATUS, NOW)}


def test_without_a_writable_folder_it_is_empty(tmp_path):
    (tmp_path / "file").touch()
    with closing(StatusCache(tmp_path / "file" / "statuses.sqlite")) as cache:
        cache.write(BUCKET, [(OBJECT, (STATUS, NOW))])
        assert known(cache) == {}


def test_several_programs_at_once(path):
    statuses = numbered(400)

    def write(number):
        with closing(StatusCache(path)) as cache:
            for start in range(0, 400, 100):
                cache.write(BUCKET, statuses[start + number * 25 : start + number * 25 + 25])

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    with closing(StatusCache(path)) as cache:
        assert known(cache, *(listed for listed, _ in statuses)) == dict(statuses)
