"""The upload speed limit in the Settings dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.settings_group import INDENT, SettingsGroup
from s3enc_gui.gui.settings.speed_field import START, SpeedField, bounds_text
from s3enc_gui.i18n import _
from s3enc_gui.jobs.uploads.transfer_commands import LimitSpeed, ReadSpeedLimit
from s3enc_gui.wording.formats import format_speed


class SpeedGroup(SettingsGroup):
    """A check box, and the limit in bytes per second; the value None is no limit."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(_("Speed"), runner, parent)
        self.limited = QCheckBox(_("&Limit the upload speed"))
        self.speed = SpeedField(indent=INDENT)
        for part in (self.limited, self.speed, self._about):
            self.column.addWidget(part)
        self.limited.toggled.connect(self.show_state)
        self.limited.clicked.connect(self._ticked)
        self.speed.changed.connect(self.show_state)
        self.show_state()

    @property
    def value(self) -> int | None:
        """Bytes per second; None: no limit."""
        return self.speed.speed if self.limited.isChecked() else None

    @property
    def invalid(self) -> bool:
        """Whether the limit isn't a number within the bounds."""
        return self.limited.isChecked() and self.speed.speed is None

    @property
    def read_job(self) -> ReadSpeedLimit:
        """See SettingsGroup."""
        return ReadSpeedLimit()

    @property
    def save_job(self) -> LimitSpeed:
        """See SettingsGroup."""
        return LimitSpeed(self.value)

    @property
    def message(self) -> str:
        """What the limit means."""
        if not self.known:
            return _("Reading the settings…")
        if not self.limited.isChecked():
            return _("Uploads use all available bandwidth.")
        speed = self.speed.speed
        if speed is None:
            least, most = bounds_text()
            return _("Enter a number from {least} to {most}.").format(least=least, most=most)
        message = _("All uploads together use at most {speed}. 1 MB is 1,000,000 bytes.")
        return message.format(speed=format_speed(speed))

    def show_value(self, value: int | None) -> None:
        """Show the limit, or suggest one."""
        self.limited.setChecked(value is not None)
        if value is not None or self.speed.speed is None:
            self.speed.show_speed(value or START)
        (self.speed.number if value else self.limited).setFocus()

    def focus_invalid(self) -> None:
        """Select the number."""
        self.speed.number.setFocus()
        self.speed.number.selectAll()

    @Slot()
    def show_state(self) -> None:
        """Show the fields that the box needs, too."""
        self.limited.setEnabled(self.known)
        self.speed.setVisible(self.limited.isChecked())
        self.speed.setEnabled(self.known and self.limited.isChecked())
        self.speed.mark(self.invalid)
        super().show_state()

    @Slot(bool)
    def _ticked(self, limited: bool) -> None:
        if limited:
            self.speed.number.setFocus(Qt.FocusReason.OtherFocusReason)
            self.speed.number.selectAll()
