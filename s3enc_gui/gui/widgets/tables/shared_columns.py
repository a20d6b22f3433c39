"""Columns of names that share the width of a table by what their texts need."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QHeaderView, QTableView

from s3enc_gui.gui.widgets.tables.whole_columns import needed_width


class SharedColumns(QObject):
    """Each column gets what its visible texts need; where there is no room, long ones get less.

    One of them stretches: it has what is left over, too.
    """

    def __init__(self, table: QTableView, columns: Collection[int]) -> None:
        super().__init__(table)
        self._table, self._columns = table, frozenset(columns)
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._share)
        model = table.model()
        for signal in (model.rowsInserted, model.dataChanged, model.modelReset):
            signal.connect(self._share_soon)
        table.horizontalHeader().sectionResized.connect(self._other_resized)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the width again when the table is resized (Qt)."""
        if event.type() is QEvent.Type.Resize:
            self._share_soon()
        return super().eventFilter(watched, event)

    @Slot()
    def _share_soon(self) -> None:
        self._timer.start()

    @Slot(int)
    def _other_resized(self, column: int) -> None:
        """Keep what the user makes of these columns until the others or the table change."""
        if column not in self._columns:
            self._share_soon()

    @Slot()
    def _share(self) -> None:
        table, header = self._table, self._table.horizontalHeader()
        others = (at for at in range(header.count()) if at not in self._columns)
        left = table.viewport().width() - sum(map(table.columnWidth, others))
        needed = sorted((needed_width(table, column), column) for column in self._columns)
        for at, (width, column) in enumerate(needed):
            share = max(0, min(width, left // (len(needed) - at)))
            left -= share
            if header.sectionResizeMode(column) is not QHeaderView.ResizeMode.Stretch:
                table.setColumnWidth(column, share)
