"""Logs and shows exceptions that nothing expected, of every thread.

Everything unexpected is logged with its traceback: by these hooks, by jobs and transfers where they
catch it, by asyncio for tasks of the event loop. A handler of the log passes all of it on.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from s3enc_gui.domain.errors import AppError

_LOGGERS = ("s3enc_gui", "asyncio")

_log = logging.getLogger(__name__)


@contextmanager
def shown_by(
    show: Callable[[AppError], None], report: Callable[[BaseException], None]
) -> Iterator[None]:
    """Pass uncaught AppErrors to `show`, on the GUI thread, and every other error to `report`.

    PySide calls `sys.excepthook` for exceptions in slots, and continues. `report` is called on the
    thread of the error; neither may raise.
    """

    def hook(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        _log.error("Unexpected error", exc_info=(kind, error, traceback))
        if isinstance(error, AppError):
            show(error)

    def thread_hook(raised: threading.ExceptHookArgs) -> None:
        error = raised.exc_value
        if error is not None and raised.exc_type is not SystemExit:
            _log.error("Unexpected error", exc_info=(type(error), error, raised.exc_traceback))

    def unraisable_hook(raised: sys.UnraisableHookArgs) -> None:
        if (error := raised.exc_value) is not None:
            _log.error("Unexpected error", exc_info=(type(error), error, raised.exc_traceback))

    handler = _Handler(report)
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook, threading.excepthook, sys.unraisablehook = hook, thread_hook, unraisable_hook
    for name in _LOGGERS:
        logging.getLogger(name).addHandler(handler)
    try:
        yield
    finally:
        for name in _LOGGERS:
            logging.getLogger(name).removeHandler(handler)
        sys.excepthook, threading.excepthook, sys.unraisablehook = before


class _Handler(logging.Handler):
    """Passes on the errors of records that have a traceback."""

    def __init__(self, report: Callable[[BaseException], None]) -> None:
        super().__init__(logging.ERROR)
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        """Report the error of a record."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Exception) and not isinstance(error, AppError):
            self._report(error)
