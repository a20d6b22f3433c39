"""What every object must have."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from s3enc_gui.domain.audits.audit import Keys, Requirement, parse_requirement
from s3enc_gui.domain.errors import AppError
from s3enc_gui.wording.labels import short_key


class RequireField(QComboBox):
    """Nothing, a kind of encryption, or what is typed (`aws:kms=KEY`).

    `changed` follows a choice, or Enter and leaving the field after typing; `refused` carries an
    AppError about what is typed.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = QLineEdit()
        self.setLineEdit(self._typed)  # and it is editable
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._choices = (
            (self.tr("Nothing"), ""),
            (self.tr("SSE-S3"), "AES256"),
            (self.tr("SSE-KMS, any key"), "aws:kms"),
            (self.tr("DSSE-KMS, any key"), "aws:kms:dsse"),
        )
        self._keys: tuple[str, ...] = ()  # as they are shown
        self._requests = dict(self._choices)  # what is meant by all that was ever offered
        self._told = ""
        self._fill()
        self.setToolTip(self.tr("Choose, or type AES256, aws:kms, aws:kms=KEY or aws:kms:dsse=KEY"))
        self.activated.connect(self._tell)
        self._typed.editingFinished.connect(self._tell)

    @property
    def request(self) -> str:
        """What is chosen or typed, in the words of the command line; empty: nothing."""
        text = self.currentText().strip()
        return self._requests.get(text, text)

    def requirement(self) -> Requirement | None:
        """Return what is required; None: nothing. Raises AppError."""
        return parse_requirement(self.request) if self.request else None

    def offer_keys(self, keys: Keys) -> None:
        """Offer the KMS keys that were met; what is chosen stays."""
        names = sorted({one.aliases[0] if one.aliases else one.name for one in keys.values()})
        shown = {self.tr("SSE-KMS {}").format(short_key(name)): name for name in names}
        self._keys = tuple(shown)
        self._requests |= {text: f"aws:kms={name}" for text, name in shown.items()}
        text = self.currentText()
        with QSignalBlocker(self):
            self._fill()
            self.setEditText(text)

    def _fill(self) -> None:
        self.clear()
        for text, _ in self._choices:
            self.addItem(text)
        self.addItems(self._keys)

    @Slot()
    def _tell(self) -> None:
        """Tell of another wish; the same one again is none."""
        if self.request == self._told:
            return
        self._told = self.request
        try:
            self.requirement()
        except AppError as error:
            self.refused.emit(error)
        else:
            self.changed.emit()
