"""The agreement to pay for requests, in the Settings dialog."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.settings_group import SettingsGroup
from s3enc_gui.i18n import _
from s3enc_gui.jobs.settings.requester_pays import ReadRequesterPays, SetRequesterPays


class PayerGroup(SettingsGroup):
    """A check box; the value is whether requests offer to pay."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(_("Requester Pays buckets"), runner, parent)
        self.pays = QCheckBox(_("&Pay for requests and downloads"))
        for part in (self.pays, self._about):
            self.column.addWidget(part)
        self.pays.toggled.connect(self.show_state)
        self.show_state()

    @property
    def value(self) -> bool:
        """Whether requests offer to pay."""
        return self.pays.isChecked()

    @property
    def read_job(self) -> ReadRequesterPays:
        """See SettingsGroup."""
        return ReadRequesterPays()

    @property
    def save_job(self) -> SetRequesterPays:
        """See SettingsGroup."""
        return SetRequesterPays(self.value)

    @property
    def message(self) -> str:
        """What the setting means."""
        if not self.known:
            return _("Reading the settings…")
        if self.pays.isChecked():
            return _(
                "AWS bills you for requests to these buckets and for the data that you download"
                " from them. It applies to all connections."
            )
        return _("These buckets deny your requests.")

    def show_value(self, value: bool) -> None:
        """Show the setting."""
        self.pays.setChecked(value)

    @Slot()
    def show_state(self) -> None:
        """Enable the check box, too."""
        self.pays.setEnabled(self.known)
        super().show_state()
