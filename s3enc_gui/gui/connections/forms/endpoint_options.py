"""The options of a connection's endpoints: which of AWS's, and what an older server gets."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from s3enc_gui.domain.connections.saved_connection import Place
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import N_, translate

INDENT = 23  # pixels; indent of a check box's text

# By the fields of Place.
_OPTIONS = {
    "fips": (N_("FIPS endpoints"), N_("AWS has them in the United States and Canada.")),
    "dual_stack": (N_("Dual-stack endpoints"), N_("Amazon S3 is reached over IPv6 or IPv4.")),
    "ipv6_only": (N_("IPv6 only"), N_("Not over IPv4. AWS needs dual-stack endpoints for it.")),
    "older_server": (
        N_("Older server"),
        N_(
            "For S3-compatible servers that don't know S3's newer checksums: S3enc sends MD5, and"
            " compares ETags. With KMS encryption, the ETag says nothing of the content."
        ),
    ),
}


def box_with_note(box: QCheckBox, note: str) -> QWidget:
    """Return a widget with a check box, and below its text a note that explains it."""
    widget, line = QWidget(), TextLine(note)
    box.setAccessibleDescription(note)
    line.setContentsMargins(INDENT, 0, 0, 0)
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(box)
    column.addWidget(line)
    return widget


class EndpointOptions(QWidget):
    """Check boxes, each with a line that says what it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for name, (title, about) in _OPTIONS.items():
            box = self.boxes[name] = QCheckBox(translate(title))
            column.addWidget(box_with_note(box, translate(about)))

    def fill(self, place: Place) -> None:
        """Show what is on."""
        for name, box in self.boxes.items():
            box.setChecked(getattr(place, name))

    @property
    def chosen(self) -> dict[str, bool]:
        """The options, by the fields of Place."""
        return {name: box.isChecked() for name, box in self.boxes.items()}
