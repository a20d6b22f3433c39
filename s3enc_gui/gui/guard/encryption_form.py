"""The default encryption of a bucket, as buttons and boxes."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGroupBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.guard.default_encryption import EncryptionChange
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.key_field import KeyField
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import _
from s3enc_gui.wording.labels import kind_text

_INDENT = 23  # pixels; indent of a radio button's text
SSE_C = "SSE-C"


class EncryptionForm(QWidget):
    """Kind, key, bucket key, and whether SSE-C is blocked; `changed` follows every change."""

    changed = Signal()

    def __init__(self, directory: KeyDirectory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._directory = directory
        self._default = BucketEncryption()
        self._group = QButtonGroup(self)
        self.kinds: dict[Encryption, QRadioButton] = {
            kind: QRadioButton(kind_text(kind)) for kind in BY_HEADER
        }
        self.key = KeyField(directory)
        self.bucket_key = QCheckBox(_("Use an S3 Bucket Key"))
        self.block = QCheckBox(_("Block SSE-C"))
        self._key_box = QWidget()
        self._arrange()
        self.kinds[Encryption.SSE_S3].setChecked(True)
        self._kind_changed()
        self._group.buttonToggled.connect(self._kind_changed)
        self.key.changed.connect(self.changed)
        for box in (self.bucket_key, self.block):
            box.toggled.connect(self.changed)

    def kind(self) -> Encryption:
        """Return the chosen kind."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def show_default(self, default: BucketEncryption) -> None:
        """Show what the bucket has."""
        self._default = default
        choice = default.as_choice() or EncryptionChoice(Encryption.SSE_S3)
        self.kinds[choice.kind].setChecked(True)
        self.bucket_key.setChecked(default.bucket_key)
        self.block.setChecked(SSE_C in default.blocked)
        self.key.preselect(default.key)
        self.changed.emit()

    def focus(self) -> None:
        """Set the focus to the chosen kind."""
        if button := self._group.checkedButton():
            button.setFocus()

    def wanted(self) -> tuple[EncryptionChange, str | None]:
        """Return what differs from what the bucket has, and the key as it was entered."""
        kind, default = self.kind(), self._default
        key = self.key.reference if kind.uses_kms else None
        bucket_key = self.bucket_key.isChecked() if kind is Encryption.SSE_KMS else None
        choice: EncryptionChoice | None = EncryptionChoice(kind, None, bucket_key)
        is_same_key = default.key in (key, self.key.arn) if kind.uses_kms else True
        is_same_bucket_key = bucket_key in (None, default.bucket_key)
        if kind.value == default.algorithm and is_same_key and is_same_bucket_key:
            choice = None
        block = self.block.isChecked()
        return (
            EncryptionChange(choice, None if block is (SSE_C in default.blocked) else block),
            key if choice else None,
        )

    def _arrange(self) -> None:
        kinds, types = QGroupBox(_("Default encryption")), QGroupBox(_("Blocked encryption types"))
        column = QVBoxLayout(kinds)
        column.setSpacing(8)
        for kind, button in self.kinds.items():
            self._group.addButton(button)
            column.addWidget(button)
            if kind is Encryption.SSE_KMS:
                button.setToolTip(_("Objects are encrypted with a key of AWS KMS."))
        inside = QVBoxLayout(self._key_box)
        inside.setContentsMargins(_INDENT, 0, 0, 2)
        inside.setSpacing(10)
        inside.addWidget(self.key)
        inside.addWidget(self.bucket_key)
        column.addWidget(self._key_box)
        column.addWidget(
            TextLine(
                _(
                    "For objects that are uploaded without a request for another encryption."
                    " Objects that are already stored stay as they are."
                )
            )
        )
        column = QVBoxLayout(types)
        column.setSpacing(3)
        column.addWidget(self.block)
        line = TextLine(
            _(
                "Uploads with customer-provided keys are denied. Objects that are stored so can"
                " still be read with their keys."
            ),
            indent=_INDENT,
        )
        self.block.setAccessibleDescription(line.text())
        column.addWidget(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(kinds)
        column.addWidget(types)
        column.addStretch(1)

    @Slot()
    def _kind_changed(self) -> None:
        if self._group.checkedButton() is None:
            return
        kind = self.kind()
        self._key_box.setVisible(kind.uses_kms)
        self.bucket_key.setVisible(kind is Encryption.SSE_KMS)
        if kind.uses_kms:
            self._directory.fill()
        self.changed.emit()
