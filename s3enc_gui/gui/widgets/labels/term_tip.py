"""A small button beside a word that explains it in plain words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QToolTip, QWidget

from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.announcement import announce
from s3enc_gui.gui.widgets.labels.text_labels import label_for
from s3enc_gui.gui.widgets.scale import scaled_size
from s3enc_gui.i18n import _
from s3enc_gui.wording.glossary.terms import Term, term_name, term_text

_SHOWN_MS = 60_000  # or until the focus leaves
_SIZE = 14


class TermTip(QToolButton):
    """A question mark. Its tip shows on hover, and when it is pressed until it loses the focus.

    Screen readers say the words as its name, and what they mean as its description.
    """

    def __init__(self, *terms: Term, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.terms = terms
        words = ", ".join(map(term_name, terms))
        self.setProperty("flat", True)
        self.setProperty("tip", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(scaled_size(_SIZE))
        keep_icon(self, "question", "muted")
        self.setAccessibleName(_("What does this mean: {words}").format(words=words))
        said = [
            _("{word}: {meaning}").format(word=term_name(term), meaning=term_text(term))
            for term in terms
        ]
        self.setAccessibleDescription("\n".join(said))
        self.setToolTip("\n\n".join(said))
        self.clicked.connect(self.explain)

    def explain(self) -> None:
        """Show the tip now."""
        below = self.mapToGlobal(QPoint(0, self.height()))
        QToolTip.showText(below, self.toolTip(), self, QRect(), _SHOWN_MS)
        announce(self, self.accessibleDescription())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hide the tip with Escape, which then doesn't close the window (Qt)."""
        if event.key() == Qt.Key.Key_Escape and QToolTip.isVisible():
            QToolTip.hideText()
            event.accept()
            return
        super().keyPressEvent(event)


def explained(word: QWidget, *terms: Term, parent: QWidget | None = None) -> QWidget:
    """Return a widget with a label, box or button and the tip for words in its text."""
    made = QWidget(parent)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    row.addWidget(word)
    row.addWidget(TermTip(*terms, parent=made), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return made


def explained_label(text: str, field: QWidget, *terms: Term) -> QWidget:
    """Return a field's label, as `label_for`, with the tip for words in it."""
    return explained(label_for(text, field), *terms)
