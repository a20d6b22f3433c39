"""SQLite files that one program at a time may use."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from s3enc_gui.store.sqlite.opening import open_exclusive

VERSION = 3


def prepare(database):
    database.execute("CREATE TABLE IF NOT EXISTS seen (number)")
    database.execute(f"PRAGMA user_version = {VERSION}")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "file.sqlite"


def test_several_that_open_it_at_once_all_get_it(path):
    def use(number):
        with closing(open_exclusive(path, VERSION, prepare)) as database:
            database.execute("INSERT INTO seen VALUES (?)", (number,))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(use, range(40)))
    with closing(open_exclusive(path, VERSION, prepare)) as database:
        assert database.execute("SELECT count(*) FROM seen").fetchone() == (40,)


def test_a_file_that_another_one_has_is_busy(path):
    with (
        closing(open_exclusive(path, VERSION, prepare)),
        pytest.raises(sqlite3.OperationalError, match="locked") as caught,
    ):
        open_exclusive(path, VERSION, prepare)
    assert caught.value.sqlite_errorcode == sqlite3.SQLITE_BUSY
