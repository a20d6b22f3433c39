"""The queue of transfers as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from s3enc_gui.domain.progress import Speedometer
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import NO_INDEX, Index
from s3enc_gui.gui.models.row_ranges import runs
from s3enc_gui.gui.models.rows_model import RIGHT, RowsModel
from s3enc_gui.gui.transfers.models.transfer_row import Phase, TransferRow
from s3enc_gui.gui.transfers.models.transfer_totals import TransferTotals
from s3enc_gui.gui.transfers.transfer_text import transfer_sign, transfer_text, transfer_tip
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    BytesSent,
    OrderChanged,
    QueueRow,
    Removed,
    StateChanged,
    TransferEnded,
)
from s3enc_gui.wording.labels import format_size, format_speed


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    DESTINATION = 1
    SIZE = 2
    PROGRESS = 3
    STATE = 4


_SCATTERED = 20  # runs of rows: a view takes about a millisecond for each
_MEASURED = 1_000_000  # bytes; the speed of a smaller file says nothing


class TransfersModel(RowsModel):
    """Rows of the queue; takes the reports of WatchTransfers in batches.

    What changed in a batch is told to the view as one range. Waiting rows follow the order of the
    queue, those that ended keep their place. `DETAIL` is the speed of a row under way.
    `arranging` and `arranged` come around the change of an order, outside of Qt's own signals.
    """

    TITLES = ("Name", "Destination", "Size", "Progress", "State")
    NUMBERS = frozenset({Column.SIZE})
    arranging = Signal()
    arranged = Signal()

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self.totals = TransferTotals()
        self._rows: list[TransferRow] = []
        self._known: dict[int, TransferRow] = {}
        self._speeds: dict[int, Speedometer] = {}
        self._touched: set[TransferRow] = set()
        self._clock = clock

    # --- what is in it --------------------------------------------------------------------------

    def row(self, number: int) -> TransferRow:
        """Return a row by its place."""
        return self._rows[number]

    def rows(self) -> Sequence[TransferRow]:
        """Return all rows, in order."""
        return self._rows

    def find(self, id: int) -> TransferRow | None:
        """Return a row by the transfer's id."""
        return self._known.get(id)

    def ids_with(self, result: Result) -> tuple[int, ...]:
        """Return the transfers that ended so."""
        return tuple(r.id for r in self._rows if r.outcome and r.outcome.result is result)

    def take(self, reports: Iterable[object]) -> list[object]:
        """Take a batch of reports; return those that are not about rows."""
        rest: list[object] = []
        for report in reports:
            match report:
                case BytesSent():
                    self._move(report)
                case TransferEnded():
                    self._end(report.id, report.outcome)
                case StateChanged():
                    self._set_state(report.ids, report.state)
                case Added():
                    self._add(report.rows)
                case OrderChanged():
                    self._order(report.ids)
                case Removed():
                    self._remove(report.ids)
                case _:
                    rest.append(report)
        self._tell()
        return rest

    def tick(self) -> None:
        """Let time pass: the speed of a row that hears nothing falls."""
        now = self._clock()
        for id, meter in self._speeds.items():
            row = self._known[id]
            meter.add(now, row.sent)
            self._touched.add(row)
        self._tell()

    # --- Qt's questions -------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """As Qt asks."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.STATE:
                sign = transfer_sign(row)
                return icon(sign.icon, sign.tone)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._tool_tip(row, column))
            case Qt.ItemDataRole.TextAlignmentRole if column in self.NUMBERS:
                return RIGHT
            case roles.OBJECT:
                return row.outcome
            case roles.PERMILLE:
                return row.permille
            case roles.DETAIL:
                return self._speed(row)
        return None

    def _text(self, row: TransferRow, column: Column) -> str:
        match column:
            case Column.NAME:
                return _key(row).rpartition("/")[2]
            case Column.DESTINATION:
                return _place(row).rpartition("/")[0]
            case Column.SIZE:
                return format_size(row.item.size)
            case Column.PROGRESS:
                permille = row.permille
                percent = "" if permille is None else f"{permille // 10} %"
                return " · ".join(part for part in (percent, self._speed(row)) if part)
            case Column.STATE:
                return transfer_text(row)

    def _tool_tip(self, row: TransferRow, column: Column) -> str:
        match column:
            case Column.NAME:
                return row.item.path
            case Column.DESTINATION:
                return f"s3://{_place(row)}"
            case Column.STATE:
                return transfer_tip(row)
        return self._text(row, column)

    def _speed(self, row: TransferRow) -> str:
        meter = self._speeds.get(row.id) if row.phase is Phase.UPLOADING else None
        return format_speed(meter.speed) if meter and meter.speed else ""

    # --- changes of rows ------------------------------------------------------------------------

    def _move(self, report: BytesSent) -> None:
        id, change = report.id, report.change
        row = self._known.get(id)
        if row is None:
            return
        if report.known:
            self.totals.move(row, change, known=True)
            self._touched.add(row)
            if id in self._speeds:
                self._speeds[id].skip(change)
            return
        if row.item.size >= _MEASURED and row.state is TransferState.RUNNING:
            now = self._clock()
            meter = self._speeds.get(id) or self._measure(row, now)
            self.totals.move(row, change)
            meter.add(now, row.sent)
        else:
            self.totals.move(row, change)
        self._touched.add(row)

    def _measure(self, row: TransferRow, now: float) -> Speedometer:
        meter = self._speeds[row.id] = Speedometer()
        meter.add(now, row.sent)
        return meter

    def _end(self, id: int, outcome: Outcome) -> None:
        if row := self._known.get(id):
            self.totals.end(row, outcome)
            self._speeds.pop(id, None)
            self._touched.add(row)

    def _set_state(self, ids: Iterable[int], state: TransferState) -> None:
        now = self._clock()
        for id in ids:
            if row := self._known.get(id):
                self.totals.set_state(row, state)
                self._speeds.pop(id, None)
                if state is TransferState.RUNNING and row.item.size >= _MEASURED:
                    self._measure(row, now)
                self._touched.add(row)

    def _tell(self) -> None:
        touched, self._touched = self._touched, set()
        places = [row.at for row in touched if row.at >= 0]
        if places:
            self.dataChanged.emit(
                self.index(min(places), Column.NAME), self.index(max(places), Column.STATE)
            )

    # --- changes of the list --------------------------------------------------------------------

    def _add(self, added: Iterable[QueueRow]) -> None:
        # Told twice is there once.
        news = {row.id: row for row in added if row.id not in self._known}
        if not news:
            return
        first = len(self._rows)
        rows = [TransferRow(row, at) for at, row in enumerate(news.values(), first)]
        self.beginInsertRows(NO_INDEX, first, first + len(rows) - 1)
        self._rows += rows
        for row in rows:
            self._known[row.id] = row
            self.totals.enter(row)
        self.endInsertRows()

    def _remove(self, ids: Iterable[int]) -> None:
        gone = [row for id in ids if (row := self._known.pop(id, None))]
        for row in gone:
            self.totals.leave(row)
            self._speeds.pop(row.id, None)
        ranges = list(runs(row.at for row in gone))
        if len(ranges) > _SCATTERED:
            # Together at the end they are one range, and the view keeps selection and place.
            places = {row.at for row in gone}
            left = [row for at, row in enumerate(self._rows) if at not in places]
            ranges = [(len(left), len(self._rows) - 1)]
            self._arrange(left + gone)
        for first, last in ranges:
            self.beginRemoveRows(NO_INDEX, first, last)
            for row in self._rows[first : last + 1]:
                row.at = -1
            del self._rows[first : last + 1]
            self.endRemoveRows()
        for at, row in enumerate(self._rows):
            row.at = at

    def _order(self, ids: Iterable[int]) -> None:
        """Put those that have not ended in this order, into the places they have among all."""
        known, ended = self._known, TransferState.ENDED
        turns = [row for id in ids if (row := known.get(id)) and row.state is not ended]
        if len(turns) != self.totals.active:
            # One that ended or came in the meantime is not lost.
            left = (row for row in self._rows if row.state is not ended)
            turns = [*dict.fromkeys((*turns, *left))]
        coming = iter(turns)
        arranged = [row if row.state is ended else next(coming) for row in self._rows]
        if arranged != self._rows:
            self._arrange(arranged)

    def _arrange(self, arranged: list[TransferRow]) -> None:
        self.arranging.emit()
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self._rows[index.row()], index.column()) for index in before]
        self._rows = arranged
        for at, row in enumerate(arranged):
            row.at = at
        after = [self.index(row.at, column) for row, column in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
        self.arranged.emit()


def _key(row: TransferRow) -> str:
    """Return the key; where both are kept, the outcome's is another than was asked for."""
    return (row.outcome.item if row.outcome else row.item).key


def _place(row: TransferRow) -> str:
    return f"{row.bucket}/{_key(row)}"
