"""Path bar: the location as breadcrumb buttons, or as an address to edit."""

from __future__ import annotations

from collections.abc import Sequence

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
from s3enc_gui.gui.browser.address_completion import AddressCompletion
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import label, restyle
from s3enc_gui.i18n import _

_MAX_NAME = 32  # characters of a folder's name
_HEIGHT = 34


class PathBar(QFrame):
    """A button for the bucket and each folder; a click beside them, or `edit`, shows the address.

    `chosen` carries the Location to go to, `problem` an AppError about an invalid address;
    `problem_dismissed` is emitted when the user leaves the invalid address. Addresses that were
    entered before, and the buckets of `offer`, are offered while typing.
    """

    chosen = Signal(object)
    problem = Signal(object)
    problem_dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("field", True)
        self.setFixedHeight(scaled(_HEIGHT))
        self._location: Location | None = None
        self._address = QLineEdit(placeholderText="s3://bucket/folder/")
        self._address.setAccessibleName(_("Address"))
        self._address.setProperty("bare", True)
        self._address.returnPressed.connect(self._typed)
        self._address.installEventFilter(self)
        self._address.setAcceptDrops(False)  # the window takes dropped files
        self._completion = AddressCompletion(self._address)
        self._crumbs = QWidget()
        self._row = QHBoxLayout()
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._crumbs.setLayout(self._row)
        self._row.setContentsMargins(6, 0, 4, 0)
        self._row.setSpacing(0)
        self._pages.addWidget(self._crumbs)
        self._pages.addWidget(self._address)
        self._hint = ElidedLabel(elide=Qt.TextElideMode.ElideRight)
        self._hint.setProperty("role", "muted")
        self._hint.show_text(_("Bucket or address (Ctrl+L)"))
        self._fill()

    def show_location(self, location: Location | None) -> None:
        """Show a location; None: no bucket is open."""
        self._location = location
        self._address.setText(location.uri if location else "")
        self._show_state(invalid=False)
        self._pages.setCurrentIndex(0)
        self._fill()

    def edit(self) -> None:
        """Show the address for editing."""
        self._address.setText(self._location.uri if self._location else "")
        self._pages.setCurrentIndex(1)
        self._address.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._address.selectAll()

    def offer(self, buckets: Sequence[str]) -> None:
        """Offer these buckets while an address is typed."""
        self._completion.offer(buckets)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Edit the address on a click beside the buttons (Qt)."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.edit()
            return
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the address on Escape and when it loses the focus (Qt)."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._cancel()
                return True
        elif isinstance(event, QFocusEvent):
            self._show_state(focused=event.gotFocus())
            if _loses_focus(event):
                self._show_state(invalid=False)
                self._pages.setCurrentIndex(0)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many folders as fit (Qt)."""
        super().resizeEvent(event)
        self._fill()

    def minimumSizeHint(self) -> QSize:
        """Return the minimum for one name (Qt)."""
        return QSize(140, scaled(_HEIGHT))

    def _typed(self) -> None:
        try:
            location = parse_location(self._address.text())
        except AppError as error:
            self._show_state(invalid=True)
            self.problem.emit(error)
            return
        self._show_state(invalid=False)
        self._completion.remember(location.uri)
        self.chosen.emit(location)

    def _cancel(self) -> None:
        """Show the buttons again; withdraw the message about an invalid address."""
        was_invalid = self.property("invalid")
        self._show_state(invalid=False)
        self._pages.setCurrentIndex(0)
        self._focus_last()
        if was_invalid:
            self.problem_dismissed.emit()

    def _show_state(self, **states: bool) -> None:
        """Set the properties `focused` and `invalid` for the style sheet, on the frame."""
        for name, value in states.items():
            self.setProperty(name, value)
        restyle(self)

    def _focus_last(self) -> None:
        buttons = self._crumbs.findChildren(QToolButton)
        if buttons:
            buttons[-1].setFocus()

    # --- buttons --------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Create buttons for the last folders that fit, and a menu for the others."""
        while item := self._row.takeAt(0):
            widget = item.widget()
            if widget is self._hint:
                widget.hide()
            elif widget:
                widget.hide()
                widget.deleteLater()
        if self._location is None:
            self._row.addWidget(self._hint, 1)
            self._hint.show()
            return
        parts = path_parts(self._location)
        shown = self._count_fitting(parts)
        hidden = parts[: len(parts) - shown]
        if hidden:
            self._row.addWidget(self._menu_button(hidden))
        for number, (name, location) in enumerate(parts[len(hidden) :]):
            if number or hidden:
                self._row.addWidget(_slash())
            is_bucket = not hidden and number == 0
            self._row.addWidget(self._button(name, location, is_bucket=is_bucket))
        self._row.addStretch(1)

    def _count_fitting(self, parts: list[tuple[str, Location]]) -> int:
        space, count = self.width() - 46, 0
        measure = self.fontMetrics().horizontalAdvance
        for name, _location in reversed(parts):
            space -= measure(_short(_shown(name))) + 28
            if space < 0 and count:
                break
            count += 1
        return count

    def _button(self, name: str, location: Location, *, is_bucket: bool) -> QToolButton:
        made = _Crumb(_short(_shown(name)).replace("&", "&&"), location)
        made.setToolTip(plain_tip(location.uri))
        made.setAccessibleName(_("Go to {location}").format(location=location.uri))
        if is_bucket:
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            keep_icon(made, "bucket", "muted")
        made.chosen.connect(self.chosen)
        return made

    def _menu_button(self, hidden: list[tuple[str, Location]]) -> QToolButton:
        made = _Crumb("…", None)
        made.setAccessibleName(_("Parent folders"))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        for name, location in hidden:
            menu.addAction(_shown(name).replace("&", "&&")).setData(location)
        menu.triggered.connect(self._choose_action)
        made.setMenu(menu)
        return made

    def _choose_action(self, action: QAction) -> None:
        self.chosen.emit(action.data())


class _Crumb(QToolButton):
    """A button of the path; `chosen` carries its Location."""

    chosen = Signal(object)

    def __init__(self, text: str, location: Location | None) -> None:
        super().__init__()
        self._location = location
        self.setProperty("crumb", True)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._go)

    def _go(self) -> None:
        if self._location is not None:
            self.chosen.emit(self._location)


def _loses_focus(event: QFocusEvent) -> bool:
    return event.lostFocus() and event.reason() is not Qt.FocusReason.PopupFocusReason


def path_parts(location: Location) -> list[tuple[str, Location]]:
    """Return names and Locations of the bucket and of each folder of a location."""
    parts = [(location.bucket, Location(location.bucket))]
    start = 0
    key = location.key
    while (slash := key.find("/", start)) >= 0:
        parts.append((key[start:slash], Location(location.bucket, key[: slash + 1])))
        start = slash + 1
    if start < len(key):  # a prefix that ends within a name
        parts.append((f"{key[start:]}…", location))
    return parts


def _shown(name: str) -> str:
    return name or _("(no name)")


def _short(name: str) -> str:
    return name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 12]}…{name[-10:]}"


def _slash() -> QLabel:
    made = label("/", "muted")
    made.setContentsMargins(1, 0, 1, 0)
    return made
