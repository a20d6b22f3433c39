"""The page `Set permissions`: the access control list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.fields.option_labels import PUBLIC_ACLS, acl_choices
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.term_tip import explained_label
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.styling import label, take_width
from s3enc_gui.i18n import N_, Text, _, text
from s3enc_gui.wording.glossary.terms import Term

TITLE = N_("Set permissions")


class PermissionsPage(QWidget):
    """One combo box, and a warning for ACLs that make files public."""

    def __init__(self, draft: UploadDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.acl = QComboBox()
        for name, value in acl_choices():
            self.acl.addItem(name, value)
        take_width(self.acl, 24)
        self._warning = ErrorBanner(closable=False)
        about = TextLine(
            _(
                "S3 rejects ACLs in most buckets, except bucket-owner-full-control: policies "
                "control access there. Change this only if the bucket accepts ACLs."
            )
        )
        nothing = label(
            _("Nothing needs to be done here: the settings of the bucket say who has access."),
            wrap=True,
        )
        about.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(explained_label(_("Access control list"), self.acl, Term.ACL), self.acl)
        form.addRow("", about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(nothing)
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
                    text("This makes the files public"),
                    Text(warning),
                    text("Choose it only for files that everyone may read."),
                ),
                "warning",
            )
        else:
            self._warning.clear()
        self._draft.touch()
