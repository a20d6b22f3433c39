"""Pages of groups, with a list of their names at the left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.i18n import _

_PAGE = "page"
_LIST_WIDTH, _ROW_HEIGHT = 150, 32
_AROUND_NAMES = 4  # pixels


class Pages(QWidget):
    """Shows the page whose name is selected.

    `changed`: `needed_height` may be another one. A page that is higher than the screen scrolls.
    """

    changed = Signal()

    def __init__(self, pages: Sequence[tuple[str, Sequence[QGroupBox]]]) -> None:
        super().__init__()
        self.names, self.stack = QListWidget(), QStackedWidget()
        self.names.setAccessibleName(_("Pages"))
        self.names.setFixedWidth(scaled(_LIST_WIDTH))
        self._contents: list[QWidget] = []  # of the pages
        self._groups = [tuple(groups) for _name, groups in pages]
        for name, groups in pages:
            item = QListWidgetItem(name)
            item.setSizeHint(QSize(0, scaled(_ROW_HEIGHT)))
            self.names.addItem(item)
            self._contents.append(_page(groups))
            self._contents[-1].installEventFilter(self)
            self.stack.addWidget(_scrollable(self._contents[-1]))
        self.names.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.names.currentRowChanged.connect(self.changed)
        self.names.setCurrentRow(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.names)
        row.addWidget(self.stack, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Give every page its width, which depends on the font (Qt)."""
        widths = [page.minimumSizeHint().width() for page in self.findChildren(QWidget, _PAGE)]
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self.stack.setMinimumWidth(max(widths) + bar)
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when something on a page has another size (Qt)."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.changed.emit()
        return super().eventFilter(watched, event)

    def needed_height(self) -> int:
        """Return the height in which the page and the list of names need no scroll bar."""
        page, names = self._contents[self.stack.currentIndex()], self.names
        layout, height = page.layout(), 0
        if layout is not None:
            layout.activate()
            height = layout.totalHeightForWidth(self.stack.width())
        rows = names.sizeHintForRow(0) * names.count() + 2 * names.frameWidth() + _AROUND_NAMES
        return max(height, rows)

    def show_group(self, group: QGroupBox) -> None:
        """Show the page that has a group."""
        self.names.setCurrentRow(next(n for n, one in enumerate(self._groups) if group in one))


def _page(groups: Sequence[QGroupBox]) -> QWidget:
    page = QWidget()
    page.setObjectName(_PAGE)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for group in groups:
        column.addWidget(group)
    column.addStretch(1)
    return page


def _scrollable(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
