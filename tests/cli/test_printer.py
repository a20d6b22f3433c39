"""The printer's thread: order, what is left out, and readers that are slow."""

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
    """Start one, `new_printer()`, on what are the standard streams by then."""
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
    """A stream whose reader takes nothing until it is told to."""

    encoding = "utf-8"

    def __init__(self):
        self.taken, self.reads = [], Event()

    def write(self, text):
        self.reads.wait()
        self.taken.append(text)

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
    """A printer whose standard output takes nothing."""
    monkeypatch.setattr(printing, "PATIENCE", 0.05)
    printer = Printer()
    printer.start()
    thread = printer._thread
    assert thread
    yield printer
    stalling.reads.set()
    printer.end()
    thread.join()


def test_in_a_hurry_a_reader_is_given_up_also_while_it_is_waited_for(held, monkeypatch):
    monkeypatch.setattr(printing, "HURRY", 0.05)
    held._patience = 3600
    held.result("line")
    Timer(0.01, held.hurry).start()
    assert not held.told()
    assert held.problem


def test_both_streams_keep_their_order(new_printer, monkeypatch):
    both = Stalling()
    both.reads.set()
    monkeypatch.setattr(sys, "stdout", both)
    monkeypatch.setattr(sys, "stderr", both)
    printer = new_printer()
    for number in range(100):
        printer.result(f"{number}", fine=number % 3 != 0)
    printer.end()
    assert "".join(both.taken).split() == [str(number) for number in range(100)]


def test_all_is_printed_at_the_end(new_printer, capsys):
    printer = new_printer()
    printer.result("one")
    printer.say("two")
    assert printer.told()
    assert capsys.readouterr() == ("one\n", "two\n")


def test_a_line_of_progress_makes_room_for_words(new_printer, capsys):
    printer = new_printer()
    printer.progress("1 of 2")
    printer.told()
    printer.result("Verified")
    printer.told()
    assert capsys.readouterr().err == "\r1 of 2\x1b[K\r\x1b[K"


def test_a_line_of_progress_does_not_stay(new_printer, capsys):
    printer = new_printer()
    printer.progress("1 of 2")
    printer.end()
    assert capsys.readouterr().err.endswith("\r\x1b[K")


def test_progress_is_left_out_where_nobody_reads(held, stalling):
    held.result("one")
    for number in range(1000):
        held.progress(f"{number}")
    assert held._pending == len("one\n")


def test_whoever_prints_does_not_wait_for_a_reader(held, stalling):
    for number in range(1000):
        held.result(f"{number}")
    assert not held.told()
    assert held.is_stuck
    assert held.problem.code == "Stalled"


def test_a_reader_that_comes_back_gets_everything(held, stalling):
    for number in range(1000):
        held.result(f"{number}")
    stalling.reads.set()
    assert held.told()
    assert "".join(stalling.taken).split() == [str(number) for number in range(1000)]


def test_what_is_kept_for_a_slow_reader_is_bounded(held, monkeypatch):
    monkeypatch.setattr(printing, "MOST", 1000)
    for _ in range(1000):
        held.result("x" * 99)
    assert held._pending <= 1100
    assert held.problem.code == "Stalled"


def test_what_is_lost_of_other_words_is_no_loss(held, monkeypatch):
    monkeypatch.setattr(printing, "MOST", 0)
    held.say("one")
    held.say("two")
    assert held.problem is None


def test_text_comes_no_faster_than_it_is_read(held, monkeypatch):
    def stop():
        raise Cancelled

    monkeypatch.setattr(printing, "MUCH", 10)
    held.output("x" * 11, stop_not)
    with pytest.raises(Cancelled):
        held.output("x", stop)


def stop_not():
    """Nobody asked to stop."""


def test_whoever_only_prints_ends_with_the_reader(new_printer, monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as broken:
        monkeypatch.setattr(sys, "stdout", broken)
        printer = new_printer()
        printer.output("one", stop_not)
        printer.told()
        with pytest.raises(NotPrintedError):
            printer.output("two", stop_not)
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
        printer.output("é\n", stop_not, exact=True)
        printer.end()
    assert (tmp_path / "out").read_bytes() == "é\n".encode()


def test_a_stream_that_was_closed_is_a_loss_of_results_only(new_printer, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    printer = new_printer()
    printer.say("words")
    assert printer.told()
    printer.result("a result")
    assert not printer.told()
    printer.end()
