"""Logs and shows uncaught exceptions."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from s3enc_gui.domain.errors import AppError, unexpected

_log = logging.getLogger(__name__)


@contextmanager
def shown_by(show: Callable[[AppError], None]) -> Iterator[None]:
    """Pass every uncaught exception to `show`, which must not raise.

    PySide calls `sys.excepthook` for exceptions in slots, and continues.
    """

    def hook(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        _log.error("Unexpected error", exc_info=(kind, error, traceback))
        show(error if isinstance(error, AppError) else unexpected(error))

    before, sys.excepthook = sys.excepthook, hook
    try:
        yield
    finally:
        sys.excepthook = before
