"""How this upload will store the files, in words, below its destination."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.fields.option_labels import (
    acl_text,
    encryption_text,
    storage_class_text,
)
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import _


class UploadSummary(QWidget):
    """One line, and the button `Change` (`change.clicked`); hidden until the bucket is read."""

    def __init__(self, draft: UploadDraft, keys: KeysModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft, self._keys = draft, keys
        self.line = TextLine()
        self.line.setProperty("role", "strong")
        self.change = QPushButton(_("Change"))
        self.change.setProperty("small", True)
        self.change.setAutoDefault(False)
        self.change.setAccessibleDescription(_("How the files are stored"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.line, 1)
        row.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        draft.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is chosen now."""
        known = self._draft.facts is not None
        self.line.setText(" · ".join(self._parts()) if known else "")
        self.setVisible(known)

    def _parts(self) -> Iterator[str]:
        draft = self._draft
        shown = encryption_text(self._chosen(), draft.facts, self._keys)
        if draft.kind is Encryption.BUCKET_DEFAULT:
            yield _("Stored with the bucket's default encryption: {encryption}").format(
                encryption=shown
            )
        elif draft.facts and draft.choice() == draft.facts.last_choice:
            yield _("Stored with {encryption}, as last time").format(encryption=shown)
        else:
            yield _("Stored with {encryption}").format(encryption=shown)
        if draft.acl:
            yield acl_text(draft.acl)
        if draft.storage_class:
            yield storage_class_text(draft.storage_class)

    def _chosen(self) -> BucketEncryption | None:
        """Return the choice as a bucket's default would be that does the same."""
        draft, choice = self._draft, self._draft.choice()
        if choice.kind is Encryption.BUCKET_DEFAULT:
            return draft.facts.default if draft.facts else None
        key = draft.resolved_key() or choice.key
        return BucketEncryption(choice.kind.value, key, bool(choice.bucket_key))
