"""Large button with an icon, a title and an explanation."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label


class ChoiceButton(QPushButton):
    """A button as high as its texts; the title is its accessible name."""

    def __init__(self, icon: str, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("choice", True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setAutoDefault(True)  # Enter presses it
        self.title = title
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(title, "heading", wrap=True))
        texts.addWidget(label(about, "muted", wrap=True))
        texts.addStretch(1)  # where the button beside it is higher
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(IconLabel(icon, "accent", 24), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return the size of the texts (Qt)."""
        return self._layout_size(280)

    def minimumSizeHint(self) -> QSize:
        """Return the size of the texts in a narrow window (Qt)."""
        return self._layout_size(200)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped texts (Qt)."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout else -1

    def _layout_size(self, width: int) -> QSize:
        return QSize(width, self.heightForWidth(width))
