"""The list of bucket names, with a menu and a drop target for each."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.icons import ItemIcons
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.drops.drop_frame import DropFrame
from s3enc_gui.gui.widgets.drops.target_drops import DropTarget, TargetDrops
from s3enc_gui.gui.widgets.scale import scaled_size
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _


class BucketsList(QListWidget):
    """Bucket names; the selected one is the bucket that is open.

    `chosen` carries the name to open; `menu_requested` a name and the global position of its menu:
    the selection doesn't move, for a menu is often about another bucket than the one shown. `drops`
    has the files dropped on a bucket, or on the space below (for the bucket that is open).
    """

    chosen = Signal(str)
    menu_requested = Signal(str, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self._icons = ItemIcons(self)
        self.setIconSize(scaled_size(16))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAccessibleName(_("Buckets"))
        self.itemActivated.connect(self._choose)
        self.itemClicked.connect(self._choose)
        self.drops = TargetDrops(self, self._target_at)
        self._frame = DropFrame(self.viewport())
        self._placeholder = label("", "muted", wrap=True)
        inside = QVBoxLayout(self.viewport())
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(self._placeholder, 0, Qt.AlignmentFlag.AlignTop)

    def fill(self, names: Iterable[str]) -> None:
        """Show these names."""
        self.clear()
        self.unmark()
        for name in names:
            item = QListWidgetItem(name)
            item.setToolTip(plain_tip(name))
            self.addItem(item)
            self._icons.set_icon(self.indexFromItem(item), "bucket", "muted")

    def show_placeholder(self, text: str, tip: str = "") -> None:
        """Show why the list is empty; nothing if `text` is empty."""
        self._placeholder.setText(text)
        self._placeholder.setToolTip(tip)
        self._placeholder.setVisible(bool(text))

    def filter(self, text: str) -> None:
        """Show only names that contain a folded text."""
        for row in range(self.count()):
            item = self.item(row)
            item.setHidden(text not in item.text().casefold())

    def select(self, name: str) -> None:
        """Select a name; if it isn't listed, or empty, select none."""
        found = self.findItems(name, Qt.MatchFlag.MatchExactly) if name else []
        if found:
            self.setCurrentItem(found[0])
        else:
            self.setCurrentRow(-1)
            self.clearSelection()

    def unmark(self) -> None:
        """Remove the frame of the bucket whose menu was open."""
        self._frame.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Don't select with the right button (Qt)."""
        if event.button() is not Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Request the menu of the bucket below the pointer, or of the current one (Qt)."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        item = self.itemAt(event.pos()) if by_mouse else self.currentItem()
        if item is None:
            return
        area = self._area(item)
        self._frame.show_around(area)
        at = event.globalPos() if by_mouse else self.viewport().mapToGlobal(area.bottomLeft())
        self.menu_requested.emit(item.text(), at)

    def _target_at(self, at: QPoint) -> DropTarget:
        item = self.itemAt(at)
        if item is None:
            return DropTarget(None, self.viewport().rect())
        return DropTarget(Location(item.text()), self._area(item))

    def _area(self, item: QListWidgetItem) -> QRect:
        line = self.visualItemRect(item)
        return QRect(0, line.top(), self.viewport().width(), line.height())

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.text())
