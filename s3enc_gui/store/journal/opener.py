"""Opens the journal, or an in-memory one if that fails."""

from __future__ import annotations

import logging
from pathlib import Path

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import OnlyProcess, ProcessLock

_log = logging.getLogger(__name__)


class JournalOpener:
    """Opens the journal when called; if that fails, one in memory, and `problem` is the error."""

    def __init__(self, path: Path, instances: Path) -> None:
        self._path, self._instances = path, instances
        self.problem: AppError | None = None

    def __call__(self) -> Journal:
        """Return the journal; blocks."""
        try:
            return Journal(self._path, ProcessLock(self._instances))
        except AppError as error:
            self.problem = error
            _log.error("The journal is kept in memory: %s", error)
            return Journal(None, OnlyProcess())
