"""Prints on a separate thread, so that a reader that stalls or exits doesn't block transfers.

Results go to standard output, everything else to standard error, in order. A stream that can't be
written is disabled; the command continues.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from threading import Condition, Thread
from time import monotonic

from s3enc_gui.cli.stream import StandardStream, unprintable
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text, text_plural

TIMEOUT = 60.0  # seconds without progress after which writing the rest is abandoned
PAGER_TIMEOUT = 3600.0  # the same for commands that only print: the reader may be a pager
INTERRUPT_TIMEOUT = 2.0  # the same after Ctrl+C
MAX_PENDING = 64 * 1024 * 1024  # characters buffered for a slow reader; more are lost
MAX_UNREAD = 1024 * 1024  # buffered characters above which `output` waits for the reader
CHUNK = 2000  # characters per write; as UTF-8 they fit into the stream's buffer of 8 KiB
INTERVAL = 0.02  # seconds between writes, so that lines are written together
_CLEAR = "\r\x1b[K"


class NotPrintedError(Exception):
    """Standard output can't be written: a command that only prints can end."""


@dataclass(frozen=True, slots=True)
class _Item:
    """`is_result`: its loss is an error; `is_exact`: UTF-8 with unchanged line endings."""

    content: str
    to_output: bool
    is_result: bool = False
    is_exact: bool = False
    is_progress: bool = False


class Printer:
    """Prints on its thread between `start` and `end`, otherwise on the caller's."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._items: deque[_Item] = deque()
        self._thread: Thread | None = None
        self._reset()

    def _reset(self) -> None:
        self._items.clear()
        self._pending = 0  # characters, including those being written
        self._last_progress = monotonic()
        self._is_flushing = self._is_ending = False
        self._is_line_shown = self._is_interrupted = False
        self._timeout = TIMEOUT
        self.is_stuck = False
        self.problem: AppError | None = None  # why a result was not printed
        self._open()

    def _open(self) -> None:
        self._output = StandardStream(sys.stdout, text("Standard output is closed."))
        self._errors = StandardStream(sys.stderr, text("Standard error is closed."))

    def result(self, line: str, *, ok: bool = True) -> None:
        """Print a result, on standard error unless it is `ok`."""
        self._put(_Item(f"{line}\n", to_output=ok, is_result=True))

    def message(self, line: str) -> None:
        """Print a line on standard error."""
        self._put(_Item(f"{line}\n", to_output=False))

    def progress(self, line: str) -> None:
        """Overwrite the progress line; skipped while output is pending."""
        if not self._pending:
            self._put(_Item(line, to_output=False, is_progress=True))

    def output(self, content: str, wait: Callable[[], None], *, exact: bool = False) -> None:
        """Print to standard output, no faster than it is read.

        `wait` is called meanwhile and may raise. Raises NotPrintedError.
        """
        self._timeout = PAGER_TIMEOUT
        if self._thread is not None:
            self._wait_until(lambda: self._pending <= MAX_UNREAD, wait)
        if self.problem:
            raise NotPrintedError
        self._put(_Item(content, to_output=True, is_result=True, is_exact=exact))

    @property
    def is_terminal(self) -> bool:
        """Whether standard error is a terminal, where a line can be overwritten."""
        return sys.stderr is not None and sys.stderr.isatty()

    @property
    def is_utf8(self) -> bool:
        """Whether standard output is UTF-8."""
        encoding = getattr(sys.stdout, "encoding", None) or ""
        return encoding.lower().replace("-", "") == "utf8"

    def start(self) -> None:
        """Start the thread; it prints to the current standard streams."""
        self._reset()
        for stream in (sys.stdout, sys.stderr):
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(errors="backslashreplace")  # file names may not be valid text
        self._thread = Thread(target=self._run, name="printer", daemon=True)
        self._thread.start()

    def flush(self) -> bool:
        """Wait until everything is written; return whether no result was lost."""
        if self._thread is not None and not self.is_stuck:
            self._wait_until(lambda: not self._pending)
        return self.problem is None

    def interrupt(self) -> None:
        """Use INTERRUPT_TIMEOUT from now on. Thread-safe."""
        self._is_interrupted = True

    def end(self, timeout: float | None = None) -> None:
        """Write what is pending, within a timeout in seconds, and end the thread.

        If a stream blocks, the thread doesn't end and `is_stuck` is set: the process must use
        os._exit then, because a normal exit would flush that stream.
        """
        thread = self._thread
        if thread is None:
            return
        try:
            self._wait_until(lambda: not self._pending, timeout=timeout)
        except BaseException:  # Ctrl+C
            self.is_stuck = True
            raise
        if self._is_line_shown:
            self._put(_Item("", to_output=False))
        with self._changed:
            self._is_ending = self._is_flushing = True
            self._changed.notify_all()
        if not self.is_stuck:
            thread.join()
        self._thread = None

    def final_message(self, line: str) -> None:
        """Print a line on standard error after the end, even if standard output blocks."""
        stream = StandardStream(sys.stderr)
        thread = Thread(target=stream.write, args=(f"{line}\n",), daemon=True)
        thread.start()
        thread.join(INTERRUPT_TIMEOUT)
        self.is_stuck = self.is_stuck or thread.is_alive()

    def _put(self, item: _Item) -> None:
        if self._thread is None:
            self._open()
            self._write(item)
            return
        with self._changed:
            if self.is_stuck or self._pending > MAX_PENDING:
                self._record_loss(item, _stalled(self._timeout))
                return
            self._items.append(item)
            self._pending += len(item.content) or 1
            if len(self._items) == 1:
                self._changed.notify_all()

    def _wait_until(
        self,
        done: Callable[[], bool],
        wait: Callable[[], None] = lambda: None,
        timeout: float | None = None,
    ) -> None:
        """Wait for the reader, until it reads nothing for `timeout` seconds."""
        given, begun = timeout, monotonic()
        while True:
            wait()
            timeout = self._timeout if given is None else given
            if self._is_interrupted:
                timeout = INTERRUPT_TIMEOUT
            with self._changed:
                self._is_flushing = not (done() or self.is_stuck)
                if not self._is_flushing:
                    return
                if monotonic() - max(begun, self._last_progress) > timeout:
                    self.is_stuck = True
                    self.problem = self.problem or _stalled(timeout)
                    return
                self._changed.notify_all()
                self._changed.wait(INTERVAL)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._items:
                    if self._is_ending:
                        return
                    self._changed.wait()
                items = tuple(self._items)
                self._items.clear()
            for item in _joined(items):
                self._write(item)
                if self.is_stuck:
                    return
            with self._changed:
                self._pending -= sum(len(item.content) or 1 for item in items)
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._is_flushing, INTERVAL)

    def _write(self, item: _Item) -> None:
        if self._is_line_shown and not item.is_progress:
            self._errors.write(_CLEAR)
        self._is_line_shown = item.is_progress
        stream = self._output if item.to_output else self._errors
        shown = f"\r{item.content}\x1b[K" if item.is_progress else item.content
        for start in range(0, len(shown), CHUNK):
            stream.write(shown[start : start + CHUNK], exact=item.is_exact)
            self._last_progress = monotonic()
            if self.is_stuck:
                return
        if stream.problem:
            self._record_loss(item, stream.problem)

    def _record_loss(self, item: _Item, problem: AppError) -> None:
        if item.is_result:
            self.problem = self.problem or problem


def _joined(items: tuple[_Item, ...]) -> list[_Item]:
    """Join adjacent items of the same kind."""
    joined: list[list[_Item]] = []
    for item in items:
        if joined and _kind(joined[-1][0]) == _kind(item) and not item.is_progress:
            joined[-1].append(item)
        else:
            joined.append([item])
    return [
        one[0] if len(one) == 1 else _Item("".join(item.content for item in one), *_kind(one[0]))
        for one in joined
    ]


def _kind(item: _Item) -> tuple[bool, bool, bool, bool]:
    return item.to_output, item.is_result, item.is_exact, item.is_progress


def _stalled(seconds: float) -> AppError:
    detail = text_plural(
        "The output hasn't been read for {count:,} second.",
        "The output hasn't been read for {count:,} seconds.",
        round(seconds),
    )
    return unprintable(detail, "Stalled")


printer = Printer()
"""The printer of this process."""
