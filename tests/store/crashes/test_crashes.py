"""Crashes of processes, each with a file of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from s3enc_gui.store.crashes.crash_file import SUFFIX, CrashFile
from s3enc_gui.store.crashes.ended_crashes import KEPT, SEEN, EndedCrashes

ROOT = Path(__file__).parents[3]
PROCESS = """
import sys
from pathlib import Path
from s3enc_gui.store.crashes.core_dumps import switch_off_core_dumps
from s3enc_gui.store.crashes.crash_file import CrashFile
switch_off_core_dumps()
file = CrashFile(Path(sys.argv[1]), sys.argv[2], "s3enc 1, Python 3")
print(file.path, flush=True)
sys.stdin.read(1)
file.close()
"""


@pytest.fixture
def process(tmp_path):
    """Start a process that waits; it runs in the folder `tmp_path`."""
    with ExitStack() as stack:

        def start(program="s3enc"):
            environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": ""}
            started = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", PROCESS, str(tmp_path / "crashes"), program],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    cwd=tmp_path,
                    env=environment,
                    text=True,
                )
            )
            stack.callback(started.kill)
            assert started.stdout
            assert started.stdout.readline().strip().endswith(SUFFIX)
            return started

        yield start


def end(process, number):
    process.send_signal(number)
    process.wait()


@pytest.fixture
def crashes(tmp_path):
    crashes = EndedCrashes(tmp_path / "crashes")
    yield crashes
    crashes.close()


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_many_processes_do_not_confuse_each_other(process, crashes, tmp_path):
    running, crashed, killed, ended = (process() for _ in range(4))
    end(crashed, signal.SIGSEGV)
    end(killed, signal.SIGKILL)
    ended.communicate("x")
    (found,) = crashes.find()
    assert "Segmentation fault" in found.traceback
    assert (found.program, found.about) == ("s3enc", "s3enc 1, Python 3")
    names = {path.stem for path in crashes.folder.iterdir()}
    assert len(names) == 2  # of the running one and of the crashed one
    assert crashes.find() == ()  # told once
    running.communicate("x")
    assert [path.stem for path in crashes.folder.iterdir()] == [found.id]
    assert not list(tmp_path.glob("core*"))
    assert (crashes.folder / f"{found.id}{SUFFIX}").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_a_crash_is_told_until_it_was_seen(process, tmp_path):
    end(process("s3enc-gui"), signal.SIGABRT)
    first, second = EndedCrashes(tmp_path / "crashes"), EndedCrashes(tmp_path / "crashes")
    assert first.find("s3enc") == ()
    (found,) = first.find()
    assert "Aborted" in found.traceback
    assert second.find() == ()  # the first one tells it
    first.close()  # and ends before it was seen
    (again,) = second.find("s3enc-gui")
    kept = second.seen(again.id)
    assert kept is not None
    assert kept.name.endswith(SEEN)
    assert first.find() == second.find() == ()


def test_only_the_newest_are_kept(crashes):
    crashes.folder.mkdir()
    for number in range(KEPT + 2):
        path = crashes.folder / f"{number}{SUFFIX}"
        path.write_text("{}\nFatal Python error: Aborted\n")
        os.utime(path, (number, number))
    for found in crashes.find():
        crashes.seen(found.id)
    kept = sorted(path.name for path in crashes.folder.iterdir())
    assert kept == [f"{number}{SEEN}" for number in range(2, KEPT + 2)]


@pytest.mark.parametrize("header", ["", "[]", "{", '{"program": 1, "started": "x"}', "\udcff"])
def test_a_damaged_file_is_told_all_the_same(crashes, header):
    crashes.folder.mkdir()
    content = header.encode("utf-8", "surrogateescape") + b"\nFatal Python error: Aborted\n"
    (crashes.folder / f"1{SUFFIX}").write_bytes(content)
    assert [one.traceback for one in crashes.find()] == ["Fatal Python error: Aborted\n"]


def test_where_faults_are_reported_elsewhere_there_is_no_file(tmp_path):
    """As in these tests: pytest has enabled faulthandler."""
    file = CrashFile(tmp_path, "s3enc", "")
    assert file.path is None
    file.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path, monkeypatch):
    monkeypatch.setattr("faulthandler.is_enabled", lambda: False)
    (tmp_path / "file").write_text("")
    file = CrashFile(tmp_path / "file" / "crashes", "s3enc", "")
    assert file.path is None
    file.close()
    assert EndedCrashes(tmp_path / "file" / "crashes").find() == ()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_memory_is_in_no_core_dump(process):
    pid = process().pid
    assert int(Path(f"/proc/{pid}/coredump_filter").read_text(), 16) == 0
    limits = Path(f"/proc/{pid}/limits").read_text()
    (line,) = [one for one in limits.splitlines() if one.startswith("Max core file size")]
    assert line.split()[4] == "0"
