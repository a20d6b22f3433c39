"""The program ends its process by itself, and does what the ordinary end of Python does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

END = "from s3enc_gui.cli.running.process_end import end_process\n"
PROGRAM = "import sys; from s3enc_gui.cli import main; sys.exit(main())"


def python(
    code: str, *arguments: str, out: int | IO[str] = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONUNBUFFERED": ""}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, stdout=out, stderr=subprocess.PIPE, text=True, check=False, env=environment
    )


def test_the_status_and_all_output_arrive():
    ran = python(f"{END}print('x' * 100_000)\nend_process(3)\nprint('not ended')")
    assert (ran.returncode, ran.stdout, ran.stderr) == (3, "x" * 100_000 + "\n", "")


def test_functions_for_the_end_are_called():
    code = "import atexit, tempfile\natexit.register(print, 'called')\n"
    folder = "folder = tempfile.TemporaryDirectory()\nprint(folder.name)\n"
    ran = python(f"{END}{code}{folder}end_process(0)")
    name, called = ran.stdout.split()
    assert called == "called"
    assert not Path(name).exists()


def test_a_thread_that_still_works_is_waited_for():
    code = (
        "import threading\nstart = threading.Event()\n"
        "def work():\n    start.wait()\n    print('worked')\n"
        "threading.Thread(target=work).start()\n"
        "end_process(0)\nstart.set()\nraise SystemExit(4)"
    )
    ran = python(END + code)
    assert (ran.returncode, ran.stdout) == (4, "worked\n")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_output_that_cannot_be_written_is_not_lost_in_silence():
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ran = python(f"{END}print('x')\nend_process(0)", out=full)
    assert ran.returncode == 120  # Python's own
    assert "No space left on device" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "status"), [(["--version"], 0), (["--no-such-option"], 2), ([], 2)]
)
def test_the_program_ends_with_the_status_of_the_command(arguments, status):
    ran = python(PROGRAM, *arguments)
    assert ran.returncode == status
    assert (ran.stdout.startswith("s3enc "), ran.stderr.startswith("usage: ")) == (
        not status,
        bool(status),
    )


def test_help_and_version_load_no_command():
    code = "import sys, s3enc_gui.cli.command_line; print('s3enc_gui.app' in sys.modules)"
    assert python(code).stdout == "False\n"
