"""The KMS key dropdown: 20,000 keys, found by typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QListView, QWidget

from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.keys.key_delegate import KeyDelegate
from s3enc_gui.gui.keys.keys_model import KeyRow, KeysModel

SETTLE_MS = 150  # scrolling past a key is not looking at it
TYPING_MS = 60  # keys that come faster are searched for together
ROWS_SHOWN = 12
# Unlike the box's own field it has a frame.
_SEARCH = "QLineEdit { border: 0; border-bottom: 1px solid palette(mid); padding: 8px 10px; }"


class KeyCombo(QComboBox):
    """A combo box over a KeysModel; in its open list, typing narrows it to what holds the text.

    `chosen` follows a choice of the user's. `looked_at` names the rows on screen in the open list,
    once scrolling rests.
    """

    chosen = Signal(object)
    looked_at = Signal(int, int)

    def __init__(self, model: KeysModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = model
        self._view = _KeyList(self)
        # Measuring 20,000 texts for a width would stall the window.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        self.setMaxVisibleItems(ROWS_SHOWN)
        # As a menu over the box, Fusion's way, it would lay out every row.
        self.setStyleSheet("combobox-popup: 0")
        self.setModel(model)
        self.setView(self._view)
        self.setItemDelegate(KeyDelegate(self))
        self._search = self._add_search()
        self._rest = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._rest.timeout.connect(self._tell_looked_at)
        self._view.verticalScrollBar().valueChanged.connect(self._rest.start)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._filter)
        self._view.typed.connect(self._typed)
        self._view.moving.connect(self._finish_typing)
        # Escape, Return and a click elsewhere each close the list in a way of their own. Queued:
        # Qt reads the current row after it has closed the list.
        self._view.closed.connect(self._closed, Qt.ConnectionType.QueuedConnection)
        self.currentIndexChanged.connect(self._current_changed)
        model.rowsInserted.connect(self._rows_changed)
        self._quiet = False

    def current_row(self) -> KeyRow:
        """Return what is chosen."""
        return self._keys.pinned

    def choose(self, row: KeyRow) -> None:
        """Choose a row, without telling."""
        self._quiet = True
        self._keys.pinned = row
        self.setCurrentIndex(self._keys.row_of(row))
        self._quiet = False

    def sizeHint(self) -> QSize:
        """As Qt asks; the rows do not matter."""
        return QSize(420, super().minimumSizeHint().height())

    def showPopup(self) -> None:
        """As Qt asks: with an empty search, and room for it."""
        self._filter("")
        super().showPopup()
        # The newest filter of events is asked first: before Qt's own, which takes the Return key.
        self._view.installEventFilter(self._view)
        self._rest.start()

    @Slot()
    def _closed(self) -> None:
        """Offer all rows to the arrow keys again; Qt has taken the choice by now."""
        if not self._view.isVisible():
            self._filter("")

    def _add_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setAccessibleName("Search")
        search.setPlaceholderText(self.tr("Type to search"))
        search.addAction(icon("inspect", "muted"), QLineEdit.ActionPosition.LeadingPosition)
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
        """Show what fits the text typed, or this one."""
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
        self._rest.start()

    def _current_changed(self, number: int) -> None:
        """Tell of a choice; a row that only moved, as others came and went, is none."""
        if self._quiet or number < 0:
            return
        row = self._keys.row(number)
        if row != self._keys.pinned:
            self._keys.pinned = row
            self.chosen.emit(row)

    def _rows_changed(self) -> None:
        if self._view.isVisible():
            self._rest.start()

    def _tell_looked_at(self) -> None:
        view = self._view
        if not view.isVisible():
            return
        bottom = view.viewport().rect().bottomLeft()
        first = view.indexAt(view.viewport().rect().topLeft()).row()
        last = view.indexAt(bottom).row()
        self.looked_at.emit(max(first, 0), last if last >= 0 else self._keys.rowCount() - 1)


_BEFORE_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class _KeyList(QListView):
    """The open list; what is typed in it goes to the search."""

    typed = Signal(str)
    moving = Signal()  # a key that moves or chooses is about to be worked off
    closed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__()
        self.setParent(parent)  # type: ignore[call-overload]
        self.text = ""
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As Qt asks: letters search, all else moves and chooses."""
        if event.key() == Qt.Key.Key_Backspace:
            self._type(self.text[:-1])
        elif _is_letter(event):
            self._type(self.text + event.text())
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell of the keys that move or choose; Qt chooses as soon as it asks for shortcuts."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() in _BEFORE_KEYS
            and event.key() != Qt.Key.Key_Backspace
            and not _is_letter(event)
        ):
            self.moving.emit()
        return super().eventFilter(watched, event)

    def _type(self, text: str) -> None:
        self.text = text
        self.typed.emit(text)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that the list was closed."""
        super().hideEvent(event)
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """As Qt asks: a letter is not a shortcut of the window while the list is open."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        return super().event(event)


def _is_letter(event: QKeyEvent) -> bool:
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & command
