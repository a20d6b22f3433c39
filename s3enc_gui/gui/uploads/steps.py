"""The wizard's step indicator."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from s3enc_gui.gui.widgets.styling import link_button, restyle
from s3enc_gui.i18n import _, translate


class Steps(QFrame):
    """`1 Select files › Set permissions (optional) Advanced… › 2 Set properties › …`.

    The current one is bold. `advanced`, beside the optional step, leads to it. Where there is less
    space, `(optional)` is left out first, then the names of the other steps that have a number.
    """

    def __init__(
        self, names: Sequence[str], optional: Collection[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("steps")
        self.setAccessibleName(_("Steps"))
        self._optional, self._names, self._current = optional, names, 0
        self.advanced = link_button(_("Ad&vanced…"))
        self.advanced.setToolTip(_("Permissions of the files, for buckets that use ACLs"))
        self.advanced.setAccessibleDescription(self.advanced.toolTip())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._labels: list[QLabel] = []
        for at, name in enumerate(names):
            if at:
                arrow = QLabel("›")
                arrow.setProperty("role", "muted")
                row.addWidget(arrow)
            step = QLabel(self._text(at, translate(name)))
            step.setAccessibleName(step.text())
            step.setTextFormat(Qt.TextFormat.PlainText)
            self._labels.append(step)
            row.addWidget(step)
            if at in optional:
                row.addWidget(self.advanced)
        row.addStretch(1)
        self.show_step(0)

    def show_step(self, current: int) -> None:
        """Show a step as the current one."""
        self.advanced.setVisible(current not in self._optional)
        self.setMinimumHeight(self.advanced.sizeHint().height())  # the same above every page
        for number, step in enumerate(self._labels):
            step.setProperty("role", "heading" if number == current else "muted")
            restyle(step)
        self._current = current
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the names as fits (Qt)."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for left_out in range(3):
            for at, step in enumerate(self._labels):
                step.setText(self._text(at, translate(self._names[at]), left_out))
            if self.minimumSizeHint().width() <= self.width():
                return

    def _text(self, at: int, name: str, left_out: int = 0) -> str:
        """Return the text of a step; optional ones aren't counted."""
        if at in self._optional:
            return name if left_out else _("{step} (optional)").format(step=name)
        number = at + 1 - sum(one < at for one in self._optional)
        return f"{number}" if left_out > 1 and at != self._current else f"{number}  {name}"
