"""The encryption that stored objects are to get, as buttons and boxes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGroupBox,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.audits.audit import Requirement, parse_requirement
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.keys.kms_key import AWS_S3_ALIAS
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.customer_key_field import CustomerKeyField
from s3enc_gui.gui.keys.encryption_kinds import EncryptionKinds
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.i18n import _
from s3enc_gui.jobs.reencryption.selection import Wish


class TargetForm(QWidget):
    """Kind, key and bucket key, and whether older versions are changed, too.

    `changed` follows every change. `versions`: folders are among the selection.
    """

    changed = Signal()

    def __init__(self, directory: KeyDirectory, runner: Runner, *, versions: bool) -> None:
        super().__init__()
        self.customer_key = CustomerKeyField(runner)
        self.choice = EncryptionKinds(directory, Encryption.SSE_KMS, self.customer_key)
        self.kinds, self.key = self.choice.buttons, self.choice.key
        self.bucket_key = self.choice.bucket_key
        self.versions = QCheckBox(_("Also change older versions, where that is possible in place"))
        self.versions.setVisible(versions)
        self._arrange()
        self.choice.changed.connect(self.changed)
        self.versions.toggled.connect(self.changed)

    def kind(self) -> Encryption:
        """Return the chosen kind."""
        return self.choice.kind()

    def preselect(self, requirement: Requirement) -> None:
        """Choose what an audit requires."""
        self.kinds[Encryption(requirement.algorithm)].setChecked(True)
        if requirement.key:
            self.key.preselect(requirement.arn or requirement.key.text)

    def wish(self) -> Wish:
        """Return what is chosen. Raises AppError."""
        kind = self.kind()
        if kind is Encryption.SSE_C:
            if problem := self.customer_key.problem:
                raise problem
            return Wish(Requirement(kind.value), customer_key=self.customer_key.md5)
        requirement = kind.value
        if kind.uses_kms:
            requirement = f"{kind.value}={self.key.reference or AWS_S3_ALIAS}"
        bucket_key = kind is Encryption.SSE_KMS and self.bucket_key.isChecked()
        return Wish(parse_requirement(requirement), bucket_key)

    def _arrange(self) -> None:
        box = QGroupBox(_("New encryption"))
        column = QVBoxLayout(box)
        column.setSpacing(8)
        column.addWidget(self.choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(box)
        column.addWidget(self.versions)
        column.addStretch(1)
