"""Reads and sets how much the log tells."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import settings_errors


@dataclass(frozen=True, slots=True)
class ReadLogLevel:
    """Read how much the log tells."""

    def run(self, context: Context) -> LogLevel:
        """Return the setting, or its default."""
        return context.services.settings.log_level()


@dataclass(frozen=True, slots=True)
class SetLogLevel:
    """Set how much the log tells, now and after a restart."""

    level: LogLevel

    def run(self, context: Context) -> LogLevel:
        """Return the level. Raises AppError if it can't be saved."""
        context.services.log.set_level(self.level)
        with settings_errors(text("The log level applies only until S3enc closes")):
            context.services.settings.set_log_level(self.level)
        return self.level
