"""The legend of a chart: entries that flow over two lines, and a menu for those that do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from s3enc_gui.domain.audits.audit import Group
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.gui.encryption.legend_button import HEIGHT, LegendButton, swatch_icon
from s3enc_gui.gui.messages.plain import plain_tip

LINES = 2
_GAP = 4


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What stands for a group: words and number, colour, and all of it for screen readers."""

    group: Group | None
    words: str
    count: str
    color: str
    name: str
    tip: str


class Legend(QWidget):
    """Buttons one may choose from; one stop of the Tab key, the arrows go on from there.

    `toggle_wanted` and `exclude_wanted` carry a group.
    """

    toggle_wanted = Signal(object)
    exclude_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()
        self._buttons: dict[Group | None, LegendButton] = {}
        self._filter = EVERYTHING
        self._fetched: list[Group | None] = []  # from the menu, so that they are seen
        self._hidden: list[LegendEntry] = []
        self._placed: object = None
        self.more = QToolButton(self)
        self._menu = QMenu(self.more)
        self.more.setProperty("flat", True)
        self.more.setProperty("menu", True)
        self.more.setMenu(self._menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.hide()
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.triggered.connect(self._fetch)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def buttons(self) -> tuple[LegendButton, ...]:
        """The entries that are seen, in order."""
        hidden = {one.group for one in self._hidden}
        return tuple(self._buttons[one.group] for one in self._ordered() if one.group not in hidden)

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show other entries or other numbers; buttons that are there stay."""
        self._entries = tuple(entries)
        groups = {one.group for one in entries}
        for group in [one for one in self._buttons if one not in groups]:
            gone = self._buttons.pop(group)
            gone.hide()
            gone.deleteLater()
        for one in entries:
            button = self._buttons.get(one.group) or self._added(one.group)
            button.show_share(one.words, one.count, one.color)
            button.setAccessibleName(one.name)
            button.setToolTip(plain_tip(one.tip))
        self._arrange()

    def show_filter(self, wanted: StatusFilter) -> None:
        """Show what is chosen."""
        self._filter = wanted
        self._fetched = [group for group in self._fetched if group in wanted.groups]
        for group, button in self._buttons.items():
            button.show_state(chosen=group in wanted.groups, excluded=wanted.excluded)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Flow anew."""
        super().resizeEvent(event)
        self._arrange()

    def _added(self, group: Group | None) -> LegendButton:
        button = LegendButton(group, self)
        chosen = group in self._filter.groups
        button.show_state(chosen=chosen, excluded=self._filter.excluded)
        button.toggle_wanted.connect(self.toggle_wanted)
        button.exclude_wanted.connect(self.exclude_wanted)
        button.moved.connect(self._move)
        self._buttons[group] = button
        return button

    def _ordered(self) -> list[LegendEntry]:
        """Return the entries; what was chosen in the menu comes first, else nobody would see it."""
        return sorted(self._entries, key=lambda one: one.group not in self._fetched)

    def _arrange(self) -> None:
        entries = self._ordered()
        widths = [self._buttons[one.group].sizeHint().width() for one in entries]
        placed = (self.width(), [(one.group, w) for one, w in zip(entries, widths, strict=True)])
        if placed == self._placed:
            return
        self._placed = placed
        room = self.width()
        areas = flow(widths, room, room)
        if len(areas) < len(widths):
            self.more.setText(self.tr("+ {:,} more").format(len(widths)))
            areas = flow(widths, room, room - self.more.sizeHint().width() - _GAP)
        self._hidden = entries[len(areas) :]
        for one, area in zip(entries, areas, strict=False):
            self._buttons[one.group].setGeometry(area)
            self._buttons[one.group].show()
        for one in self._hidden:
            self._buttons[one.group].hide()
        self._place_more(areas)
        self._make_one_stop()
        lines = 1 + max((area.top() for area in areas), default=0) // (HEIGHT + _GAP)
        self.setFixedHeight(lines * (HEIGHT + _GAP) - _GAP)

    def _place_more(self, areas: Sequence[QRect]) -> None:
        self.more.setVisible(bool(self._hidden))
        if self._hidden:
            count = len(self._hidden)
            self.more.setText(self.tr("+ {:,} more").format(count))
            self.more.setAccessibleName(self.tr("{:,} more kinds of encryption").format(count))
            top = (LINES - 1) * (HEIGHT + _GAP)
            last = [area.right() for area in areas if area.top() == top]
            left = max(last) + 1 + _GAP if last else 0
            self.more.setGeometry(left, top, self.more.sizeHint().width(), HEIGHT)

    def _make_one_stop(self) -> None:
        """Let the Tab key come by once: to the entry with the focus, else to the first."""
        buttons = self.buttons
        stop = next((one for one in buttons if one.hasFocus()), buttons[0] if buttons else None)
        for one in buttons:
            policy = Qt.FocusPolicy.StrongFocus if one is stop else Qt.FocusPolicy.ClickFocus
            one.setFocusPolicy(policy)
        # What is made late would come last in the whole window.
        if stop is not None and self.more.previousInFocusChain() is not stop:
            QWidget.setTabOrder(self.more, stop)
            QWidget.setTabOrder(stop, self.more)

    @Slot(int)
    def _move(self, step: int) -> None:
        buttons = self.buttons
        focused = next((at for at, one in enumerate(buttons) if one.hasFocus()), 0)
        target = buttons[min(max(focused + step, 0), len(buttons) - 1)]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._make_one_stop()

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        for one in self._hidden:
            icon = swatch_icon(one.color, self.devicePixelRatioF())
            action = QAction(icon, f"{one.words}   {one.count}".replace("&", "&&"), self._menu)
            action.setData(one.group)
            self._menu.addAction(action)

    @Slot(QAction)
    def _fetch(self, action: QAction) -> None:
        group = action.data()
        self._fetched.append(group)
        self.toggle_wanted.emit(group)


def flow(widths: Sequence[int], room: int, last: int) -> list[QRect]:
    """Return places in lines that are `room` wide, the last one `last`, for as many as fit."""
    areas: list[QRect] = []
    left, line = 0, 0
    for width in widths:
        limit = room if line < LINES - 1 else last
        if left and left + width > limit:
            left, line = 0, line + 1
            limit = room if line < LINES - 1 else last
        if line == LINES:
            break
        size = max(1, min(width, limit))
        areas.append(QRect(QPoint(left, line * (HEIGHT + _GAP)), QPoint(0, 0)))
        areas[-1].setWidth(size)
        areas[-1].setHeight(HEIGHT)
        left += size + _GAP
    return areas
