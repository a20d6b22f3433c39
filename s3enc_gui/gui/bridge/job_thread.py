"""Thread that runs one job."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.jobs.context import Context, Job, Services
from s3enc_gui.jobs.failures import log_failure

_log = logging.getLogger(__name__)


class JobThread(QThread):
    """Runs a job and emits exactly one of three signals when it ends.

    This object lives in the GUI thread, so every slot runs there, including lambdas (with
    `moveToThread` they would run in the worker thread).
    """

    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        job: Job[Any],
        services: Services,
        report: Callable[[object], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._job = job
        self._stopped = Event()
        self._context = Context(services, report, self._stopped)

    def cancel(self) -> None:
        """Request that the job stops at its next checkpoint."""
        self._stopped.set()

    def run(self) -> None:
        """Run the job; Qt calls this in the new thread."""
        _log.info("%s started", type(self._job).__name__)
        try:
            result = self._job.run(self._context)
        except AppError as error:
            log_failure(error, self._job)
            self.failed.emit(error)
        except Cancelled:
            self.cancelled.emit()
        except BaseException as error:  # noqa: BLE001 - nothing above would report it
            _log.exception("%s failed unexpectedly", type(self._job).__name__)
            self.failed.emit(unexpected(error))
        else:
            _log.info("%s is done", type(self._job).__name__)
            self.succeeded.emit(result)
