"""The kinds of encryption that a request can choose, with key and bucket key."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption
from s3enc_gui.gui.customer_keys.customer_key_field import CustomerKeyField
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.key_field import KeyField
from s3enc_gui.gui.radio_focus import RadioFocus
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.i18n import _
from s3enc_gui.wording.glossary.terms import Term
from s3enc_gui.wording.labels import kind_text

INDENT = 23  # pixels; indent of a radio button's text
_TERMS = {
    Encryption.SSE_KMS: Term.KMS,
    Encryption.DSSE_KMS: Term.DSSE,
    Encryption.SSE_C: Term.SSE_C,
}


def explained_kind(kind: Encryption, button: QWidget) -> QWidget:
    """Return a kind's button, with a tip if its name needs one."""
    return explained(button, _TERMS[kind]) if kind in _TERMS else button


class EncryptionKinds(QWidget):
    """A button for each kind, `first` chosen; `changed` follows every change.

    The key is shown for kinds that use KMS, the bucket key for SSE-KMS. With a `customer_key`,
    SSE-C is among the kinds.
    """

    changed = Signal()

    def __init__(
        self,
        directory: KeyDirectory,
        first: Encryption,
        customer_key: CustomerKeyField | None = None,
    ) -> None:
        super().__init__()
        self._directory = directory
        self._group = QButtonGroup(self)
        self.buttons: dict[Encryption, QRadioButton] = {
            kind: QRadioButton(kind_text(kind)) for kind in BY_HEADER
        }
        self.customer_key, self._customer_box = customer_key, QWidget(self)
        if customer_key:
            self.buttons[Encryption.SSE_C] = QRadioButton(kind_text(Encryption.SSE_C))
            customer_key.changed.connect(self.changed)
        self.key = KeyField(directory)
        self.bucket_key = QCheckBox(_("Use an S3 Bucket Key"))
        self._bucket_key_row = explained(self.bucket_key, Term.BUCKET_KEY)
        self._key_box = QWidget()
        self._arrange()
        RadioFocus(self.buttons.values(), self)
        self.buttons[first].setChecked(True)
        self._kind_changed()
        self._group.buttonToggled.connect(self._kind_changed)
        self.key.changed.connect(self.changed)
        self.bucket_key.toggled.connect(self.changed)

    def kind(self) -> Encryption:
        """Return the chosen kind."""
        return next(kind for kind, button in self.buttons.items() if button.isChecked())

    def focus(self) -> None:
        """Set the focus to the chosen kind."""
        if button := self._group.checkedButton():
            button.setFocus()

    def set_region(self, region: str, *, amazon: bool | None = None) -> None:
        """Offer the keys of a Region; they are listed at once where a kind needs one."""
        self.key.set_region(region, amazon=amazon)
        if self._group.checkedButton() is not None and self.kind().uses_kms:
            self._directory.fill()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for kind, button in self.buttons.items():
            self._group.addButton(button)
            if kind is Encryption.SSE_C:
                column.addWidget(self._key_box)  # below the kinds that use KMS
            column.addWidget(explained_kind(kind, button))
        inside = QVBoxLayout(self._key_box)
        inside.setContentsMargins(INDENT, 0, 0, 2)
        inside.setSpacing(10)
        inside.addWidget(self.key)
        inside.addWidget(self._bucket_key_row)
        column.addWidget(self._customer_box if self.customer_key else self._key_box)
        if self.customer_key:
            inside = QVBoxLayout(self._customer_box)
            inside.setContentsMargins(INDENT, 0, 0, 2)
            inside.addWidget(self.customer_key)

    @Slot()
    def _kind_changed(self) -> None:
        if self._group.checkedButton() is None:
            return
        kind = self.kind()
        self._key_box.setVisible(kind.uses_kms)
        self._bucket_key_row.setVisible(kind is Encryption.SSE_KMS)
        self._customer_box.setVisible(kind is Encryption.SSE_C)
        if kind is Encryption.SSE_C and self.customer_key:
            self.customer_key.fill()
        if kind.uses_kms:
            self._directory.fill()
        self.changed.emit()
