"""The field that says where to look."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, parse_location


class BucketRow(QWidget):
    """`Bucket` and `Look`; `asked` carries a Location, `refused` an AppError about what is typed.

    A name may be followed by a prefix, as in `s3://bucket/prefix`.
    """

    asked = Signal(object)
    refused = Signal(object)

    def __init__(self, start: Location, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit(_shown(start))
        self.field.setPlaceholderText(self.tr("Name, s3://bucket/prefix or ARN"))
        self.field.setToolTip(self.tr("With a prefix (s3://bucket/prefix) only what is below it"))
        self.field.setAcceptDrops(False)  # a file is no bucket
        self.field.setAccessibleName(self.tr("Bucket"))
        self.look = QPushButton(self.tr("&Look"))
        self.look.setAutoDefault(False)
        caption = QLabel(self.tr("&Bucket"))
        caption.setBuddy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(caption)
        row.addWidget(self.field, 1)
        row.addWidget(self.look)
        self.field.returnPressed.connect(self.ask)
        self.look.clicked.connect(self.ask)

    @Slot()
    def ask(self) -> None:
        """Take what is typed."""
        try:
            location = parse_location(self.field.text())
        except AppError as error:
            self.refused.emit(error)
        else:
            self.asked.emit(location)


def _shown(start: Location) -> str:
    """Return how a place reads in the field, and is read there again."""
    if start.bucket.startswith("arn:") and start.key:
        return start.uri  # a bare ARN would name an object its own way
    return f"{start.bucket}/{start.key}" if start.key else start.bucket
