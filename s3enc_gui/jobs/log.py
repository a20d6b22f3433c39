"""Reads the log, and saves it to a file."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.files.atomic_write import write_atomically
from s3enc_gui.store.os_errors import OTHER_FOLDER, os_errors

SHOWN = 300_000  # characters; a window that shows much more gets slow


@dataclass(frozen=True, slots=True)
class LogText:
    """The newest messages, and the folder of the log. `is_all`: there are no others."""

    text: str
    folder: str
    is_all: bool = True


@dataclass(frozen=True, slots=True)
class ReadLog:
    """Read the newest messages."""

    def run(self, context: Context) -> LogText:
        """Return them. Raises AppError."""
        log = context.services.log
        with os_errors(log.path, text("Can't read the log")):
            newest, is_all = log.newest(SHOWN)
        return LogText(newest, str(log.path.parent), is_all)


@dataclass(frozen=True, slots=True)
class SaveLog:
    """Write all messages to a file that only this user can read."""

    path: str

    def run(self, context: Context) -> str:
        """Return the path. Raises AppError; an existing file then stays unchanged."""
        with os_errors(self.path, text("Can't save the log"), OTHER_FOLDER):
            write_atomically(self.path, context.services.log.texts(), mode=0o600)
        return self.path
