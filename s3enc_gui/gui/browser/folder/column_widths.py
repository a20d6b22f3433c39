"""How the columns of a folder share the width there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, islice

from PySide6.QtWidgets import QHeaderView, QTableView

from s3enc_gui.gui.browser.models.object_cell import text_of
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.browser.models.row_sorting import Column
from s3enc_gui.gui.messages.locale import moment_text
from s3enc_gui.gui.messages.status import group_text

_LONGEST = {  # what a column is to have room for
    Column.SIZE: "999 bytes",
    Column.MODIFIED: moment_text(datetime(2026, 12, 28, 22, 58)),
}
_PADDING = 26  # left and right of a cell's text
_ICON = 22  # with what is between it and the text
_MEASURED = 120  # letters of a text: none gets more room than these need
_KINDS = 100  # of encryption that are measured
_CLASS_WIDTH = 128
_VERSION_WIDTH, _LEAST_VERSION = 130, 84
_LEAST_NAME = 120
_LEAST_ENCRYPTION = "Not encrypted"  # is never to be cut
_FIRM_ENCRYPTION = 0.57  # of the room for both, where names want more: it is what people come for
_BESIDE_DATE = 300  # for names and encryption together; in less the date goes
_BESIDE_CLASS = 600  # in less there is no room for the storage class


class ColumnWidths:
    """Gives encryption its share first, then names what they need; what is left is for the names.

    Names are measured as they come into sight: a long one gets more room for all of the folder. A
    column that the user has drawn keeps its width.
    """

    def __init__(self, table: QTableView, model: ObjectsModel) -> None:
        self._table, self._model = table, model
        self._header = table.horizontalHeader()
        self._needed: dict[Column, int] = {}
        self._drawn: dict[Column, int] = {}
        self._fitting = self._versions = False
        metrics = table.fontMetrics()
        self._fixed = {
            column: metrics.horizontalAdvance(text) + _PADDING for column, text in _LONGEST.items()
        }
        self._fixed[Column.CLASS] = _CLASS_WIDTH
        self._least = self._widest([_LEAST_ENCRYPTION])
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._header.setMinimumSectionSize(60)
        self._header.setStretchLastSection(False)
        self._header.sectionResized.connect(self._note)

    def begin(self, *, versions: bool) -> None:
        """Forget the texts of another folder; show the column of version ids, or not."""
        self._versions = versions
        self._needed.clear()
        self.share(())

    def share(self, rows: Sequence[ObjectRow]) -> None:
        """Share the width anew; `rows` are those in sight."""
        self._measure(rows)
        room = self._table.viewport().width() - self._width(Column.SIZE)
        least = _LEAST_NAME + self._width(Column.ENCRYPTION, self._least)
        version = self._width(
            Column.VERSION, min(max(room - least, _LEAST_VERSION), _VERSION_WIDTH)
        )
        room -= version if self._versions else 0
        dated = room - self._width(Column.MODIFIED) >= _BESIDE_DATE
        room -= self._width(Column.MODIFIED) if dated else 0
        classed = dated and room - self._width(Column.CLASS) >= _BESIDE_CLASS
        room -= self._width(Column.CLASS) if classed else 0
        encryption = self._width(Column.ENCRYPTION, self._encryption(room))
        widths = {
            Column.NAME: max(room - encryption, _LEAST_NAME),
            Column.SIZE: self._width(Column.SIZE),
            Column.MODIFIED: self._width(Column.MODIFIED) if dated else 0,
            Column.ENCRYPTION: encryption,
            Column.CLASS: self._width(Column.CLASS) if classed else 0,
            Column.VERSION: version if self._versions else 0,
        }
        self._fitting = True
        for column, width in widths.items():
            self._header.setSectionHidden(column, not width)
            if width:
                self._header.resizeSection(column, width)
        self._fitting = False

    def _encryption(self, room: int) -> int:
        """Return what encryption gets of the room for it and names."""
        left = room - self._needed[Column.NAME]
        firm = min(int(room * _FIRM_ENCRYPTION), room - _LEAST_NAME)
        return min(self._needed[Column.ENCRYPTION], max(left, firm, self._least))

    def _measure(self, rows: Sequence[ObjectRow]) -> None:
        """Measure what is in sight; what all rows say of their encryption are few texts."""
        known, column = self._model.all, Column.ENCRYPTION
        names = (text_of(row, Column.NAME, known.keys) for row in rows)
        self._needed[Column.NAME] = max(
            self._widest(names), self._needed.get(Column.NAME, _LEAST_NAME)
        )
        kinds = (group_text(group, known.keys) for group in islice(known.totals, _KINDS))
        seen = (text_of(row, column, known.keys) for row in rows)  # some are of an earlier look
        self._needed[column] = self._widest(chain([_LEAST_ENCRYPTION], kinds, seen))

    def _widest(self, texts: Iterable[str]) -> int:
        measure = self._table.fontMetrics().horizontalAdvance
        widest = max((measure(text[:_MEASURED]) for text in texts), default=0)
        return widest + _ICON + _PADDING

    def _width(self, column: Column, otherwise: int = 0) -> int:
        """Return how wide the user has drawn a column, else how wide it is by itself."""
        return self._drawn.get(column, self._fixed.get(column, otherwise))

    def _note(self, column: int, before: int, now: int) -> None:
        """Take what the user has drawn; the names have what is left, whatever is drawn of them."""
        if not self._fitting and before and now:
            if column != Column.NAME:
                self._drawn[Column(column)] = now
            self.share(())
