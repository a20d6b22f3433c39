from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.paths import instances_path, journal_path
from s3enc_gui.store.process_lock import OnlyProcess, ProcessLock

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from s3enc_gui.store.process_lock import ProcessLock
print(ProcessLock(Path(sys.argv[1])).id, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "deep" / "instances"


@pytest.fixture
def us(folder):
    with closing(ProcessLock(folder)) as instance:
        yield instance


@contextmanager
def another(folder):
    """A process that holds a lock; yields it and its id."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdout
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def files(folder):
    return sorted(path.stem for path in folder.iterdir())


def test_the_folder_is_beside_the_journal():
    assert instances_path().parent == journal_path().parent


def test_it_is_alive_until_it_is_closed(folder, us):
    with closing(ProcessLock(folder)) as other:
        assert us.is_alive(us.id)
        assert us.is_alive(other.id)
        assert other.is_alive(us.id)
    assert not us.is_alive(other.id)
    assert not other.is_alive(other.id)


def test_each_has_an_id_and_a_file(folder, us):
    with closing(ProcessLock(folder)) as other:
        assert files(folder) == sorted([us.id, other.id])
    assert files(folder) == [us.id]


def test_a_check_does_not_release_the_lock(folder, us):
    with closing(ProcessLock(folder)) as other:
        assert [us.is_alive(other.id) for _ in range(5)] == [True] * 5


def test_closing_is_idempotent(us):
    us.close()
    us.close()


def test_an_unknown_id_is_not_alive(us):
    assert not us.is_alive("unknown")


def test_another_process_is_alive_until_it_is_killed(folder, us):
    with another(folder) as (process, name):
        assert us.is_alive(name)
        process.kill()
        process.wait()
        assert name in files(folder)
        assert not us.is_alive(name)
        assert files(folder) == [us.id]


def test_files_of_ended_processes_are_deleted_at_the_next_start(folder):
    with another(folder):
        pass
    assert len(files(folder)) == 1
    with closing(ProcessLock(folder)) as us:
        assert files(folder) == [us.id]


def test_a_child_does_not_inherit_it(folder, us):
    other = ProcessLock(folder)
    command = [sys.executable, "-c", "import sys; print('up', flush=True); sys.stdin.read()"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, close_fds=False) as child:
        assert child.stdout
        assert child.stdout.readline() == "up\n"
        os.close(other._fd)  # as if the process ended while the child runs
        assert not us.is_alive(other.id)
        child.kill()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no shared locks here")
def test_two_checks_at_once(folder, us):
    fcntl = pytest.importorskip("fcntl")
    with (folder / "dead.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_SH)  # as a check by another process
        assert not us.is_alive("dead")


def test_checks_by_several_threads(folder, us):
    with another(folder) as (process, name):
        process.kill()
        process.wait()
    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(us.is_alive, [name] * 50))


def test_many_start_at_once(folder):
    with ThreadPoolExecutor(8) as pool:
        all_of_them = list(pool.map(lambda _: ProcessLock(folder), range(60)))
    assert all(all_of_them[0].is_alive(one.id) for one in all_of_them)
    assert files(folder) == sorted(one.id for one in all_of_them)
    for one in all_of_them:
        one.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_only_the_user_can_read_the_folder(folder, us):
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_created_is_an_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(AppError) as caught:
        ProcessLock(tmp_path / "file" / "instances")
    assert caught.value.code == "InstanceFolder"


def test_the_only_process_knows_itself():
    assert OnlyProcess().is_alive(OnlyProcess().id)
    assert not OnlyProcess().is_alive("other")
