"""Notifications, sleep and the status icon, in the Settings dialog."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QSystemTrayIcon, QWidget

from s3enc_gui.domain.settings.desktop import DesktopSettings
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.settings_group import SettingsGroup
from s3enc_gui.i18n import _
from s3enc_gui.jobs.settings.desktop import ReadDesktopSettings, SetDesktopSettings


class DesktopGroup(SettingsGroup):
    """Check boxes; the value is DesktopSettings."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(_("Desktop"), runner, parent)
        self.ended = QCheckBox(_("Notify me when &long transfers end"))
        self.attention = QCheckBox(_("Notify me when transfers &need me"))
        self.awake = QCheckBox(_("&Keep this computer awake during transfers"))
        self.icon = QCheckBox(_("Show a &status icon with the progress"))
        self._boxes = (self.ended, self.attention, self.awake, self.icon)
        for part in (*self._boxes, self._about):
            self.column.addWidget(part)
        for box in self._boxes:
            box.toggled.connect(self.show_state)
        self.show_state()

    @property
    def value(self) -> DesktopSettings:
        """The chosen settings."""
        return DesktopSettings(*(box.isChecked() for box in self._boxes))

    @property
    def read_job(self) -> ReadDesktopSettings:
        """See SettingsGroup."""
        return ReadDesktopSettings()

    @property
    def save_job(self) -> SetDesktopSettings:
        """See SettingsGroup."""
        return SetDesktopSettings(self.value)

    @property
    def message(self) -> str:
        """What the settings mean."""
        if not self.known:
            return _("Reading the settings…")
        if self.icon.isChecked() and not QSystemTrayIcon.isSystemTrayAvailable():
            return _("This desktop doesn't show status icons.")
        return _(
            "Notifications appear while you use another window. If you suspend the computer,"
            " transfers continue when it wakes up."
        )

    def show_value(self, value: DesktopSettings) -> None:
        """Show the settings."""
        stored = (value.notify_ended, value.notify_attention, value.keep_awake, value.status_icon)
        for box, is_on in zip(self._boxes, stored, strict=True):
            box.setChecked(is_on)

    @Slot()
    def show_state(self) -> None:
        """Enable the check boxes, too."""
        for box in self._boxes:
            box.setEnabled(self.known)
        super().show_state()
