"""Legend of the summary bar: entries in two lines, and a menu for those that don't fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.gui.encryption.legend_button import HEIGHT, LegendButton, swatch_icon
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.messages.status import UNUSABLE_KEY
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.i18n import _, ngettext

LINES = 2
_GAP = 4  # pixels


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """An encryption type: label, count, color, accessible name and tool tip; `warns`: an icon."""

    group: Group | None
    label: str
    count: str
    color: str
    name: str
    tip: str
    warns: bool = False


class Legend(QWidget):
    """Buttons that filter; one Tab stop, the arrow keys move between them.

    `toggled` and `excluded` carry a group.
    """

    toggled = Signal(object)
    excluded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()
        self._buttons: dict[Group | None, LegendButton] = {}
        self._filter = EVERYTHING
        self._moved_up: list[Group | None] = []  # chosen in the menu
        self._hidden: list[LegendEntry] = []
        self._layout_key: object = None  # to skip unchanged layouts
        self.more = QToolButton(self)
        self._menu = QMenu(self.more)
        self.more.setProperty("flat", True)
        self.more.setProperty("menu", True)
        self.more.setMenu(self._menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.hide()
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.triggered.connect(self._choose_hidden)
        self.setFixedHeight(scaled(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def buttons(self) -> tuple[LegendButton, ...]:
        """The visible entries, in order."""
        hidden = {one.group for one in self._hidden}
        return tuple(self._buttons[one.group] for one in self._ordered() if one.group not in hidden)

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show entries; existing buttons are kept."""
        self._entries = tuple(entries)
        groups = {one.group for one in entries}
        for group in [one for one in self._buttons if one not in groups]:
            button = self._buttons.pop(group)
            button.hide()
            button.deleteLater()
        for one in entries:
            button = self._buttons.get(one.group) or self._add_button(one.group)
            button.show_share(one.label, one.count, one.color, warns=one.warns)
            button.setAccessibleName(one.name)
            button.setToolTip(plain_tip(one.tip))
        self._arrange()

    def show_filter(self, wanted: StatusFilter) -> None:
        """Show which entries are chosen."""
        self._filter = wanted
        self._moved_up = [group for group in self._moved_up if group in wanted.groups]
        for group, button in self._buttons.items():
            button.show_state(chosen=group in wanted.groups, excluded=wanted.excluded)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the entries (Qt)."""
        super().resizeEvent(event)
        self._arrange()

    def _add_button(self, group: Group | None) -> LegendButton:
        button = LegendButton(group, self)
        chosen = group in self._filter.groups
        button.show_state(chosen=chosen, excluded=self._filter.excluded)
        button.toggle_requested.connect(self.toggled)
        button.exclude_requested.connect(self.excluded)
        button.moved.connect(self._move)
        self._buttons[group] = button
        return button

    def _ordered(self) -> list[LegendEntry]:
        """Return the entries; those chosen in the menu and those that warn come first."""
        return sorted(
            self._entries, key=lambda one: (one.group not in self._moved_up, not one.warns)
        )

    def _arrange(self) -> None:
        entries = self._ordered()
        widths = [self._buttons[one.group].sizeHint().width() for one in entries]
        layout_key = (
            self.width(),
            [(one.group, w) for one, w in zip(entries, widths, strict=True)],
        )
        if layout_key == self._layout_key:
            return
        self._layout_key = layout_key
        width = self.width()
        areas = flow(widths, width, width)
        if len(areas) < len(widths):
            self.more.setText(_("+ {count} more").format(count=len(widths)))
            areas = flow(widths, width, width - self.more.sizeHint().width() - _GAP)
        self._hidden = entries[len(areas) :]
        for one, area in zip(entries, areas, strict=False):
            self._buttons[one.group].setGeometry(area)
            self._buttons[one.group].show()
        for one in self._hidden:
            self._buttons[one.group].hide()
        self._place_more(areas)
        self._set_tab_stop()
        lines = 1 + max((area.top() for area in areas), default=0) // (scaled(HEIGHT) + _GAP)
        self.setFixedHeight(lines * (scaled(HEIGHT) + _GAP) - _GAP)

    def _place_more(self, areas: Sequence[QRect]) -> None:
        self.more.setVisible(bool(self._hidden))
        if self._hidden:
            count = len(self._hidden)
            self.more.setText(_("+ {count} more").format(count=count))
            self.more.setAccessibleName(
                ngettext(
                    "{count} more encryption type", "{count} more encryption types", count
                ).format(count=count)
            )
            top = (LINES - 1) * (scaled(HEIGHT) + _GAP)
            last = [area.right() for area in areas if area.top() == top]
            left = max(last) + 1 + _GAP if last else 0
            self.more.setGeometry(left, top, self.more.sizeHint().width(), scaled(HEIGHT))

    def _set_tab_stop(self) -> None:
        """Make the focused entry, else the first one, the only Tab stop."""
        buttons = self.buttons
        stop = next((one for one in buttons if one.hasFocus()), buttons[0] if buttons else None)
        for one in buttons:
            policy = Qt.FocusPolicy.StrongFocus if one is stop else Qt.FocusPolicy.ClickFocus
            one.setFocusPolicy(policy)

    @Slot(int)
    def _move(self, step: int) -> None:
        buttons = self.buttons
        focused = next((at for at, one in enumerate(buttons) if one.hasFocus()), 0)
        target = buttons[min(max(focused + step, 0), len(buttons) - 1)]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._set_tab_stop()

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        for one in self._hidden:
            picture = swatch_icon(one.color, self.devicePixelRatioF())
            if one.warns:
                picture = icon(UNUSABLE_KEY.icon, UNUSABLE_KEY.tone)
            action = QAction(picture, f"{one.label}   {one.count}".replace("&", "&&"), self._menu)
            action.setData(one.group)
            self._menu.addAction(action)

    @Slot(QAction)
    def _choose_hidden(self, action: QAction) -> None:
        group = action.data()
        self._moved_up.append(group)
        self.toggled.emit(group)


def flow(widths: Sequence[int], line_width: int, last_width: int) -> list[QRect]:
    """Return positions in up to LINES lines, for as many widths as fit."""
    areas: list[QRect] = []
    left, line = 0, 0
    for width in widths:
        limit = line_width if line < LINES - 1 else last_width
        if left and left + width > limit:
            left, line = 0, line + 1
            limit = line_width if line < LINES - 1 else last_width
        if line == LINES:
            break
        size = max(1, min(width, limit))
        areas.append(QRect(QPoint(left, line * (scaled(HEIGHT) + _GAP)), QPoint(0, 0)))
        areas[-1].setWidth(size)
        areas[-1].setHeight(scaled(HEIGHT))
        left += size + _GAP
    return areas
