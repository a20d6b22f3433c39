"""The default encryption of a bucket, as buttons and boxes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGroupBox,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.guard.default_encryption import EncryptionChange
from s3enc_gui.gui.keys.encryption_kinds import INDENT, EncryptionKinds
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import _
from s3enc_gui.wording.glossary.terms import Term

SSE_C = "SSE-C"


class EncryptionForm(QWidget):
    """Kind, key, bucket key, and whether SSE-C is blocked; `changed` follows every change."""

    changed = Signal()

    def __init__(self, directory: KeyDirectory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = EncryptionKinds(directory, Encryption.SSE_S3)
        self.kinds, self.key = self.choice.buttons, self.choice.key
        self.bucket_key = self.choice.bucket_key
        self._default = BucketEncryption()
        self.block = QCheckBox(_("Block SSE-C"))
        self._arrange()
        self.choice.changed.connect(self.changed)
        self.block.toggled.connect(self.changed)

    def kind(self) -> Encryption:
        """Return the chosen kind."""
        return self.choice.kind()

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
        self.choice.focus()

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
        self.kinds[Encryption.SSE_KMS].setToolTip(_("Objects are encrypted with a key of AWS KMS."))
        column.addWidget(self.choice)
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
        column.addWidget(explained(self.block, Term.SSE_C))
        line = TextLine(
            _(
                "Uploads with customer-provided keys are denied. Objects that are stored so can"
                " still be read with their keys."
            ),
            indent=INDENT,
        )
        self.block.setAccessibleDescription(line.text())
        column.addWidget(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(kinds)
        column.addWidget(types)
        column.addStretch(1)
