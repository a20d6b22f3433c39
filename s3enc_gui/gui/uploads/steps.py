"""The wizard's step indicator."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from s3enc_gui.gui.widgets.styling import restyle
from s3enc_gui.i18n import _, translate


class Steps(QFrame):
    """`1 Select files › 2 Set permissions › …`; the current step is bold."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("steps")
        self.setAccessibleName(_("Steps"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._labels: list[QLabel] = []
        for number, name in enumerate(names, start=1):
            if number > 1:
                arrow = QLabel("›")
                arrow.setProperty("role", "muted")
                row.addWidget(arrow)
            step = QLabel(f"{number}  {translate(name)}")
            step.setTextFormat(Qt.TextFormat.PlainText)
            self._labels.append(step)
            row.addWidget(step)
        row.addStretch(1)
        self.show_step(0)

    def show_step(self, current: int) -> None:
        """Show a step as the current one."""
        for number, step in enumerate(self._labels):
            step.setProperty("role", "heading" if number == current else "muted")
            restyle(step)
