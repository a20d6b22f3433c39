"""The result of a change of encryption: each object before and after, with its proof or problem."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.known_key import NEEDS_KEY
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.reencryption.run import Receipt, RunResult
from s3enc_gui.domain.reencryption.state import FINE, OPEN, State
from s3enc_gui.domain.reencryption.way import Reason
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.choose_key import choose_key, choose_key_text
from s3enc_gui.gui.reencryption.receipts_model import STATE_SIGNS, Column, ReceiptsModel
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import Action, ErrorBanner
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.gui.widgets.tables.elide_right import ElideRightDelegate
from s3enc_gui.gui.widgets.tables.quick_table import QuickTable, make_quick
from s3enc_gui.gui.widgets.tables.sample_widths import fit_columns
from s3enc_gui.gui.widgets.tables.shared_columns import SharedColumns
from s3enc_gui.i18n import _, translate
from s3enc_gui.jobs.reencryption.receipts import ReadReceipts, ReceiptsPage
from s3enc_gui.wording.reencryption.labels import state_text
from s3enc_gui.wording.reencryption.results import UNDO_NOTE, receipt_error, summary_text

_ROWS = QSize(420, 130)  # pixels
_WORST_FIRST = (
    *(State.DIFFERENT, State.FAILED, State.CANNOT_TELL, State.CHANGED, State.CANNOT),
    *(State.STARTED, State.PLANNED, State.VERIFIED, State.ALREADY, State.GONE),
)


class ObjectsTable(QuickTable):
    """Selects one row."""

    def __init__(self, model: ReceiptsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(_("Objects of the change"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for column in (Column.BEFORE, Column.AFTER):
            self.setItemDelegateForColumn(column, ElideRightDelegate(self))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.OBJECT, QHeaderView.ResizeMode.Stretch)
        self.fit((State.VERIFIED,))
        SharedColumns(self, (Column.OBJECT, Column.BEFORE, Column.AFTER))

    def fit(self, states: Iterable[State]) -> None:
        """Make room for these results."""
        longest = max(map(state_text, states), key=len, default="")
        fit_columns(self, {Column.RESULT: longest}, icons={Column.RESULT})

    def sizeHint(self) -> QSize:
        """Return the same as for the minimum: it gets what is left (Qt)."""
        return _ROWS

    def minimumSizeHint(self) -> QSize:
        """Return a size for the columns and a few rows (Qt)."""
        return _ROWS


class ResultView(QWidget):
    """Below the table is what is to be said about the selected object, with its button.

    `key_chosen`: one was found that an object needs, and is tried from now on.
    """

    key_chosen = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self._read = runner, LatestJob(runner, self)
        self._connection: Connection | None = None
        self._bucket = ""
        self._icon, self.summary = IconLabel("verified", "ok", 22), label(wrap=True)
        self.model = ReceiptsModel(self)
        self.table = ObjectsTable(self.model)
        self.busy = BusyIndicator()
        self.banner, self.note = ErrorBanner(closable=False), TextLine()
        self._is_first = True
        self._arrange()
        self._read.answered.connect(self._answered)
        self._read.failed.connect(self._failed)
        self._read.busy_changed.connect(self._show_busy)
        self.model.page_requested.connect(self._read_more)
        self.table.selectionModel().currentRowChanged.connect(self._show_current)

    def show_result(self, result: RunResult, bucket: str, connection: Connection | None) -> None:
        """Show another result; its objects are read from the file of the run."""
        self._bucket, self._connection = bucket, connection
        worst = next((one for one in _WORST_FIRST if result.counts.get(one)), State.VERIFIED)
        sign = STATE_SIGNS[worst]
        self._icon.show_icon(sign.icon, sign.tone)
        self.summary.setText(summary_text(result))
        self.note.say(translate(UNDO_NOTE) if result.changed else "")
        self.model.clear()
        self.banner.clear()
        self._is_first = True
        self.table.fit(result.counts)
        self._read.ask(ReadReceipts(result.path))

    def stop(self) -> None:
        """Read no more."""
        self._read.drop()

    @Slot()
    def _read_more(self) -> None:
        if self.model.following:
            self._is_first = False
            self._read.ask(self.model.following)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if busy and self._is_first:
            self.busy.start(_("Reading the objects…"))
        else:
            self.busy.stop()

    @Slot(object)
    def _answered(self, page: ReceiptsPage) -> None:
        if not self._is_first:
            self.model.append(page)
            return
        self.model.show(page)
        if page.receipts:
            self.table.setCurrentIndex(self.model.index(0, 0))

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.model.give_up()
        self.banner.show_error(error)  # type: ignore[arg-type]

    @Slot()
    def _show_current(self) -> None:
        receipt = self.model.receipt(self.table.currentIndex().row())
        if receipt is None:
            self.banner.clear()
            return
        self.banner.show_error(receipt_error(receipt), _tone(receipt), self._actions(receipt))

    def _actions(self, receipt: Receipt) -> tuple[Action, ...]:
        if self._connection is None or not _needs_key(receipt):
            return ()
        return ((choose_key_text(), self._choose_key),)

    @Slot()
    def _choose_key(self) -> None:
        receipt = self.model.receipt(self.table.currentIndex().row())
        if receipt is None or self._connection is None:
            return
        location = Location(self._bucket, receipt.planned.key)
        version = None if receipt.planned.is_latest else receipt.planned.version_id
        choose_key(
            self._runner,
            self._connection,
            location,
            version,
            self.window(),
            lambda _details: self.key_chosen.emit(),
        )

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._icon)
        top.addWidget(self.summary, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.busy)
        column.addWidget(self.banner)
        column.addWidget(self.note)


def _needs_key(receipt: Receipt) -> bool:
    error = receipt.changed.error
    if error is not None:
        return error.code in NEEDS_KEY
    return receipt.planned.choice.reason is Reason.CUSTOMER_KEY


def _tone(receipt: Receipt) -> str:
    state = receipt.changed.state
    if state is State.VERIFIED:
        return "ok"
    if state in (*FINE, *OPEN):
        return "info"
    return "error" if STATE_SIGNS[state].tone == "error" else "warning"
