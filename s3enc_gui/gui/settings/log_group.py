"""How much the log tells, in the Settings dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.choice_group import ChoiceGroup
from s3enc_gui.i18n import _
from s3enc_gui.jobs.settings.log_level import ReadLogLevel, SetLogLevel


class LogGroup(ChoiceGroup):
    """The value is a LogLevel."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        choices = (
            (LogLevel.ERROR, _("Bugs only")),
            (LogLevel.WARNING, _("Errors")),
            (LogLevel.INFO, _("Errors and operations")),
            (LogLevel.DEBUG, _("Everything")),
        )
        super().__init__(_("Log"), _("&Log"), choices, runner, parent)

    @property
    def read_job(self) -> ReadLogLevel:
        """See SettingsGroup."""
        return ReadLogLevel()

    @property
    def save_job(self) -> SetLogLevel:
        """See SettingsGroup."""
        return SetLogLevel(self.value)

    def meaning(self, value: LogLevel) -> str:
        """See ChoiceGroup."""
        meanings = {
            LogLevel.ERROR: _("Only what went wrong inside S3enc."),
            LogLevel.WARNING: _("Every error that S3enc shows."),
            LogLevel.INFO: _("Also when operations start and end."),
            LogLevel.DEBUG: _("Also each request: its operation, status and request ID."),
        }
        where = _("Help, “Show log…” shows it. It never contains secrets.")
        return f"{meanings[value]} {where}"
