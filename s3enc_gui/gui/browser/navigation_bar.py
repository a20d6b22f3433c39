"""Navigation bar: buttons, path and filter field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from s3enc_gui.domain.location import Location
from s3enc_gui.domain.names.unicode_forms import folded
from s3enc_gui.gui.browser.path_bar import PathBar
from s3enc_gui.gui.widgets.action_button import action_button
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.i18n import _

_TYPING_MS = 150  # after the last key


class NavigationBar(QWidget):
    """Buttons of actions, the path and the Filter field; `filtered` carries its text, folded.

    `left` is emitted when the user leaves the field by keyboard for the results.
    """

    filtered = Signal(str)
    left = Signal()

    def __init__(self, actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = PathBar()
        self.filter = QLineEdit(placeholderText=_("Filter…"), clearButtonEnabled=True)
        self.filter.setAccessibleName(_("Filter"))
        self.filter.setToolTip(_("Show only names that contain this text (Ctrl+F)"))
        self.filter.setFixedSize(scaled(160), self.path.height())
        self.filter.setAcceptDrops(False)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._apply)
        self.filter.textChanged.connect(self._typed)
        self.filter.returnPressed.connect(self._apply)
        self.filter.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for action in actions:
            row.addWidget(action_button(action))
        row.addSpacing(4)
        row.addWidget(self.path, 1)
        row.addSpacing(4)
        row.addWidget(self.filter)

    def show_location(self, location: Location | None) -> None:
        """Show a location, without a filter."""
        self.path.show_location(location)
        self.filter.setEnabled(location is not None)
        self.clear_filter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the field on Down, and on Escape without a filter (Qt)."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.filter.clear()
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
                self._apply()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def clear_filter(self) -> None:
        """Clear the filter without emitting `filtered`."""
        self.filter.clear()
        self._typing.stop()

    def _typed(self) -> None:
        self._typing.start()

    def _apply(self) -> None:
        self._typing.stop()
        self.filtered.emit(folded(self.filter.text().strip()))
