"""Distributes the width of a folder's table among its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, islice

from PySide6.QtWidgets import QHeaderView, QTableView

from s3enc_gui.gui.browser.models.object_cell import text_of
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.browser.models.row_sorting import Column
from s3enc_gui.gui.messages.locale import short_time, size_text
from s3enc_gui.gui.messages.status import group_text
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.i18n import N_, translate

_LONGEST_SIZE, _LONGEST_TIME = 999, datetime(2026, 12, 28, 22, 58)
_PADDING = 30  # pixels left and right of a cell's text
_ICON = 22  # pixels, with the gap to the text
_MAX_MEASURED = 120  # characters of a text
_MAX_TYPES = 100  # encryption types that are measured
_CLASS_WIDTH = 128
_VERSION_WIDTH, _MIN_VERSION = 130, 84
_MIN_NAME = 120
_MIN_ENCRYPTION = N_("Not encrypted")  # is never elided
_ENCRYPTION_SHARE = 0.57  # guaranteed share of the width for names and encryption
_MIN_BESIDE_DATE = 300  # pixels for names and encryption; hide the date if there is less
_MIN_BESIDE_CLASS = 600  # pixels; hide the storage class if there is less


class ColumnWidths:
    """Fits encryption first, then names; the names also take what is left.

    Names are measured when they become visible: a long one widens the column for the whole folder.
    A column that the user has resized keeps its width.
    """

    def __init__(self, table: QTableView, model: ObjectsModel) -> None:
        self._table, self._model = table, model
        self._header = table.horizontalHeader()
        self._needed: dict[Column, int] = {}
        self._resized: dict[Column, int] = {}
        self._fitting = self._versions = False
        measure = table.fontMetrics().horizontalAdvance
        longest = {
            Column.SIZE: size_text(_LONGEST_SIZE),
            Column.MODIFIED: short_time(_LONGEST_TIME),
        }
        self._fixed = {column: measure(text) + _PADDING for column, text in longest.items()}
        self._fixed[Column.CLASS] = scaled(_CLASS_WIDTH)
        self._min_encryption = self._widest([translate(_MIN_ENCRYPTION)])
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._header.setMinimumSectionSize(60)
        self._header.setStretchLastSection(False)
        self._header.sectionResized.connect(self._on_resized)

    def begin(self, *, versions: bool) -> None:
        """Start another folder; show or hide the column of version IDs."""
        self._versions = versions
        self._needed.clear()
        self.share(())

    def share(self, rows: Sequence[ObjectRow]) -> None:
        """Distribute the width; `rows` are the visible ones."""
        self._measure(rows)
        space = self._table.viewport().width() - self._width(Column.SIZE)
        minimum = scaled(_MIN_NAME) + self._width(Column.ENCRYPTION, self._min_encryption)
        version = self._width(
            Column.VERSION, min(max(space - minimum, scaled(_MIN_VERSION)), scaled(_VERSION_WIDTH))
        )
        space -= version if self._versions else 0
        shows_date = space - self._width(Column.MODIFIED) >= scaled(_MIN_BESIDE_DATE)
        space -= self._width(Column.MODIFIED) if shows_date else 0
        shows_class = shows_date and space - self._width(Column.CLASS) >= scaled(_MIN_BESIDE_CLASS)
        space -= self._width(Column.CLASS) if shows_class else 0
        encryption = self._width(Column.ENCRYPTION, self._encryption(space))
        widths = {
            Column.NAME: max(space - encryption, scaled(_MIN_NAME)),
            Column.SIZE: self._width(Column.SIZE),
            Column.MODIFIED: self._width(Column.MODIFIED) if shows_date else 0,
            Column.ENCRYPTION: encryption,
            Column.CLASS: self._width(Column.CLASS) if shows_class else 0,
            Column.VERSION: version if self._versions else 0,
        }
        self._fitting = True
        for column, width in widths.items():
            self._header.setSectionHidden(column, not width)
            if width:
                self._header.resizeSection(column, width)
        self._fitting = False

    def arrangement(self) -> Sequence[int]:
        """Return the columns that the user has resized and their widths, in turn."""
        return [number for pair in self._resized.items() for number in pair]

    def arrange(self, sizes: Sequence[int]) -> None:
        """Use what `arrangement` returned."""
        known = {int(column) for column in Column} - {int(Column.NAME)}
        for column, width in zip(sizes[::2], sizes[1::2], strict=False):
            if column in known and width:
                self._resized[Column(column)] = width
        self.share(())

    def _encryption(self, space: int) -> int:
        """Return the width of the encryption column, of the space for it and the names."""
        left = space - self._needed[Column.NAME]
        guaranteed = min(int(space * _ENCRYPTION_SHARE), space - scaled(_MIN_NAME))
        return min(self._needed[Column.ENCRYPTION], max(left, guaranteed, self._min_encryption))

    def _measure(self, rows: Sequence[ObjectRow]) -> None:
        """Measure the visible rows, and the encryption types of all rows."""
        known, column = self._model.all, Column.ENCRYPTION
        names = (text_of(row, Column.NAME, known.keys) for row in rows)
        self._needed[Column.NAME] = max(
            self._widest(names), self._needed.get(Column.NAME, scaled(_MIN_NAME))
        )
        types = (group_text(group, known.keys) for group in islice(known.totals, _MAX_TYPES))
        shown = (text_of(row, column, known.keys) for row in rows)  # some with an age
        self._needed[column] = self._widest(chain([translate(_MIN_ENCRYPTION)], types, shown))

    def _widest(self, texts: Iterable[str]) -> int:
        measure = self._table.fontMetrics().horizontalAdvance
        widest = max((measure(text[:_MAX_MEASURED]) for text in texts), default=0)
        return widest + _ICON + _PADDING

    def _width(self, column: Column, otherwise: int = 0) -> int:
        """Return the width that the user has set, else the default width."""
        return self._resized.get(column, self._fixed.get(column, otherwise))

    def _on_resized(self, column: int, before: int, now: int) -> None:
        """Save the width that the user has set; the name column always takes what is left."""
        if not self._fitting and before and now:
            if column != Column.NAME:
                self._resized[Column(column)] = now
            self.share(())
