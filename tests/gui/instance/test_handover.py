"""A second start hands its files to the first; both ends of the local socket."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from s3enc_gui.domain.desktop.handover import ACCEPTED, GREETING, MOST_BYTES, Handover
from s3enc_gui.gui.instance.arrivals import Arrivals
from s3enc_gui.gui.instance.handover_client import Answer, hand_over
from s3enc_gui.gui.instance.handover_server import MOST_OPEN, HandoverServer

ROOT = Path(__file__).parents[3]
_START = """import sys
from s3enc_gui.gui.instance.handover_client import hand_over
line = sys.stdin.buffer.read()
told = []
def never_first():
    told or print("waiting", flush=True)
    told.append(1)
    return False
print(hand_over(sys.argv[1], line, never_first, time_limit=15).value)
"""
FILES = Handover(("/a b", "file:///ü"), "token")
LINE = FILES.to_line() or b""


@pytest.fixture
def name(tmp_path):
    return str(tmp_path / "socket")


@pytest.fixture
def server(name, received):
    server = HandoverServer()
    server.received.connect(received.append)
    assert server.listen(name)
    yield server
    server.close()
    server.deleteLater()


@pytest.fixture
def received():
    return []


class Start:
    """A second process; waiting for it holds the interpreter's lock, so it is no thread."""

    def __init__(self, name, handover):
        process: Any = subprocess.Popen(
            [sys.executable, "-c", _START, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        process.stdin.write(handover.to_line())
        process.stdin.close()
        self.process = process

    def answer(self, qtbot):
        qtbot.waitUntil(lambda: self.process.poll() is not None, timeout=20_000)
        with self.process.stdout as output:
            return output.read().decode().rstrip().rpartition("\n")[2]


def never_first():
    return False


@pytest.mark.parametrize(
    "files",
    [FILES, Handover(tuple(f"/{number}/{'x' * 1000}" for number in range(2000)))],
    ids=["two", "2 MB"],
)
def test_files_arrive(server, name, received, qtbot, files):
    assert Start(name, files).answer(qtbot) == "accepted"
    assert received == [files]


def test_the_first_start_waits_for_nobody(name):
    assert hand_over(name, LINE, lambda: True) is Answer.FIRST


def test_when_the_first_ends_meanwhile_the_second_is_the_first(name):
    turns = iter([False, False, True])
    assert hand_over(name, LINE, lambda: next(turns)) is Answer.FIRST


def test_a_first_that_is_still_starting_is_awaited(name, received, qtbot):
    start = Start(name, FILES)
    assert start.process.stdout.read(8) == b"waiting\n"
    server = HandoverServer()
    server.received.connect(received.append)
    assert server.listen(name)
    assert start.answer(qtbot) == "accepted"
    server.close()
    assert received == [FILES]


def test_one_that_hangs_gets_nothing_and_blocks_nobody(name):
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(name)
        hung.listen()
        answer = hand_over(name, LINE, never_first, time_limit=0.1)
        assert answer is Answer.NO_ANSWER
        connection, _ = hung.accept()
        with connection:
            assert connection.recv(100) == b""


def test_a_socket_of_another_user_gets_nothing(server, name):
    answer = hand_over(name, LINE, never_first, time_limit=0.1, is_own=lambda _: False)
    assert answer is Answer.NO_ANSWER


def answer_to(qtbot, name, sent, *, more=True):
    """What the server answers to these bytes, until it ends the connection."""
    answer = bytearray()

    def talk():
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(name)
            try:
                client.sendall(sent)
                if not more:
                    client.shutdown(socket.SHUT_WR)
                while received := client.recv(1000):
                    answer.extend(received)
            except OSError:
                pass  # it was dropped

    thread = Thread(target=talk)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive())
    return bytes(answer)


@pytest.mark.parametrize(
    "sent",
    [
        b"\n",
        b"quit\n",
        b'{"files": ["a"], "token": ""}\n',
        LINE * 2,
        b"x" * (MOST_BYTES + 9),
    ],
    ids=["nothing", "another word", "a relative path", "more than one", "too much"],
)
def test_anything_else_is_dropped(server, name, received, qtbot, sent):
    assert ACCEPTED not in answer_to(qtbot, name, sent)
    assert received == []
    # and the next one is heard
    assert answer_to(qtbot, name, LINE) == GREETING + ACCEPTED
    assert received == [FILES]


def test_a_line_without_its_end_is_dropped(server, name, received, qtbot):
    assert answer_to(qtbot, name, LINE[:-1], more=False) in (GREETING, b"")
    assert received == []


def test_another_user_is_dropped(name, received, qtbot):
    server = HandoverServer(is_own=lambda _: False)
    server.received.connect(received.append)
    server.listen(name)
    assert answer_to(qtbot, name, LINE) == b""
    assert received == []
    server.close()


def test_one_that_says_nothing_is_dropped_in_time(name, qtbot):
    server = HandoverServer(time_limit_ms=1)
    server.listen(name)
    assert answer_to(qtbot, name, b"") in (GREETING, b"")
    server.close()


def test_only_so_many_are_connected_at_once(server, name, qtbot):
    many = [socket.socket(socket.AF_UNIX) for _ in range(MOST_OPEN)]
    for one in many:
        one.connect(name)
    qtbot.waitUntil(lambda: len(server._open) == MOST_OPEN)
    assert answer_to(qtbot, name, LINE) == b""
    for one in many:
        one.close()
    qtbot.waitUntil(lambda: not server._open)


def test_files_that_arrive_together_are_one_batch(qtbot):
    arrivals = Arrivals(quiet_ms=0)
    batches: list[tuple[str, ...]] = []
    arrivals.arrived.connect(batches.append)
    arrivals.add(("/a",))
    arrivals.add(())
    arrivals.add(("/b", "/c"))
    qtbot.waitUntil(lambda: bool(batches))
    assert batches == [("/a", "/b", "/c")]
