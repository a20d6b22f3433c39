"""The printer's thread: order, losses, and slow readers."""

from __future__ import annotations

import os
import sys
from threading import Event, Timer

import pytest

from s3enc_gui.cli import printer as printing
from s3enc_gui.cli.printer import NotPrintedError, Printer
from s3enc_gui.domain.errors import Cancelled


@pytest.fixture
def new_printer():
    """Start a printer on the current standard streams."""
    started = []

    def start():
        printer = Printer()
        printer.start()
        started.append(printer)
        return printer

    yield start
    for printer in started:
        printer.end()


class Stalling:
    """A stream whose reader reads nothing until `reads` is set."""

    encoding = "utf-8"

    def __init__(self):
        self.read, self.reads = [], Event()

    def write(self, text):
        self.reads.wait()
        self.read.append(text)

    def flush(self):
        pass


@pytest.fixture
def stalling(monkeypatch):
    stream = Stalling()
    monkeypatch.setattr(sys, "stdout", stream)
    yield stream
    stream.reads.set()


@pytest.fixture
def held(stalling, monkeypatch):
    """A printer whose standard output is stalled."""
    monkeypatch.setattr(printing, "TIMEOUT", 0.05)
    printer = Printer()
    printer.start()
    thread = printer._thread
    assert thread
    yield printer
    stalling.reads.set()
    printer.end()
    thread.join()


def test_interrupt_shortens_a_running_wait(held, monkeypatch):
    monkeypatch.setattr(printing, "INTERRUPT_TIMEOUT", 0.05)
    held._timeout = 3600
    held.result("line")
    Timer(0.01, held.interrupt).start()
    assert not held.flush()
    assert held.problem


def test_both_streams_keep_their_order(new_printer, monkeypatch):
    both = Stalling()
    both.reads.set()
    monkeypatch.setattr(sys, "stdout", both)
    monkeypatch.setattr(sys, "stderr", both)
    printer = new_printer()
    for number in range(100):
        printer.result(f"{number}", ok=number % 3 != 0)
    printer.end()
    assert "".join(both.read).split() == [str(number) for number in range(100)]


def test_all_is_printed_at_the_end(new_printer, capsys):
    printer = new_printer()
    printer.result("one")
    printer.message("two")
    assert printer.flush()
    assert capsys.readouterr() == ("one\n", "two\n")


def test_a_result_clears_the_progress_line(new_printer, capsys):
    printer = new_printer()
    printer.progress("1 of 2")
    printer.flush()
    printer.result("Verified")
    printer.flush()
    assert capsys.readouterr().err == "\r1 of 2\x1b[K\r\x1b[K"


def test_the_end_clears_the_progress_line(new_printer, capsys):
    printer = new_printer()
    printer.progress("1 of 2")
    printer.end()
    assert capsys.readouterr().err.endswith("\r\x1b[K")


def test_progress_is_skipped_while_output_is_pending(held, stalling):
    held.result("one")
    for number in range(1000):
        held.progress(f"{number}")
    assert held._pending == len("one\n")


def test_printing_does_not_wait_for_the_reader(held, stalling):
    for number in range(1000):
        held.result(f"{number}")
    assert not held.flush()
    assert held.is_stuck
    assert held.problem.code == "Stalled"


def test_a_reader_that_comes_back_gets_everything(held, stalling):
    for number in range(1000):
        held.result(f"{number}")
    stalling.reads.set()
    assert held.flush()
    assert "".join(stalling.read).split() == [str(number) for number in range(1000)]


def test_the_buffer_for_a_slow_reader_is_bounded(held, monkeypatch):
    monkeypatch.setattr(printing, "MAX_PENDING", 1000)
    for _ in range(1000):
        held.result("x" * 99)
    assert held._pending <= 1100
    assert held.problem.code == "Stalled"


def test_a_lost_message_is_no_loss(held, monkeypatch):
    monkeypatch.setattr(printing, "MAX_PENDING", 0)
    held.message("one")
    held.message("two")
    assert held.problem is None


def test_output_waits_for_the_reader(held, monkeypatch):
    def stop():
        raise Cancelled

    monkeypatch.setattr(printing, "MAX_UNREAD", 10)
    held.output("x" * 11, no_stop)
    with pytest.raises(Cancelled):
        held.output("x", stop)


def no_stop():
    """No cancellation."""


def test_output_raises_without_a_reader(new_printer, monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as broken:
        monkeypatch.setattr(sys, "stdout", broken)
        printer = new_printer()
        printer.output("one", no_stop)
        printer.flush()
        with pytest.raises(NotPrintedError):
            printer.output("two", no_stop)
    assert printer.problem.code == "EPIPE"


def test_a_pipe_that_does_not_block_gets_everything(new_printer, monkeypatch):
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    text = "é" * 200_000
    with os.fdopen(writing, "w", encoding="utf-8") as stream, os.fdopen(reading, "rb") as reader:
        monkeypatch.setattr(sys, "stdout", stream)
        printer = new_printer()
        printer.result(text)
        assert reader.read(len(text.encode())).decode() == text
        printer.end()
    assert printer.problem is None


def test_exact_text_is_utf_8_with_its_own_line_ends(new_printer, monkeypatch, tmp_path):
    with (tmp_path / "out").open("w", encoding="ascii", newline="\r\n") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        printer = new_printer()
        printer.output("é\n", no_stop, exact=True)
        printer.end()
    assert (tmp_path / "out").read_bytes() == "é\n".encode()


def test_a_closed_stream_loses_results_only(new_printer, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    printer = new_printer()
    printer.message("message")
    assert printer.flush()
    printer.result("a result")
    assert not printer.flush()
    printer.end()
