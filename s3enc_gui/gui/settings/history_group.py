"""How long receipts and logs are kept, and where, in the Settings dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.retention import Retention
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.choice_group import ChoiceGroup
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _, ngettext, text
from s3enc_gui.jobs.settings.history_retention import (
    HistorySettings,
    ReadHistorySettings,
    SetRetention,
)


class HistoryGroup(ChoiceGroup):
    """The value is a Retention; `clicked` is emitted when the history is wanted."""

    clicked = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        choices = (
            (Retention.FOREVER, _("Forever")),
            (Retention.YEAR, _("1 year")),
            (Retention.NINETY_DAYS, _("90 days")),
        )
        self._expired: dict[Retention, int] = {}
        self._expired_runs: dict[Retention, int] = {}
        self._path = ""
        super().__init__(_("History"), _("&Keep receipts and logs"), choices, runner, parent)
        about = _(
            "Receipts of uploads and logs of changes of encryption are kept on this computer. The"
            " history searches the receipts. A change can be undone as long as its log is kept."
        )
        self.column.insertWidget(0, label(about, "muted", wrap=True))
        self.path = BreakingLabel("muted")
        self.history = QPushButton(_("&History…"))
        self.show_folder = QPushButton(_("Show in &folder"))
        row = QHBoxLayout()
        for button, slot in ((self.history, self.clicked), (self.show_folder, self._show_folder)):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addWidget(self.path)
        self.column.addLayout(row)

    @property
    def read_job(self) -> ReadHistorySettings:
        """See SettingsGroup."""
        return ReadHistorySettings()

    @property
    def save_job(self) -> SetRetention:
        """See SettingsGroup."""
        return SetRetention(self.value)

    def meaning(self, value: Retention) -> str:
        """See ChoiceGroup."""
        if value is Retention.FOREVER:
            return _("Nothing is removed.")
        receipts, runs = self._expired.get(value, 0), self._expired_runs.get(value, 0)
        if not receipts and not runs:
            return _("Nothing is that old now. What gets older is removed when S3enc starts.")
        said = [_receipts(receipts)] if receipts else []
        return " ".join([*said, _runs(runs)] if runs else said)

    def show_value(self, value: Retention) -> None:
        """See SettingsGroup."""
        super().show_value(value)
        self.path.show_text(_("Stored in {path}").format(path=self._path))

    @Slot(object)
    def _read(self, found: object) -> None:
        if isinstance(found, HistorySettings):
            self._expired, self._expired_runs = found.expired, found.expired_runs
            self._path = found.path
            found = found.retention
        super()._read(found)

    @Slot()
    def _show_folder(self) -> None:
        folder = str(Path(self._path).parent)
        if not (self._path and QDesktopServices.openUrl(QUrl.fromLocalFile(folder))):
            self.failed.emit(AppError(text("No application can open this folder"), folder))


def _receipts(count: int) -> str:
    said = ngettext(
        "{count:,} receipt is older. It is removed for good when S3enc starts the next time,"
        " and from then on at each start.",
        "{count:,} receipts are older. They are removed for good when S3enc starts the next"
        " time, and from then on at each start.",
        count,
    )
    return said.format(count=count)


def _runs(count: int) -> str:
    said = ngettext(
        "{count:,} change of encryption ended before that: its log is removed then, too, and it"
        " can't be undone anymore.",
        "{count:,} changes of encryption ended before that: their logs are removed then, too, and"
        " they can't be undone anymore.",
        count,
    )
    return said.format(count=count)
