"""Base class of table models: a list of rows with fixed column titles."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import NO_INDEX, Index
from s3enc_gui.i18n import translate

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel):
    """A table of `_rows`. `TITLES` are marked with `N_`; `NUMBERS` are right-aligned columns.

    Subclasses either override `_text`, `_tip` and `_sign`, or `data`.
    """

    TITLES: ClassVar[tuple[str, ...]] = ()
    NUMBERS: ClassVar[frozenset[int]] = frozenset()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Qt override."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Qt override."""
        return 0 if parent.isValid() else len(self.TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Qt override: text, icon and tool tip of a cell; OBJECT is the row."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._tip(row, column))
            case Qt.ItemDataRole.DecorationRole:
                sign = self._sign(row, column)
                return icon(sign.icon, sign.tone) if sign else None
            case Qt.ItemDataRole.TextAlignmentRole if column in self.NUMBERS:
                return RIGHT
            case roles.OBJECT:
                return row
        return None

    def multiData(self, index: Index, roleDataSpan: Any) -> None:  # noqa: ANN401 - the span has no type
        """Qt override: all roles of a cell in one call.

        Separate calls would each have to acquire the GIL, which jobs hold.
        """
        for number in range(roleDataSpan.size()):
            requested = roleDataSpan[number]
            value = self.data(index, requested.role())
            if value is None:
                requested.clearData()
            else:
                requested.setData(value)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's variant
        """Qt override."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return translate(self.TITLES[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.NUMBERS:
            return RIGHT
        return None

    def _text(self, row: Any, column: int) -> str:  # noqa: ANN401 - the type of the rows
        """Return the text of a cell."""
        raise NotImplementedError

    def _tip(self, row: Any, column: int) -> str:  # noqa: ANN401
        """Return the tool tip of a cell."""
        return self._text(row, column)

    def _sign(self, row: Any, column: int) -> StateIcon | None:  # noqa: ANN401
        """Return the icon of a cell."""
        return None
