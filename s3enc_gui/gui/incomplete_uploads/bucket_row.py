"""Field for the bucket whose incomplete uploads are listed."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, parse_location
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.i18n import _
from s3enc_gui.wording.glossary.terms import Term


class BucketRow(QWidget):
    """`submitted` carries a Location, `rejected` an AppError about the text entered.

    The bucket may be followed by a prefix, as in `s3://bucket/prefix`.
    """

    submitted = Signal(object)
    rejected = Signal(object)

    def __init__(self, location: Location, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit(_field_text(location))
        self.field.setPlaceholderText(_("Name, s3://bucket/prefix or ARN"))
        self.field.setToolTip(_("Add a prefix (s3://bucket/prefix) to list only uploads under it"))
        self.field.setAcceptDrops(False)  # a dropped file isn't a bucket
        self.field.setAccessibleName(_("Bucket"))
        self.list = QPushButton(_("&List"))
        self.list.setAutoDefault(False)
        self.list.setToolTip(_("Refresh (F5)"))
        caption = QLabel(_("&Bucket"))
        caption.setBuddy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(explained(caption, Term.BUCKET, Term.PREFIX, Term.ARN))
        row.addWidget(self.field, 1)
        row.addWidget(self.list)
        self.field.returnPressed.connect(self.submit)
        self.list.clicked.connect(self.submit)

    @Slot()
    def submit(self) -> None:
        """Parse the text entered."""
        try:
            location = parse_location(self.field.text())
        except AppError as error:
            self.rejected.emit(error)
        else:
            self.submitted.emit(location)


def _field_text(location: Location) -> str:
    """Return a text that is parsed to the same location again."""
    if location.bucket.startswith("arn:") and location.key:
        return location.uri  # after a bare ARN, /object/ would be part of the ARN
    return f"{location.bucket}/{location.key}" if location.key else location.bucket
