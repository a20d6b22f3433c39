"""A second start hands its files to the window that is open already."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.end_to_end.waiting import wait_for

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def begin(start, demo_server):
    """Start the program with the demo's server as AWS."""
    return lambda *arguments: start(*arguments, **demo_server.environment())


@pytest.fixture
def start_again(desktop, demo_server):
    """Start it again; return its process."""

    def begin(*arguments):
        command = [sys.executable, "-m", "s3enc_gui", *arguments]
        return desktop.start(command, **demo_server.environment())

    return begin


def ended(desktop, process):
    return wait_for(lambda: process.poll() is not None, 20, what="end", otherwise=desktop.log)


def test_its_files_open_in_the_first(desktop, begin, start_again, text, tmp_path):
    other = tmp_path / "with a blank é.txt"
    other.write_text("Another text.\n")
    first = begin()
    second = start_again(text, other.as_uri())
    ended(desktop, second)
    assert second.returncode == 0, desktop.log()
    first.wizard().wait_for_files("text.txt", "with a blank é.txt")
    assert desktop.log() == ""
    without_files = start_again()
    ended(desktop, without_files)
    assert without_files.returncode == 0, desktop.log()


def test_after_the_first_was_killed_the_next_is_the_first(begin, text):
    first = begin()
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    begin(text).wizard().wait_for_files("text.txt")
