"""Shows the difference of two documents, as `diff -u` does."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from s3enc_gui.gui import colors
from s3enc_gui.gui.widgets.scale import fixed_font
from s3enc_gui.i18n import _

_FEWEST = 6  # lines


class DifferenceView(QPlainTextEdit):
    """Read-only lines, at least as high as all of them; `+` and `-` are colored, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(fixed_font())
        self.setAccessibleName(_("Difference"))
        self._highlighter = _Highlighter(self.document(), self)

    def show_difference(self, lines: str, otherwise: str) -> None:
        """Show the lines; where there are none, why."""
        self.setPlaceholderText(otherwise)
        if self.toPlainText() != lines:
            self.setPlainText(lines)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height of all lines (Qt)."""
        return QSize(super().sizeHint().width(), self._whole_height())

    def minimumSizeHint(self) -> QSize:
        """Return the height of all lines (Qt)."""
        return QSize(super().minimumSizeHint().width(), self._whole_height())

    def _whole_height(self) -> int:
        lines = max(_FEWEST, self.blockCount()) * self.fontMetrics().lineSpacing()
        around = 2 * round(self.document().documentMargin() + self.frameWidth())
        return lines + around + self.horizontalScrollBar().sizeHint().height()


class _Highlighter(QSyntaxHighlighter):
    """Colors lines for the current theme."""

    def __init__(self, document: QTextDocument, parent: QObject) -> None:
        super().__init__(parent)
        self.setDocument(document)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Color one line (Qt)."""
        theme = colors.current()
        tones = {
            "+": (theme.ok, theme.ok_soft),
            "-": (theme.error, theme.error_soft),
            "@": (theme.muted, ""),
        }
        if tone := tones.get(text[:1]):
            form = QTextCharFormat()
            form.setForeground(QColor(tone[0]))
            if tone[1]:
                form.setBackground(QColor(tone[1]))
            self.setFormat(0, len(text), form)
