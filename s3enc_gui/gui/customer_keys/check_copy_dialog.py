"""Dialog that checks a copy of a key, or adds a key again that isn't on this computer any more."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.key_saved import added_message
from s3enc_gui.gui.customer_keys.key_source import KeySource
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import fit_height, primary
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.customer_keys.copies_of_keys import CheckCopy, ListedKey
from s3enc_gui.jobs.customer_keys.manage_keys import StoredKey

_WIDTH = 600  # pixels


class CheckCopyDialog(QDialog):
    """`checked` carries the MD5 of the key, once a file or typed rows have it."""

    checked = Signal(str)

    def __init__(self, runner: Runner, listed: ListedKey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listed = listed
        self.setWindowTitle(_("Check copy") if listed.here else _("Add key again"))
        self.source, self.banner = KeySource(), ErrorBanner(closable=False, is_remedy=True)
        self._busy = BusyIndicator()
        self.go = primary(QPushButton(_("Check") if listed.here else _("Add key")))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._job = LatestJob(runner, self)
        self._arrange()
        self.source.changed.connect(self._show_possible)
        self.go.clicked.connect(self._go)
        self._job.answered.connect(self._done)
        self._job.failed.connect(self.banner.show_error)
        self._job.busy_changed.connect(self._show_possible)
        self._show_possible()

    def done(self, result: int) -> None:
        """Forget what was typed (Qt)."""
        self._job.drop()
        self.source.clear()
        super().done(result)

    def _arrange(self) -> None:
        known = self._listed.known
        about = BreakingLabel("muted")
        message = _(
            "Does a file, or a printed key sheet, still have the key “{name}” (MD5 {md5})?"
            " S3enc compares it with the key."
        )
        if not self._listed.here:
            message = _(
                "The key “{name}” (MD5 {md5}) isn't on this computer any more. S3enc needs its"
                " file, or the rows of its printed key sheet."
            )
        about.show_text(message.format(name=known.name, md5=known.md5))
        self.buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        for widget in (about, self.banner, self.source, self._busy):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(scaled(_WIDTH))

    @Slot()
    def _show_possible(self) -> None:
        self.go.setEnabled(self.source.is_complete and not self._job.busy)
        if self._job.busy:
            self._busy.start_if_long(_("Reading the key…"))
        else:
            self._busy.stop()
        fit_height(self)

    @Slot()
    def _go(self) -> None:
        self.banner.clear()
        self._job.ask(CheckCopy(self._listed.known.md5, self.source.copy()))

    @Slot(object)
    def _done(self, stored: StoredKey) -> None:
        self.source.clear()
        known = stored.known
        if self._listed.here:
            title = text("This is a copy of “{name}”", name=known.name)
            self.banner.show_error(AppError(title), "ok")
        else:
            tone = "ok" if stored.in_keyring else "warning"
            self.banner.show_error(added_message(stored, ""), tone)
            self.source.hide()
            self.go.hide()
        fit_height(self)
        self.checked.emit(known.md5)
