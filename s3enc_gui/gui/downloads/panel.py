"""The strip of downloads: what comes from S3 to this machine, and how it fares."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.downloads.download import DownloadWish, KeptDownload
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads.actions import Deed, DownloadActions, applies
from s3enc_gui.gui.downloads.conflict_bar import TakenBar
from s3enc_gui.gui.downloads.details import Details
from s3enc_gui.gui.downloads.head import Head
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.downloads.models.downloads_model import DownloadsModel
from s3enc_gui.gui.downloads.runs import Runs
from s3enc_gui.gui.downloads.table import DownloadsTable
from s3enc_gui.gui.messages import downloads as words
from s3enc_gui.gui.widgets.question import Question
from s3enc_gui.jobs.downloads.download import ForgetDownload
from s3enc_gui.jobs.downloads.interrupted import CheckDownloads, DiscardDownload

_TICK_MS = 1000


class DownloadsPanel(QWidget):
    """A row for each download; hidden while there is none.

    `start` begins one, `check` looks for those an earlier session left. `problem` carries an
    AppError that is about none of the rows.
    """

    problem = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.model = DownloadsModel(self)
        self.runs = Runs(runner, self.model, self)
        self.table = DownloadsTable(self.model)
        self.deeds = DownloadActions(self.table)
        self.head = Head(self.deeds.of)
        self.head.heading.setBuddy(self.table)
        self.taken, self.details = TakenBar(), Details()
        self._sure = Question(self)
        self._doomed: list[DownloadRow] = []
        self._tick = QTimer(self, interval=_TICK_MS)
        self._arrange()
        self._connect()
        self.hide()

    def count_active(self) -> int:
        """Return how many downloads are under way or wait for their turn."""
        return self.runs.active

    def start(self, wish: DownloadWish) -> None:
        """Begin a download; one in the same words that is left is gone on with in its place."""
        row = next((one for one in self.model.rows() if one.wish == wish), None)
        if row is not None and row.is_under_way:
            self._select(row)
            return
        if row is None:
            row = DownloadRow(wish)
            self.model.add(row)
        self._select(row)
        self.runs.start(row, wish, goes_on=row.can_go_on)

    def check(self) -> None:
        """Look for downloads that an earlier session left."""
        handle = self._runner.start(CheckDownloads())
        handle.succeeded.connect(self._found)
        handle.failed.connect(self.problem)

    # --- inside ---------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinAndMaxSize)
        for widget in (self.head, self.taken, self.table, self.details):
            column.addWidget(widget)

    def _connect(self) -> None:
        for deed, action in self.deeds.of.items():
            action.triggered.connect(partial(self._do, deed))
        self.deeds.delete.triggered.connect(self._delete)
        self.table.doubleClicked.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._show)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.runs.changed.connect(self._changed)
        self.taken.chosen.connect(self._decide)
        self._sure.confirmed.connect(self._discard)
        self._tick.timeout.connect(self._pass_time)

    @Slot(object)
    def _found(self, found: tuple[KeptDownload, ...]) -> None:
        listed = {row.wish for row in self.model.rows()}
        for kept in found:
            if kept.wish not in listed:
                self.model.add(DownloadRow(kept.wish, kept))
        if found and not self.table.selected():
            self.table.selectRow(0)
        self._show()

    @Slot(object)
    def _changed(self, row: DownloadRow) -> None:
        del row
        self._show()

    def _show(self) -> None:
        rows, selected = self.model.rows(), self.table.selected()
        self.setVisible(bool(rows))
        self.deeds.enable(selected)
        self.head.share()
        self.head.summary.show_text(words.summary_text(rows))
        asked = [row for row in (*selected, *rows) if row.taken and not row.is_under_way]
        self.taken.ask(asked[0] if asked else None)
        self.details.show_text(words.details_text(selected[0]) if len(selected) == 1 else "")
        going = self.count_active() > 0
        if going != self._tick.isActive():
            self._tick.start() if going else self._tick.stop()

    def _pass_time(self) -> None:
        self.model.tick()
        self.head.summary.show_text(words.summary_text(self.model.rows()))

    def _select(self, row: DownloadRow) -> None:
        self.table.selectRow(self.model.number_of(row))

    def _open_menu(self, at: QPoint) -> None:
        menu = self.deeds.context_menu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(at))

    # --- what is done ---------------------------------------------------------------------------

    def _do(self, deed: Deed) -> None:
        rows = [row for row in self.table.selected() if applies(deed, row)]
        match deed:
            case Deed.OPEN:
                self._open()
            case Deed.DISCARD if rows:
                self._ask(rows)
            case _:
                for row in rows:
                    self._do_to(deed, row)
        self._show()

    def _do_to(self, deed: Deed, row: DownloadRow) -> None:
        match deed:
            case Deed.CANCEL:
                self.runs.stop(row)
            case Deed.RESUME | Deed.RETRY:
                self.runs.start(row, row.wish, goes_on=True)
            case Deed.REMOVE:
                self.model.remove(row)
                self._run(DiscardDownload(row.wish) if row.failed else ForgetDownload(row.wish))

    def _delete(self) -> None:
        deed = self.deeds.meant_by_delete()
        if deed is not None:
            self._do(deed)

    def _open(self) -> None:
        for folder in dict.fromkeys(row.wish.folder for row in self.table.selected()):
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def _ask(self, rows: list[DownloadRow]) -> None:
        self._doomed = rows
        self._sure.ask(*words.discard_question(rows))

    def _discard(self) -> None:
        for row in self._doomed:
            if applies(Deed.DISCARD, row) and self.model.number_of(row) >= 0:
                self.model.remove(row)
                self._run(DiscardDownload(row.wish))
        self._doomed = []
        self._show()

    def _decide(self, row: DownloadRow, policy: IfExists) -> None:
        taken = list(row.taken)
        if policy is IfExists.SKIP:
            row.skip_taken()
            self.model.tell(row)
            if not row.failed:
                self._run(ForgetDownload(row.wish))
        else:
            self.runs.start(row, replace(row.wish, if_exists=policy), goes_on=True, only=taken)
        self._show()

    def _run(self, job: DiscardDownload | ForgetDownload) -> None:
        self._runner.start(job).failed.connect(self.problem)
