"""The encryption that stored objects are to get, as buttons and boxes."""

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

from s3enc_gui.domain.audits.audit import Requirement, parse_requirement
from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.key_field import KeyField
from s3enc_gui.i18n import _
from s3enc_gui.jobs.reencryption.selection import Wish
from s3enc_gui.wording.labels import kind_text

_INDENT = 23  # pixels; indent of a radio button's text


class TargetForm(QWidget):
    """Kind, key and bucket key, and whether older versions are changed, too.

    `changed` follows every change. `versions`: folders are among the selection.
    """

    changed = Signal()

    def __init__(self, directory: KeyDirectory, *, versions: bool) -> None:
        super().__init__()
        self._directory = directory
        self._group = QButtonGroup(self)
        self.kinds: dict[Encryption, QRadioButton] = {
            kind: QRadioButton(kind_text(kind)) for kind in BY_HEADER
        }
        self.key = KeyField(directory)
        self.bucket_key = QCheckBox(_("Use an S3 Bucket Key"))
        self.versions = QCheckBox(_("Also change older versions, where that is possible in place"))
        self.versions.setVisible(versions)
        self._key_box = QWidget()
        self._arrange()
        self.kinds[Encryption.SSE_KMS].setChecked(True)
        self._kind_changed()
        self._group.buttonToggled.connect(self._kind_changed)
        self.key.changed.connect(self.changed)
        for box in (self.bucket_key, self.versions):
            box.toggled.connect(self.changed)

    def kind(self) -> Encryption:
        """Return the chosen kind."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def preselect(self, requirement: Requirement) -> None:
        """Choose what an audit requires."""
        self.kinds[Encryption(requirement.algorithm)].setChecked(True)
        if requirement.key:
            self.key.preselect(requirement.arn or requirement.key.text)

    def wish(self) -> Wish:
        """Return what is chosen. Raises AppError."""
        kind = self.kind()
        requirement = kind.value
        if kind.uses_kms and self.key.reference:
            requirement = f"{kind.value}={self.key.reference}"
        bucket_key = kind is Encryption.SSE_KMS and self.bucket_key.isChecked()
        return Wish(parse_requirement(requirement), bucket_key)

    def _arrange(self) -> None:
        box = QGroupBox(_("New encryption"))
        column = QVBoxLayout(box)
        column.setSpacing(8)
        for button in self.kinds.values():
            self._group.addButton(button)
            column.addWidget(button)
        inside = QVBoxLayout(self._key_box)
        inside.setContentsMargins(_INDENT, 0, 0, 2)
        inside.setSpacing(10)
        inside.addWidget(self.key)
        inside.addWidget(self.bucket_key)
        column.addWidget(self._key_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(box)
        column.addWidget(self.versions)
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
