"""Headings of tables, and numbers, dates and states, that are elided; names may be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView, QWidget

from s3enc_gui.gui.models import roles

WHOLE = {  # names of columns, of the enumeration `Column` of each model
    *("SIZE", "TIME", "MODIFIED", "STARTED", "STATE", "RESULT"),
    *("OBJECTS", "SHARE", "BYTES", "COMPLIANCE"),
}
# Of tables whose model has no such enumeration: results, decisions and states.
WHOLE_OF = {"ReportDialog": (1,), "TrialsTable": (1,), "ConnectionsModel": (4,)}
_ROWS = 30
_TRANSLATED = "⟦"  # the text is the program's, not a name
_AROUND, _ICON = 24, 24  # pixels: padding and icon of a cell


def cut_cells(top: QWidget) -> Iterator[str]:
    """Yield the cells of a window's tables that are cut."""
    for table in top.findChildren(QTableView):
        if table.window() is top.window() and table.isVisible():
            yield from _headings(table)
            yield from _of_table(table)
            yield from _translated(table)


def _headings(table: QTableView) -> Iterator[str]:
    header = table.horizontalHeader()
    if not header.isVisible():
        return
    for column in range(header.count()):
        if header.isSectionHidden(column):
            continue
        needed, width = header.sectionSizeFromContents(column).width(), header.sectionSize(column)
        end = header.sectionViewportPosition(column) + width
        heading = table.model().headerData(column, Qt.Orientation.Horizontal)
        if needed > width:
            yield f"{type(table).__name__} {width}, {needed} needed for the heading {heading!r}"
        if end > header.viewport().width():
            yield f"{type(table).__name__}: the column {heading!r} is outside"


def _of_table(table: QTableView) -> Iterator[str]:
    """Yield the cells of numbers, dates and states whose text is wider than their column."""
    model = table.model()
    for column, name in _whole(table):
        if table.isColumnHidden(column):
            continue
        for row in range(min(_ROWS, model.rowCount())):
            index = model.index(row, column)
            error = getattr(index.data(roles.OBJECT), "error", None)
            if error and error.title in index.data():
                continue  # a state with a reason, which may be long
            option = QStyleOptionViewItem()
            table.initViewItemOption(option)
            needed = table.itemDelegateForIndex(index).sizeHint(option, index).width()
            if needed > table.columnWidth(column) and not _is_wrapped(table, index):
                width = table.columnWidth(column)
                where = f"{type(table).__name__}.{name}"
                yield f"{where} {width}, {needed} needed: {index.data()!r}"


def _translated(table: QTableView) -> Iterator[str]:
    """Yield the cells with words of the program that are elided."""
    model = table.model()
    for column in range(model.columnCount()):
        for row in range(min(_ROWS, model.rowCount())):
            index = model.index(row, column)
            text = index.data()
            if table.isColumnHidden(column) or not _is_prose(table, index):
                continue
            option = QStyleOptionViewItem()
            table.initViewItemOption(option)
            needed = table.itemDelegateForIndex(index).sizeHint(option, index).width()
            if needed > table.columnWidth(column) and not _is_wrapped(table, index):
                width = table.columnWidth(column)
                yield f"{type(table).__name__} {width}, {needed} needed: {text!r}"


def _is_prose(table: QTableView, index: QModelIndex) -> bool:
    """Whether a cell has words of the program; not a reason (its tip has it) or a long name."""
    text, space = index.data(), table.columnWidth(index.column()) - _AROUND
    if not isinstance(text, str) or not text.startswith(_TRANSLATED) or ": " in text:
        return False
    return all(table.fontMetrics().horizontalAdvance(word) <= space for word in text.split())


def _is_wrapped(table: QTableView, index: QModelIndex) -> bool:
    """Whether a cell shows its whole text in several lines."""
    icon = _ICON if index.data(Qt.ItemDataRole.DecorationRole) else 0
    width, height = table.columnWidth(index.column()) - _AROUND - icon, table.rowHeight(index.row())
    flags, space = Qt.TextFlag.TextWordWrap, QRect(0, 0, width, 10_000)
    shown = table.fontMetrics().boundingRect(space, flags, index.data())
    return table.wordWrap() and shown.width() <= width and shown.height() + 8 <= height


def _whole(table: QTableView) -> Iterator[tuple[int, str]]:
    """Yield the columns that must be shown whole, with their names."""
    model = table.model()
    columns: type[IntEnum] | None = getattr(sys.modules[type(model).__module__], "Column", None)
    if columns is not None:
        yield from ((column, column.name) for column in columns if column.name in WHOLE)
    for one in (model, table, table.window()):
        yield from ((column, str(column)) for column in WHOLE_OF.get(type(one).__name__, ()))
