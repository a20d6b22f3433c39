"""The bar above the table: where one is, where one was, and what is looked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.path_bar import PathBar

_CALM_MS = 150  # for so long nobody types


class NavigationBar(QWidget):
    """Buttons of actions, the path, and the field `Filter`; `filtered` carries its text.

    `left` tells that the field is left by keyboard for what it has found.
    """

    filtered = Signal(str)
    left = Signal()

    def __init__(self, actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = PathBar()
        self.filter = QLineEdit(placeholderText=self.tr("Filter…"), clearButtonEnabled=True)
        self.filter.setAccessibleName(self.tr("Filter"))
        self.filter.setToolTip(self.tr("Show only names with these letters (Ctrl+F)"))
        self.filter.setFixedSize(160, self.path.height())
        self.filter.setAcceptDrops(False)
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._tell)
        self.filter.textChanged.connect(self._typed)
        self.filter.returnPressed.connect(self._tell)
        self.filter.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for action in actions:
            row.addWidget(_button(action))
        row.addSpacing(4)
        row.addWidget(self.path, 1)
        row.addSpacing(4)
        row.addWidget(self.filter)

    def show_place(self, place: Location | None) -> None:
        """Show where one is; nothing is looked for there yet."""
        self.path.show_place(place)
        self.filter.setEnabled(place is not None)
        self.clear_filter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the field by Down, and by Escape without what was looked for."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.filter.clear()
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
                self._tell()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def clear_filter(self) -> None:
        """Look for nothing; nobody is told."""
        self.filter.clear()
        self._calm.stop()

    def _typed(self) -> None:
        self._calm.start()

    def _tell(self) -> None:
        self._calm.stop()
        self.filtered.emit(self.filter.text().strip().casefold())


def _button(action: QAction) -> QToolButton:
    made = QToolButton()
    made.setDefaultAction(action)
    made.setProperty("flat", True)
    made.setAccessibleName(action.text())
    return made
