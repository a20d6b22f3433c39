"""Field for the encryption that every object must have."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from s3enc_gui.domain.audits.audit import Requirement, parse_requirement
from s3enc_gui.domain.encryption.groups import Keys
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import _
from s3enc_gui.wording.labels import short_key


class RequireField(QComboBox):
    """Nothing, an encryption type, or a text entered (`aws:kms=KEY`).

    `changed` is emitted when the requirement changes, for a text when it is finished (Enter, Tab);
    `rejected` carries an AppError about the text.
    """

    changed = Signal()
    rejected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QLineEdit()
        self.setLineEdit(line)  # makes it editable
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._choices = (
            (_("Nothing"), ""),
            ("SSE-S3", "AES256"),
            (_("SSE-KMS, any key"), "aws:kms"),
            (_("DSSE-KMS, any key"), "aws:kms:dsse"),
        )
        self._keys: tuple[str, ...] = ()  # texts of the KMS keys offered
        self._requests = dict(self._choices)  # by text, of everything offered so far
        self._emitted = ""
        self._fill()
        self.setToolTip(_("Choose, or enter AES256, aws:kms, aws:kms=KEY or aws:kms:dsse=KEY"))
        self.activated.connect(self._emit_changed)
        line.editingFinished.connect(self._emit_changed)

    @property
    def request(self) -> str:
        """The requirement as the command line takes it; empty: nothing."""
        text = self.currentText().strip()
        return self._requests.get(text, text)

    def requirement(self) -> Requirement | None:
        """Return the requirement; None: nothing. Raises AppError."""
        return parse_requirement(self.request) if self.request else None

    def offer_keys(self, keys: Keys) -> None:
        """Offer the KMS keys found; the current text is kept."""
        names = sorted({one.aliases[0] if one.aliases else one.name for one in keys.values()})
        shown = {f"SSE-KMS {short_key(name)}": name for name in names}
        self._keys = tuple(shown)
        self._requests |= {text: f"aws:kms={name}" for text, name in shown.items()}
        text = self.currentText()
        with QSignalBlocker(self):
            self._fill()
            self.setEditText(text)

    def _fill(self) -> None:
        self.clear()
        self.addItems([*(text for text, _request in self._choices), *self._keys])

    @Slot()
    def _emit_changed(self) -> None:
        if self.request == self._emitted:
            return
        self._emitted = self.request
        try:
            self.requirement()
        except AppError as error:
            self.rejected.emit(error)
        else:
            self.changed.emit()
