"""Base of the bars that report something and offer buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.widgets.bars.fitted_bar import FittedBar
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class ActionBar(FittedBar):
    """Icon, title, text and buttons in the colors of a tone; hidden at first.

    The text is below the title where both don't fit into one line.
    """

    def __init__(self, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "info" if tone == "accent" else tone)
        self._icon = IconLabel("info", tone, 18)
        self._title, self._text = label("", "strong"), label(wrap=True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 5, 6, 5)
        self._row.setSpacing(8)
        self._row.addWidget(self._icon)
        self._others: list[QWidget] = [self._icon]  # beside the texts
        self._texts = QBoxLayout(_ACROSS)
        self._texts.addWidget(self._title)
        self._texts.addWidget(self._text, 1)
        self._row.addLayout(self._texts, 1)
        self.hide()

    def _fit_width(self) -> None:
        is_low = bool(self._text.text()) and self._free_width() < self._line_width()
        self._title.setWordWrap(is_low)
        self._texts.setDirection(_DOWN if is_low else _ACROSS)
        self._texts.setSpacing(2 if is_low else self._row.spacing())
        beside = Qt.AlignmentFlag.AlignTop if is_low else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._icon, beside)
        for layout in (self._texts, self._row):  # they keep heights of the former texts
            layout.invalidate()
        self.setFixedHeight(max(0, self._row.totalHeightForWidth(self.width())))

    def _line_width(self) -> int:
        """Return the width of title and text in one line."""
        title, text = (
            one.fontMetrics().horizontalAdvance(one.text()) for one in (self._title, self._text)
        )
        return title + self._row.spacing() + text

    def _free_width(self) -> int:
        """Return the width beside the icon and the buttons."""
        margins = self._row.contentsMargins()
        shown = [one for one in self._others if not one.isHidden()]
        taken = sum(one.sizeHint().width() + self._row.spacing() for one in shown)
        return self.width() - margins.left() - margins.right() - taken

    def show_text(self, title: str, text: str) -> None:
        """Show a title and a text."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(self.text)
        self._fit()

    @property
    def text(self) -> str:
        """Title and text."""
        return f"{self._title.text()} {self._text.text()}"

    def add_button(self, text: str) -> QPushButton:
        """Append a button."""
        button = QPushButton(text)
        button.setProperty("small", True)
        button.setAutoDefault(False)
        self._row.addWidget(button)
        self._others.append(button)
        return button
