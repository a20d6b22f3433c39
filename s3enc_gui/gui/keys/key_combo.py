"""KMS key combo box with search, for up to 20,000 keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QListView, QWidget

from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.keys.key_delegate import KeyDelegate
from s3enc_gui.gui.keys.keys_model import KeyRow, KeysModel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.i18n import _

SCROLL_MS = 150  # after scrolling stops
TYPING_MS = 60  # faster keystrokes are searched for together
ROWS_SHOWN = 12
_MIN_WIDTH = 200  # pixels
_SEARCH = "QLineEdit { border: 0; border-bottom: 1px solid palette(mid); padding: 8px 10px; }"


class KeyCombo(QComboBox):
    """Combo box over a KeysModel; typing in the open list searches it.

    `chosen` is emitted when the user chooses a key. `rows_visible` carries the first and the last
    visible row of the open list, after scrolling stops.
    """

    chosen = Signal(object)
    rows_visible = Signal(int, int)

    def __init__(self, model: KeysModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = model
        self._view = _KeyList(self)
        # Measuring 20,000 texts for a width would stall the window.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        self.setMaxVisibleItems(ROWS_SHOWN)
        # Fusion's default, a menu over the box, would lay out every row.
        self.setStyleSheet("combobox-popup: 0")
        self.setModel(model)
        self.setView(self._view)
        self.setItemDelegate(KeyDelegate(self))
        self._search = self._add_search()
        self._scroll_timer = QTimer(self, singleShot=True, interval=SCROLL_MS)
        self._scroll_timer.timeout.connect(self._emit_rows_visible)
        self._view.verticalScrollBar().valueChanged.connect(self._scroll_timer.start)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._filter)
        self._view.typed.connect(self._typed)
        self._view.moving.connect(self._finish_typing)
        # Queued: Qt reads the current row after it has closed the list, whichever way.
        self._view.closed.connect(self._closed, Qt.ConnectionType.QueuedConnection)
        self.currentIndexChanged.connect(self._current_changed)
        model.rowsInserted.connect(self._rows_changed)
        self._choosing = False

    def minimumSizeHint(self) -> QSize:
        """Return a width for the start of a name (Qt)."""
        return QSize(scaled(_MIN_WIDTH), super().minimumSizeHint().height())

    def current_row(self) -> KeyRow:
        """Return the chosen row."""
        return self._keys.pinned

    def choose(self, row: KeyRow) -> None:
        """Choose a row without emitting `chosen`."""
        self._choosing = True
        self._keys.pinned = row
        self.setCurrentIndex(self._keys.row_of(row))
        self._choosing = False

    def sizeHint(self) -> QSize:
        """Return a fixed size, independent of the rows (Qt)."""
        return QSize(420, super().minimumSizeHint().height())

    def showPopup(self) -> None:
        """Open the list with an empty search field (Qt)."""
        self._filter("")
        super().showPopup()
        # The last installed event filter runs first, before Qt's own, which handles Return.
        self._view.installEventFilter(self._view)
        self._scroll_timer.start()

    @Slot()
    def _closed(self) -> None:
        """Remove the filter, after Qt has read the choice."""
        if not self._view.isVisible():
            self._filter("")

    def _add_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setAccessibleName(_("Search"))
        search.setPlaceholderText(_("Type to search"))
        sign = QAction(search)
        keep_icon(sign, "inspect", "muted")
        search.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        search.setReadOnly(True)
        search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        search.setStyleSheet(_SEARCH)
        search.hide()
        frame = self._view.parentWidget()
        layout = frame.layout() if frame else None
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(0, search)
        return search

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._search.setText(text)
        self._search.show()
        self._typing.start()

    @Slot()
    def _finish_typing(self) -> None:
        if self._typing.isActive():
            self._filter()

    def _filter(self, new_text: str | None = None) -> None:
        """Filter by the text typed, or by `new_text`."""
        self._typing.stop()
        if new_text is not None:
            self._view.text = new_text
        text = self._view.text
        self._search.setText(text)
        self._keys.set_filter(text)
        self._search.setVisible(bool(text) or self._keys.rowCount() > ROWS_SHOWN)
        if text:
            self._view.setCurrentIndex(self._keys.index(self._keys.best_match()))
            self._view.scrollTo(self._view.currentIndex())
        self._scroll_timer.start()

    def _current_changed(self, number: int) -> None:
        """Emit `chosen` for a new choice, but not if the chosen row only moved."""
        if self._choosing or number < 0:
            return
        row = self._keys.row(number)
        if row != self._keys.pinned:
            self._keys.pinned = row
            self.chosen.emit(row)

    def _rows_changed(self) -> None:
        if self._view.isVisible():
            self._scroll_timer.start()

    def _emit_rows_visible(self) -> None:
        view = self._view
        if not view.isVisible():
            return
        bottom = view.viewport().rect().bottomLeft()
        first = view.indexAt(view.viewport().rect().topLeft()).row()
        last = view.indexAt(bottom).row()
        self.rows_visible.emit(max(first, 0), last if last >= 0 else self._keys.rowCount() - 1)


_KEY_EVENTS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class _KeyList(QListView):
    """The open list; typed text goes to the search field."""

    typed = Signal(str)
    moving = Signal()  # before a key that moves or chooses is handled
    closed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__()
        self.setParent(parent)  # type: ignore[call-overload]
        self.text = ""
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Characters search, other keys move and choose (Qt)."""
        if event.key() == Qt.Key.Key_Backspace:
            self._type(self.text[:-1])
        elif _is_character(event):
            self._type(self.text + event.text())
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Emit `moving` before keys that move or choose; Qt chooses on ShortcutOverride (Qt)."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() in _KEY_EVENTS
            and event.key() != Qt.Key.Key_Backspace
            and not _is_character(event)
        ):
            self.moving.emit()
        return super().eventFilter(watched, event)

    def _type(self, text: str) -> None:
        self.text = text
        self.typed.emit(text)

    def hideEvent(self, event: QHideEvent) -> None:
        """Emit `closed` (Qt)."""
        super().hideEvent(event)
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keep characters from triggering shortcuts of the window (Qt)."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        return super().event(event)


def _is_character(event: QKeyEvent) -> bool:
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & command
