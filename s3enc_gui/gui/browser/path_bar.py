"""Where one is: bucket and folders as buttons, or as an address to type."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedLayout,
    QToolButton,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, parse_location
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.widgets.styling import restyle

_LONGEST = 32  # letters of one folder's name
_HEIGHT = 34


class PathBar(QFrame):
    """A button for the bucket and each folder; a click beside them, or `edit`, opens the address.

    `chosen` carries the Location to go to, `problem` an AppError on what was typed, `given_up`
    tells that it no longer matters.
    """

    chosen = Signal(object)
    problem = Signal(object)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("field", True)
        self.setFixedHeight(_HEIGHT)
        self._place: Location | None = None
        self._address = QLineEdit(placeholderText="s3://bucket/folder/")
        self._address.setAccessibleName(self.tr("Address"))
        self._address.setProperty("bare", True)
        self._address.returnPressed.connect(self._typed)
        self._address.installEventFilter(self)
        self._address.setAcceptDrops(False)  # files dropped here are for the window
        self._crumbs = QWidget()
        self._row = QHBoxLayout()
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._crumbs.setLayout(self._row)
        self._row.setContentsMargins(6, 0, 4, 0)
        self._row.setSpacing(0)
        self._pages.addWidget(self._crumbs)
        self._pages.addWidget(self._address)
        self._hint = QLabel(self.tr("Choose a bucket, or type an address (Ctrl+L)"))
        self._hint.setProperty("role", "muted")
        self._fill()

    def show_place(self, place: Location | None) -> None:
        """Show where one is."""
        self._place = place
        self._address.setText(place.uri if place else "")
        self._look(invalid=False)
        self._pages.setCurrentIndex(0)
        self._fill()

    def edit(self) -> None:
        """Let the address be typed."""
        self._address.setText(self._place.uri if self._place else "")
        self._pages.setCurrentIndex(1)
        self._address.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._address.selectAll()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the address where the click is on no button."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.edit()
            return
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the address by Escape, and when the focus goes elsewhere."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._give_up()
                return True
        elif isinstance(event, QFocusEvent):
            self._look(focused=event.gotFocus())
            if _leaves(event):
                self._look(invalid=False)
                self._pages.setCurrentIndex(0)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many folders as there is room for."""
        super().resizeEvent(event)
        self._fill()

    def minimumSizeHint(self) -> QSize:
        """Return room for a name."""
        return QSize(140, _HEIGHT)

    def _typed(self) -> None:
        try:
            place = parse_location(self._address.text())
        except AppError as error:
            self._look(invalid=True)
            self.problem.emit(error)
            return
        self._look(invalid=False)
        self.chosen.emit(place)

    def _give_up(self) -> None:
        """Go back to where one is; what was said of the address says nothing of that."""
        was_wrong = self.property("invalid")
        self._look(invalid=False)
        self._pages.setCurrentIndex(0)
        self._focus_last()
        if was_wrong:
            self.given_up.emit()

    def _look(self, **states: bool) -> None:
        """Look focused or invalid, or not: the frame is around the address, which has none."""
        for name, holds in states.items():
            self.setProperty(name, holds)
        restyle(self)

    def _focus_last(self) -> None:
        buttons = self._crumbs.findChildren(QToolButton)
        if buttons:
            buttons[-1].setFocus()

    # --- buttons --------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Make the buttons: the last folders that there is room for, the others in a menu."""
        while item := self._row.takeAt(0):
            widget = item.widget()
            if widget is self._hint:
                widget.hide()
            elif widget:
                widget.hide()
                widget.deleteLater()
        if self._place is None:
            self._row.addWidget(self._hint)
            self._hint.show()
            self._row.addStretch(1)
            return
        pieces = pieces_of(self._place)
        shown = self._that_fit(pieces)
        hidden = pieces[: len(pieces) - shown]
        if hidden:
            self._row.addWidget(self._more(hidden))
        for number, (name, place) in enumerate(pieces[len(hidden) :]):
            if number or hidden:
                self._row.addWidget(_slash())
            is_bucket = not hidden and number == 0
            self._row.addWidget(self._button(name, place, is_bucket=is_bucket))
        self._row.addStretch(1)

    def _that_fit(self, pieces: list[tuple[str, Location]]) -> int:
        room, count = self.width() - 46, 0
        measure = self.fontMetrics().horizontalAdvance
        for name, _ in reversed(pieces):
            room -= measure(_short(self._shown(name))) + 28
            if room < 0 and count:
                break
            count += 1
        return count

    def _button(self, name: str, place: Location, *, is_bucket: bool) -> QToolButton:
        made = _Crumb(_short(self._shown(name)).replace("&", "&&"))
        made.place = place
        made.setToolTip(plain_tip(place.uri))
        made.setAccessibleName(self.tr("Go to {}").format(place.uri))
        if is_bucket:
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            keep_icon(made, "bucket", "muted")
        made.went.connect(self.chosen)
        return made

    def _more(self, hidden: list[tuple[str, Location]]) -> QToolButton:
        made = _Crumb("…")
        made.setAccessibleName(self.tr("Folders above"))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        for name, place in hidden:
            menu.addAction(self._shown(name).replace("&", "&&")).setData(place)
        menu.triggered.connect(self._choose_action)
        made.setMenu(menu)
        return made

    def _shown(self, name: str) -> str:
        return name or self.tr("(no name)")

    def _choose_action(self, action: QAction) -> None:
        self.chosen.emit(action.data())


class _Crumb(QToolButton):
    """A button that leads somewhere: `went` carries the Location."""

    went = Signal(object)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.place: Location | None = None
        self.setProperty("crumb", True)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._go)

    def _go(self) -> None:
        if self.place is not None:
            self.went.emit(self.place)


def _leaves(event: QFocusEvent) -> bool:
    return event.lostFocus() and event.reason() is not Qt.FocusReason.PopupFocusReason


def pieces_of(place: Location) -> list[tuple[str, Location]]:
    """Return the bucket and the folders down to a place, each with where it is."""
    pieces = [(place.bucket, Location(place.bucket))]
    start = 0
    while (slash := place.key.find("/", start)) >= 0:
        pieces.append((place.key[start:slash], Location(place.bucket, place.key[: slash + 1])))
        start = slash + 1
    if start < len(place.key):  # a prefix that ends within a name
        pieces.append((f"{place.key[start:]}…", place))
    return pieces


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 12]}…{name[-10:]}"


def _slash() -> QLabel:
    made = QLabel("/")
    made.setProperty("role", "muted")
    made.setContentsMargins(1, 0, 1, 0)
    return made
