"""The Settings dialog: the upload speed limit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.speed_field import START, SpeedField, bounds_text
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.styling import fit_height, restyle
from s3enc_gui.i18n import _
from s3enc_gui.jobs.uploads.transfer_commands import LimitSpeed, ReadSpeedLimit
from s3enc_gui.wording.formats import format_speed

_WIDTH = 560
_INDENT = 23  # pixels; indent of a check box's text


class SettingsDialog(QDialog):
    """Reads the settings every time it is shown; `OK` and `Apply` save them with immediate effect.

    On an error the dialog stays open and shows it.
    """

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Settings"))
        self.limited = QCheckBox(_("&Limit the upload speed"))
        self.speed, self.banner = SpeedField(indent=_INDENT), ErrorBanner()
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel | standard.Apply)
        self._ok, self._apply = (self.buttons.button(one) for one in (standard.Ok, standard.Apply))
        self._about = QLabel()
        self._saved_limit: int | None = None
        self._known = self._closing = False
        self._read, self._save = LatestJob(runner, self), LatestJob(runner, self)
        self._arrange()
        self._connect()
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the settings."""
        super().showEvent(event)
        if not event.spontaneous():
            self._known = self._closing = False
            self.banner.clear()
            self._read.ask(ReadSpeedLimit())

    def done(self, result: int) -> None:
        """Close; a running save continues."""
        self._read.drop()
        super().done(result)

    # --- reading and saving ---------------------------------------------------------------------

    @Slot(object)
    def _show_limit(self, limit: int | None) -> None:
        self._saved_limit, self._known = limit, True
        self.limited.setChecked(limit is not None)
        if limit is not None or self.speed.speed is None:
            self.speed.show_speed(limit or START)
        self._show_state()
        (self.speed.number if limit else self.limited).setFocus()

    @Slot(object)
    def _not_read(self, error: AppError) -> None:
        """Show the error; the limit can be set anyway."""
        self._known = True
        self._show_state()
        self.banner.show_error(error)

    @Slot()
    def _save_and_close(self) -> None:
        self._closing = True
        self._save_changes()

    @Slot()
    def _only_save(self) -> None:
        self._closing = False
        self._save_changes()

    def _save_changes(self) -> None:
        limit = self.speed.speed if self.limited.isChecked() else None
        self.banner.clear()
        if self._is_invalid():
            self.speed.number.setFocus()
            self.speed.number.selectAll()
        elif self._is_changed():
            self._save.ask(LimitSpeed(limit))
        elif self._closing:
            self.accept()

    @Slot(object)
    def _saved(self, limit: int | None) -> None:
        self._saved_limit = limit
        self._show_state()
        if self._closing:
            self.accept()

    @Slot(object)
    def _not_saved(self, error: AppError) -> None:
        self.banner.show_error(error)
        (self._ok if self._closing else self._apply).setFocus()  # it was disabled while saving

    # --- private --------------------------------------------------------------------------------

    def _is_invalid(self) -> bool:
        return self.limited.isChecked() and self.speed.speed is None

    def _is_changed(self) -> bool:
        return self._saved_limit != (self.speed.speed if self.limited.isChecked() else None)

    @Slot()
    def _show_state(self) -> None:
        limited, invalid = self.limited.isChecked(), self._is_invalid()
        ready = self._known and not self._save.busy
        self.limited.setEnabled(self._known)
        self.speed.setEnabled(self._known and limited)
        self.speed.mark(invalid)
        self._show_message(self._message(), "error" if invalid else "")
        self._ok.setEnabled(ready)
        self._apply.setEnabled(ready and (invalid or self._is_changed()))

    def _message(self) -> str:
        if not self._known:
            return _("Reading the settings…")
        if not self.limited.isChecked():
            return _("Uploads use all available bandwidth.")
        speed = self.speed.speed
        if speed is None:
            least, most = bounds_text()
            return _("Enter a number from {least} to {most}.").format(least=least, most=most)
        message = _("All uploads together use at most {speed}. 1 MB is 1,000,000 bytes.")
        return message.format(speed=format_speed(speed))

    def _show_message(self, text: str, tone: str) -> None:
        self._about.setText(text)
        fit_height(self)
        if self._about.property("tone") != tone:
            self._about.setProperty("tone", tone)
            self._about.setProperty("role", "" if tone else "muted")
            restyle(self._about)

    def _arrange(self) -> None:
        group = QGroupBox(_("Transfers"))
        inside = QVBoxLayout(group)
        inside.setSpacing(8)
        self._about.setContentsMargins(_INDENT, 0, 0, 0)
        self._about.setWordWrap(True)
        self._about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for part in (self.limited, self.speed, self._about):
            inside.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        for widget in (self.banner, group):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(_WIDTH)

    def _connect(self) -> None:
        self._read.answered.connect(self._show_limit)
        self._read.failed.connect(self._not_read)
        self._save.answered.connect(self._saved)
        self._save.failed.connect(self._not_saved)
        for job in (self._read, self._save):
            job.busy_changed.connect(self._show_state)
        self.limited.toggled.connect(self._show_state)
        self.limited.clicked.connect(self._ticked)
        self.speed.changed.connect(self._show_state)
        self.buttons.accepted.connect(self._save_and_close)
        self.buttons.rejected.connect(self.reject)
        self._apply.clicked.connect(self._only_save)

    @Slot(bool)
    def _ticked(self, limited: bool) -> None:
        if limited:
            self.speed.number.setFocus(Qt.FocusReason.OtherFocusReason)
            self.speed.number.selectAll()
