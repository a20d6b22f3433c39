"""Printing from a thread of its own: a reader that stalls or goes away holds no transfer up.

Results go to standard output, everything else to standard error, in the order they were given.
A stream that cannot be written any more is given up; what is asked for afterwards goes on.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread
from time import monotonic

from s3enc_gui.cli.stream import StandardStream, unprintable
from s3enc_gui.domain.errors import AppError

PATIENCE = 60.0  # seconds without a character taken until a reader is given up, at the end
PAGED = 3600.0  # the same where printing is all there is to do: somebody may be reading in a pager
HURRY = 2.0  # the same after Ctrl+C
MOST = 64 * 1024 * 1024  # characters kept for a reader that is slow; more are lost
MUCH = 1024 * 1024  # characters after which `output` waits for the reader
PIECE = 2000  # characters written at once: as UTF-8 they fit into the stream's buffer of 8 KiB
REST = 0.02  # seconds between two writes, so that many lines are one
_CLEAR = "\r\x1b[K"


class NotPrintedError(Exception):
    """Standard output cannot be written any more: whoever only prints may end."""


@dataclass(frozen=True, slots=True)
class _Text:
    """`is_result`: was asked for; `is_exact`: in UTF-8, its line ends as they are."""

    text: str
    to_output: bool
    is_result: bool = False
    is_exact: bool = False
    is_progress: bool = False


class Printer:
    """Prints on a thread between `start` and `end`; before and after where it is called."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._texts: deque[_Text] = deque()
        self._thread: Thread | None = None
        self._reset()

    def _reset(self) -> None:
        self._texts.clear()
        self._pending = 0  # characters, those included that are being written
        self._moved = monotonic()
        self._hurried = self._ending = self._is_line_shown = self._in_hurry = False
        self._patience = PATIENCE
        self.is_stuck = False
        self.problem: AppError | None = None  # why a result was not printed
        self._open()

    def _open(self) -> None:
        self._output = StandardStream("output", sys.stdout)
        self._errors = StandardStream("error", sys.stderr)

    # --- what is printed ------------------------------------------------------------------------

    def result(self, text: str, *, fine: bool = True) -> None:
        """Print a line that was asked for; one that is not fine on standard error."""
        self._put(_Text(f"{text}\n", to_output=fine, is_result=True))

    def say(self, text: str) -> None:
        """Print a line on standard error."""
        self._put(_Text(f"{text}\n", to_output=False))

    def progress(self, text: str) -> None:
        """Overwrite the line of progress; left out where the printer has not kept up."""
        if not self._pending:
            self._put(_Text(text, to_output=False, is_progress=True))

    def output(self, text: str, wait: Callable[[], None], *, exact: bool = False) -> None:
        """Print text as it is on standard output, no faster than it is read.

        `wait` is called while it waits, and may raise. Raises NotPrintedError.
        """
        self._patience = PAGED
        if self._thread is not None:
            self._until(lambda: self._pending <= MUCH, wait)
        if self.problem:
            raise NotPrintedError
        self._put(_Text(text, to_output=True, is_result=True, is_exact=exact))

    @property
    def is_terminal(self) -> bool:
        """Whether a line of progress can be overwritten."""
        return sys.stderr is not None and sys.stderr.isatty()

    @property
    def takes_all_letters(self) -> bool:
        """Whether standard output is UTF-8."""
        encoding = getattr(sys.stdout, "encoding", None) or ""
        return encoding.lower().replace("-", "") == "utf8"

    # --- its life -------------------------------------------------------------------------------

    def start(self) -> None:
        """Print on a thread from now on, to what are the standard streams now."""
        self._reset()
        for stream in (sys.stdout, sys.stderr):
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(errors="backslashreplace")  # names of files need not be text
        self._thread = Thread(target=self._run, name="printer", daemon=True)
        self._thread.start()

    def told(self) -> bool:
        """Wait until all is written; return whether no result was lost."""
        if self._thread is not None and not self.is_stuck:
            self._until(lambda: not self._pending)
        return self.problem is None

    def hurry(self) -> None:
        """Wait for a reader no longer than after Ctrl+C, from now on; from any thread."""
        self._in_hurry = True

    def end(self, patience: float | None = None) -> None:
        """Write what is left, for so many seconds, and end the thread.

        `is_stuck` says that the thread did not end, since a stream takes nothing: only os._exit
        ends the program then, as Python waits for the stream at its end.
        """
        thread = self._thread
        if thread is None:
            return
        try:
            self._until(lambda: not self._pending, patience=patience)
        except BaseException:  # Ctrl+C
            self.is_stuck = True
            raise
        if self._is_line_shown:
            self._put(_Text("", to_output=False))
        with self._changed:
            self._ending = self._hurried = True
            self._changed.notify_all()
        if not self.is_stuck:
            thread.join()
        self._thread = None

    def final_message(self, text: str) -> None:
        """Print a line on standard error after the end, however it is with standard output."""
        stream = StandardStream("error", sys.stderr)
        thread = Thread(target=stream.write, args=(f"{text}\n",), daemon=True)
        thread.start()
        thread.join(HURRY)
        self.is_stuck = self.is_stuck or thread.is_alive()

    # --- inside ---------------------------------------------------------------------------------

    def _put(self, text: _Text) -> None:
        if self._thread is None:
            self._open()
            self._write(text)
            return
        with self._changed:
            if self.is_stuck or self._pending > MOST:
                self._lose(text, _slow(self._patience))
                return
            self._texts.append(text)
            self._pending += len(text.text) or 1
            if len(self._texts) == 1:
                self._changed.notify_all()

    def _until(
        self,
        done: Callable[[], bool],
        wait: Callable[[], None] = lambda: None,
        patience: float | None = None,
    ) -> None:
        """Wait for the reader; one that takes nothing for too long is given up."""
        given, begun = patience, monotonic()
        while True:
            wait()
            patience = HURRY if self._in_hurry else self._patience if given is None else given
            with self._changed:
                self._hurried = not (done() or self.is_stuck)
                if not self._hurried:
                    return
                if monotonic() - max(begun, self._moved) > patience:
                    self.is_stuck = True
                    self.problem = self.problem or _slow(patience)
                    return
                self._changed.notify_all()
                self._changed.wait(REST)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._texts:
                    if self._ending:
                        return
                    self._changed.wait()
                texts = tuple(self._texts)
                self._texts.clear()
            for text in _joined(texts):
                self._write(text)
                if self.is_stuck:
                    return
            with self._changed:
                self._pending -= sum(len(text.text) or 1 for text in texts)
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._hurried, REST)

    def _write(self, text: _Text) -> None:
        if self._is_line_shown and not text.is_progress:
            self._errors.write(_CLEAR)
        self._is_line_shown = text.is_progress
        stream = self._output if text.to_output else self._errors
        shown = f"\r{text.text}\x1b[K" if text.is_progress else text.text
        for start in range(0, len(shown), PIECE):
            stream.write(shown[start : start + PIECE], exact=text.is_exact)
            self._moved = monotonic()
            if self.is_stuck:
                return
        if stream.problem:
            self._lose(text, stream.problem)

    def _lose(self, text: _Text, problem: AppError) -> None:
        if text.is_result:
            self.problem = self.problem or problem


def _joined(texts: tuple[_Text, ...]) -> list[_Text]:
    """Return neighbours of a kind as one."""
    joined: list[list[_Text]] = []
    for text in texts:
        if joined and _kind(joined[-1][0]) == _kind(text) and not text.is_progress:
            joined[-1].append(text)
        else:
            joined.append([text])
    return [
        one[0] if len(one) == 1 else _Text("".join(text.text for text in one), *_kind(one[0]))
        for one in joined
    ]


def _kind(text: _Text) -> tuple[bool, bool, bool, bool]:
    return text.to_output, text.is_result, text.is_exact, text.is_progress


def _slow(seconds: float) -> AppError:
    return unprintable(f"Nothing has read them for {seconds:,.0f} seconds.", "Stalled")


printer = Printer()
"""The one of this process: it has one standard output."""
