"""The group `Encrypted before upload` (client-side encryption)."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGroupBox, QVBoxLayout, QWidget

from s3enc_gui.domain.client_side.choice import context_problems
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.key_field import KeyField
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.tables.pairs_field import PairsField
from s3enc_gui.i18n import _


class ClientSideGroup(QGroupBox):
    """A check box with the key and the encryption context, which are shown once it is checked."""

    def __init__(
        self, draft: UploadDraft, directory: KeyDirectory, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._directory = directory.another(self)
        self.setTitle(_("Encrypted before upload (client-side encryption)"))
        self.setCheckable(True)
        self.setChecked(False)
        lines = (
            _("Also encrypts the files on this computer, so that S3 never has their content."),
            _("Downloading them needs the KMS key. An interrupted file is sent from its start."),
        )
        self.key = KeyField(self._directory)
        self.key.preselect("")  # aws/s3 can't be used: nothing is chosen
        self._problem = TextLine()
        self.context = PairsField(
            _("Encryption context before upload"),
            draft.client_context,
            context_problems,
            _("To download a file, the same context must be given. It isn't secret."),
        )
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addWidget(self.key)
        inside.addWidget(self._problem)
        inside.addWidget(self.context)
        column = QVBoxLayout(self)
        column.setSpacing(3)
        for line in lines:
            column.addWidget(TextLine(line))
        column.addSpacing(6)
        column.addWidget(self._inside)
        column.addStretch(1)
        self.toggled.connect(self._show)
        self.key.changed.connect(self._update_draft)
        draft.bucket_known.connect(self._apply_facts)
        self._show()

    @Slot()
    def _apply_facts(self) -> None:
        draft = self._draft
        if draft.facts is not None and draft.key_region:
            self.key.set_region(draft.key_region, amazon=draft.facts.amazon)
            if self.isChecked():
                self._directory.fill()

    @Slot()
    def _show(self) -> None:
        self._inside.setVisible(self.isChecked())
        if self.isChecked():
            self._directory.fill()
        self._update_draft()

    @Slot()
    def _update_draft(self) -> None:
        draft = self._draft
        draft.encrypts_before = self.isChecked()
        draft.client_key, draft.client_key_problem = self.key.reference, self.key.problem
        problem = draft.client_side_problem()
        # What is wrong with a key that is entered stands beside it, the title below the page.
        is_own = problem is not None and problem is not draft.client_key_problem
        self._problem.say(problem.hint if problem and is_own else "", "error")
        draft.touch()
