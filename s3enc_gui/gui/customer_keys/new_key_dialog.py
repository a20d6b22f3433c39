"""Dialog that adds a customer-provided key: a new one, one of a file, or one that is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QWidget,
)

from s3enc_gui.domain.customer_keys.known_key import MAX_NAME
from s3enc_gui.gui.bridge.job_dialog import JobDialog
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.key_saved import added_message
from s3enc_gui.gui.customer_keys.key_source import KeySource
from s3enc_gui.gui.customer_keys.sheet_saver import ask_for_sheet
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.files.file_opener import FileOpener
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.styling import fit_height
from s3enc_gui.i18n import _
from s3enc_gui.jobs.customer_keys.copies_of_keys import AddKey
from s3enc_gui.jobs.customer_keys.manage_keys import CreateKey, StoredKey

_WIDTH = 600  # pixels


class NewKeyDialog(JobDialog):
    """`added` carries the MD5 of the key: it can be used, and a copy of it was read back.

    A key without a file gets a key sheet first, whether there is a keyring or not.
    """

    added = Signal(str)

    def __init__(self, runner: Runner, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(runner, ErrorBanner(closable=False), _("Saving the key…"), parent)
        self.setWindowTitle(_("New key"))
        self._sheet = ""
        self.name, self.source = QLineEdit(name), KeySource(generates=True)
        self.name.setMaxLength(MAX_NAME)
        self.name.setPlaceholderText(_("For example: invoices 2026"))
        self._about, self._fields = TextLine(), QWidget()
        self._opener = FileOpener(runner, self)
        form = QFormLayout(self._fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.addRow(_("Name of the key"), self.name)
        contents = (self.banner, self._fields, self.source, self._about)
        self.fill(*contents, width=_WIDTH, spacing=12)
        self.name.textChanged.connect(self.show_possible)
        self.source.changed.connect(self.show_possible)
        self.job.answered.connect(self._done)
        self._opener.problem.connect(self.banner.show_error)
        self.show_possible()
        self.name.setFocus()

    def done(self, result: int) -> None:
        """Forget what was typed (Qt)."""
        self.source.clear()
        super().done(result)

    @property
    def needs_sheet(self) -> bool:
        """Whether the key is in no file, and on no sheet of paper, that S3enc has read."""
        return self.source.generates or not self.source.copy().is_copy

    @property
    def is_complete(self) -> bool:
        """Whether there is a name and a key."""
        return bool(self.name.text().strip()) and self.source.is_complete

    @Slot()
    def show_possible(self) -> None:
        """Say what the button does, and be as high as the texts."""
        super().show_possible()
        if self.needs_sheet:
            self.go.setText(_("Save key sheet…"))
            self._about.say(
                _(
                    "The key sheet is a page to print, or a text file. S3enc reads it back before"
                    " the key can be used. Without the key, nobody can read the objects again, not"
                    " even AWS."
                )
            )
        else:
            self.go.setText(_("Add key"))
            self._about.say(
                _(
                    "Keep the file or the printed sheet. Without the key, nobody can read the"
                    " objects again, not even AWS."
                )
            )
        fit_height(self)

    def start(self) -> None:
        """Ask for the file of the key sheet, where one is needed; then add the key."""
        if self.needs_sheet:
            ask_for_sheet(self, self.name.text().strip(), self.add)
        else:
            self.add("")

    def add(self, sheet: str) -> None:
        """Add the key; its sheet becomes this new file, if there is one."""
        self._sheet, name = sheet, self.name.text().strip()
        if self.source.generates:
            self.job.ask(CreateKey(name, sheet))
        else:
            self.job.ask(AddKey(name, self.source.copy(), sheet))

    @Slot(object)
    def _done(self, stored: StoredKey) -> None:
        self.source.clear()
        for hidden in (self._fields, self.source, self._about, self.go):
            hidden.setEnabled(False)
            hidden.hide()
        actions = []
        if self._sheet:
            actions.append((_("Open key sheet"), lambda: self._opener.open(self._sheet)))
        tone = "ok" if stored.in_keyring else "warning"
        self.banner.show_error(added_message(stored, self._sheet), tone, actions)
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)
        self.resize(self.width(), 0)  # the form is gone
        fit_height(self)
        self.added.emit(stored.known.md5)
