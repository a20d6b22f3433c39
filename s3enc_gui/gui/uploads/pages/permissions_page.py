"""Set permissions: who else gets access."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.fields.option_labels import PUBLIC_ACLS, acl_choices
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.text_labels import TextLine, label_for

TITLE = "Set permissions"


class PermissionsPage(QWidget):
    """One combo box, and a warning where a choice opens the files to strangers."""

    def __init__(self, draft: UploadDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.acl = QComboBox()
        for text, value in acl_choices():
            self.acl.addItem(text, value)
        self._warning = ErrorBanner(closable=False)
        about = TextLine(
            self.tr(
                "Most buckets have access control lists switched off: access is ruled by the"
                " bucket's policy then, and sending a list would be refused. Leave this as it is"
                " unless you know that the bucket takes one."
            )
        )
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(label_for(self.tr("Access control list"), self.acl), self.acl)
        form.addRow("", about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(self._warning)
        column.addStretch(1)
        self.acl.currentIndexChanged.connect(self._chosen)

    @Slot()
    def _chosen(self) -> None:
        self._draft.acl = self.acl.currentData()
        warning = PUBLIC_ACLS.get(self._draft.acl or "")
        if warning:
            self._warning.show_error(
                AppError(
                    self.tr("This makes the files public"),
                    warning,
                    self.tr("Choose it only for what anybody may have."),
                ),
                "warning",
            )
        else:
            self._warning.clear()
        self._draft.touch()
