"""Table model of the transfer queue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from s3enc_gui.domain.location import last_name
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.progress import Speedometer
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import NO_INDEX, Index
from s3enc_gui.gui.models.row_ranges import runs
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.gui.transfers.models.transfer_totals import TransferTotals
from s3enc_gui.gui.transfers.transfer_text import transfer_sign, transfer_text, transfer_tip
from s3enc_gui.i18n import N_
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    BytesSent,
    OrderChanged,
    QueueRow,
    Removed,
    StateChanged,
    TransferEnded,
)
from s3enc_gui.wording.formats import format_size, format_speed


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    DESTINATION = 1
    SIZE = 2
    PROGRESS = 3
    STATE = 4


_MAX_RANGES = 20  # removed one by one; a view takes about a millisecond for each
_MIN_MEASURED = 1_000_000  # bytes; the speed of a smaller file is meaningless


class TransfersModel(RowsModel):
    """Rows of the queue, updated by batches of reports from WatchTransfers.

    Each batch emits one `dataChanged`. Waiting rows follow the order of the queue, ended ones keep
    their positions. `DETAIL` is the speed of a running row. `reordering` and `reordered` enclose
    Qt's own signals when the order changes.
    """

    TITLES = (N_("Name"), N_("Destination"), N_("Size"), N_("Progress"), N_("State"))
    NUMBERS = frozenset({Column.SIZE})
    reordering = Signal()
    reordered = Signal()

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self.totals = TransferTotals()
        self._rows: list[TransferRow] = []
        self._known: dict[int, TransferRow] = {}
        self._speeds: dict[int, Speedometer] = {}
        self._changed: set[TransferRow] = set()
        self._clock = clock
        self._outages: tuple[Outage, ...] = ()

    # --- rows -----------------------------------------------------------------------------------

    def row(self, number: int) -> TransferRow:
        """Return a row by its position."""
        return self._rows[number]

    def rows(self) -> Sequence[TransferRow]:
        """Return all rows, in order."""
        return self._rows

    def find(self, id: int) -> TransferRow | None:
        """Return a row by the transfer's id."""
        return self._known.get(id)

    def ids_with(self, result: Result) -> tuple[int, ...]:
        """Return the ids of the transfers with a result."""
        return tuple(r.id for r in self._rows if r.outcome and r.outcome.result is result)

    def apply(self, reports: Iterable[object]) -> list[object]:
        """Apply a batch of reports; return those that are not about rows."""
        rest: list[object] = []
        for report in reports:
            match report:
                case BytesSent():
                    self._add_bytes(report)
                case TransferEnded():
                    self._end(report.id, report.outcome)
                case StateChanged():
                    self._set_state(report.ids, report.state)
                case Added():
                    self._add(report.rows)
                case OrderChanged():
                    self._set_order(report.ids)
                case Removed():
                    self._remove(report.ids)
                case OutageChanged():
                    self._set_outages(report.all)
                    rest.append(report)
                case _:
                    rest.append(report)
        self._emit_changes()
        return rest

    def tick(self) -> None:
        """Update the speeds, which fall while a row gets no reports."""
        now = self._clock()
        for id, meter in self._speeds.items():
            row = self._known[id]
            meter.add(now, row.sent)
            self._changed.add(row)
        self._emit_changes()

    # --- data -----------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Add progress and speed; OBJECT is the Outcome (Qt)."""
        if index.isValid() and role in (roles.OBJECT, roles.PERMILLE, roles.DETAIL):
            row = self._rows[index.row()]
            if role == roles.OBJECT:
                return row.outcome
            return row.permille if role == roles.PERMILLE else self._speed(row)
        return super().data(index, role)

    def _text(self, row: TransferRow, column: int) -> str:
        match column:
            case Column.NAME:
                return last_name(_key(row))
            case Column.DESTINATION:
                return _destination(row).removesuffix("/").rpartition("/")[0]
            case Column.SIZE:
                return format_size(row.item.size)
            case Column.PROGRESS:
                permille = row.permille
                percent = "" if permille is None else f"{permille // 10}%"
                return " · ".join(part for part in (percent, self._speed(row)) if part)
        return transfer_text(row, row.waits_for(self._outages))

    def _tip(self, row: TransferRow, column: int) -> str:
        match column:
            case Column.NAME:
                return row.item.path
            case Column.DESTINATION:
                return f"s3://{_destination(row)}"
            case Column.STATE:
                return transfer_tip(row, row.waits_for(self._outages))
        return self._text(row, column)

    def _sign(self, row: TransferRow, column: int) -> StateIcon | None:
        outage = row.waits_for(self._outages)
        return transfer_sign(row, outage) if column == Column.STATE else None

    def _speed(self, row: TransferRow) -> str:
        is_sending = row.is_uploading and not row.waits_for(self._outages)
        meter = self._speeds.get(row.id) if is_sending else None
        return format_speed(meter.speed) if meter and meter.speed else ""

    # --- changes of rows ------------------------------------------------------------------------

    def _add_bytes(self, report: BytesSent) -> None:
        id, change = report.id, report.change
        row = self._known.get(id)
        if row is None:
            return
        self._changed.add(row)
        if report.known:
            self.totals.add_bytes(row, change, known=True)
            if id in self._speeds:
                self._speeds[id].skip(change)
        elif row.item.size >= _MIN_MEASURED and row.state is TransferState.RUNNING:
            now = self._clock()
            meter = self._speeds.get(id) or self._measure(row, now)
            self.totals.add_bytes(row, change)
            meter.add(now, row.sent)
        else:
            self.totals.add_bytes(row, change)

    def _measure(self, row: TransferRow, now: float) -> Speedometer:
        meter = self._speeds[row.id] = Speedometer()
        meter.add(now, row.sent)
        return meter

    def _end(self, id: int, outcome: Outcome) -> None:
        if row := self._known.get(id):
            self.totals.end(row, outcome)
            self._speeds.pop(id, None)
            self._changed.add(row)

    def _set_state(self, ids: Iterable[int], state: TransferState) -> None:
        now = self._clock()
        for id in ids:
            if row := self._known.get(id):
                self.totals.set_state(row, state)
                self._speeds.pop(id, None)
                if state is TransferState.RUNNING and row.item.size >= _MIN_MEASURED:
                    self._measure(row, now)
                self._changed.add(row)

    def _set_outages(self, outages: Iterable[Outage]) -> None:
        self._outages = tuple(one for one in outages if not one.given_up)
        if self._rows:
            last = len(self._rows) - 1
            self.dataChanged.emit(self.index(0, Column.PROGRESS), self.index(last, Column.STATE))

    def _emit_changes(self) -> None:
        changed, self._changed = self._changed, set()
        positions = [row.position for row in changed if row.position >= 0]
        if positions:
            self.dataChanged.emit(
                self.index(min(positions), Column.NAME), self.index(max(positions), Column.STATE)
            )

    # --- changes of the list --------------------------------------------------------------------

    def _add(self, added: Iterable[QueueRow]) -> None:
        # Rows may be reported twice.
        new = {row.id: row for row in added if row.id not in self._known}
        if not new:
            return
        first = len(self._rows)
        rows = [TransferRow(row, number) for number, row in enumerate(new.values(), first)]
        self.beginInsertRows(NO_INDEX, first, first + len(rows) - 1)
        self._rows += rows
        for row in rows:
            self._known[row.id] = row
            self.totals.add(row)
        self.endInsertRows()

    def _remove(self, ids: Iterable[int]) -> None:
        removed = [row for id in ids if (row := self._known.pop(id, None))]
        for row in removed:
            self.totals.remove(row)
            self._speeds.pop(row.id, None)
        ranges = list(runs(row.position for row in removed))
        if len(ranges) > _MAX_RANGES:
            # At the end they are one range, and the view keeps its selection and scroll position.
            kept = [row for row in self._rows if row.id in self._known]
            ranges = [(len(kept), len(self._rows) - 1)]
            self._reorder(kept + removed)
        for first, last in ranges:
            self.beginRemoveRows(NO_INDEX, first, last)
            for row in self._rows[first : last + 1]:
                row.position = -1
            del self._rows[first : last + 1]
            self.endRemoveRows()
        self._number_rows()

    def _set_order(self, ids: Iterable[int]) -> None:
        """Put the rows that have not ended in this order, into the positions they have now."""
        known, ended = self._known, TransferState.ENDED
        turns = [row for id in ids if (row := known.get(id)) and row.state is not ended]
        if len(turns) != self.totals.active:
            # Keep rows that ended or were added in the meantime.
            others = (row for row in self._rows if row.state is not ended)
            turns = [*dict.fromkeys((*turns, *others))]
        following = iter(turns)
        rows = [row if row.state is ended else next(following) for row in self._rows]
        if rows != self._rows:
            self._reorder(rows)

    def _reorder(self, rows: list[TransferRow]) -> None:
        self.reordering.emit()
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        cells = [(self._rows[index.row()], index.column()) for index in before]
        self._rows = rows
        self._number_rows()
        after = [self.index(row.position, column) for row, column in cells]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
        self.reordered.emit()

    def _number_rows(self) -> None:
        for number, row in enumerate(self._rows):
            row.position = number


def _key(row: TransferRow) -> str:
    """Return the key; with `Keep both` the outcome's may differ from the requested one."""
    return (row.outcome.item if row.outcome else row.item).key


def _destination(row: TransferRow) -> str:
    return f"{row.bucket}/{_key(row)}"
