"""Dialog that checks a copy of a key, or adds a key again that isn't on this computer any more."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.job_dialog import JobDialog
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.key_saved import added_message
from s3enc_gui.gui.customer_keys.key_source import KeySource
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.styling import fit_height
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.customer_keys.copies_of_keys import CheckCopy, ListedKey
from s3enc_gui.jobs.customer_keys.manage_keys import StoredKey

_WIDTH = 600  # pixels


class CheckCopyDialog(JobDialog):
    """`checked` carries the MD5 of the key, once a file or typed rows have it."""

    checked = Signal(str)

    def __init__(self, runner: Runner, listed: ListedKey, parent: QWidget | None = None) -> None:
        super().__init__(
            runner,
            ErrorBanner(closable=False, is_remedy=True),
            _("Reading the key…"),
            parent,
            closing=QDialogButtonBox.StandardButton.Close,
        )
        self._listed = listed
        self.setWindowTitle(_("Check copy") if listed.here else _("Add key again"))
        self.about, self.source = self._about(), KeySource()
        self.go.setText(_("Check") if listed.here else _("Add key"))
        self.fill(self.about, self.banner, self.source, width=_WIDTH, spacing=12)
        self.source.changed.connect(self.show_possible)
        self.job.answered.connect(self._done)
        self.show_possible()

    def done(self, result: int) -> None:
        """Forget what was typed (Qt)."""
        self.source.clear()
        super().done(result)

    @property
    def is_complete(self) -> bool:
        """Whether there is a file, or rows."""
        return self.source.is_complete

    def start(self) -> None:
        """Compare the copy with the key."""
        self.job.ask(CheckCopy(self._listed.known.md5, self.source.copy()))

    @Slot()
    def show_possible(self) -> None:
        """Enable the button, and be as high as the texts."""
        super().show_possible()
        fit_height(self)

    def _about(self) -> BreakingLabel:
        known, about = self._listed.known, BreakingLabel("muted")
        message = _(
            "Does a file, or a printed key sheet, still have the key “{name}” (MD5 {md5})?"
            " S3enc compares it with the key."
        )
        if not self._listed.here:
            message = _(
                "The key “{name}” (MD5 {md5}) isn't on this computer anymore. S3enc needs its"
                " file, or the rows of its printed key sheet."
            )
        about.show_text(message.format(name=known.name, md5=known.md5))
        return about

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
            self.about.hide()  # it says that the key isn't here
            self.source.hide()
            self.go.hide()
        fit_height(self)
        self.checked.emit(known.md5)
