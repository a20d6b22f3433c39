from __future__ import annotations

import errno
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store import process_lock
from s3enc_gui.store.files.file_lock import locked, locks_work, try_lock
from s3enc_gui.store.files.locked_file import open_locked
from s3enc_gui.store.process_lock import ProcessLock

posix = pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
WITHOUT_LOCKS = [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS]
HELD = [errno.EAGAIN, errno.EACCES]
ROOT = Path(__file__).parents[3]
HOLD = """
import os, sys
from s3enc_gui.store.files.file_lock import try_lock
print(try_lock(os.open(sys.argv[1], os.O_RDWR)), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def opened(tmp_path):
    fd = os.open(tmp_path / "lock", os.O_CREAT | os.O_RDWR)
    yield fd
    os.close(fd)


@pytest.fixture
def failing(monkeypatch):
    def use(number):
        def refuse(*_):
            raise OSError(number, os.strerror(number))

        for name in ("flock", "lockf"):
            monkeypatch.setattr(f"fcntl.{name}", refuse)

    return use


def test_another_process_has_it(tmp_path, opened):
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == "True"
        assert not try_lock(opened)
        with pytest.raises(BlockingIOError), locked(tmp_path / "lock", 0.0):
            pass
        process.kill()
    assert try_lock(opened)


@posix
@pytest.mark.parametrize("number", HELD)
def test_these_errors_mean_that_it_is_held(opened, failing, tmp_path, number):
    failing(number)
    assert not try_lock(opened)
    assert locks_work(tmp_path)
    with pytest.raises(AppError) as caught:
        open_locked(tmp_path / "part", tmp_path / "file")
    assert caught.value.code == "PartBusy"


@posix
@pytest.mark.parametrize("number", WITHOUT_LOCKS)
def test_a_file_system_without_locks_is_not_a_lock_of_another(opened, failing, tmp_path, number):
    failing(number)
    with pytest.raises(OSError, match=os.strerror(number)):
        try_lock(opened)
    assert not locks_work(tmp_path)
    os.close(open_locked(tmp_path / "part", tmp_path / "file"))
    with locked(tmp_path / "lock", 0.0):
        pass


@posix
@pytest.mark.parametrize("number", [*WITHOUT_LOCKS, *HELD])
def test_a_process_without_a_lock_is_an_error_and_leaves_no_file(
    failing, tmp_path, monkeypatch, number
):
    monkeypatch.setattr(process_lock, "_ATTEMPTS", 1)
    failing(number)
    with pytest.raises(AppError) as caught:
        ProcessLock(tmp_path)
    assert caught.value.code == "InstanceFolder"
    assert list(tmp_path.iterdir()) == []


@posix
def test_without_locks_another_process_may_be_alive(failing, tmp_path):
    with closing(ProcessLock(tmp_path)) as us:
        (tmp_path / "other.lock").touch()
        failing(errno.ENOLCK)
        assert us.is_alive("other")


def test_locks_work_here(tmp_path):
    assert locks_work(tmp_path)
    assert locks_work(tmp_path / "missing")
    assert list(tmp_path.iterdir()) == []
