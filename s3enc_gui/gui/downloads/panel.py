"""The strip of downloads: what comes from S3 to this machine, and how it fares."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.downloads.download import DownloadRequest, InterruptedDownload
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads.actions import DownloadActions, DownloadCommand, applies
from s3enc_gui.gui.downloads.details import Details
from s3enc_gui.gui.downloads.head import DownloadsHeader
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.downloads.models.downloads_model import DownloadsModel
from s3enc_gui.gui.downloads.runs import Runs
from s3enc_gui.gui.downloads.table import DownloadsTable
from s3enc_gui.gui.messages import downloads as words
from s3enc_gui.gui.widgets.conflict_bar import ConflictBar
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
        self.object_actions = DownloadActions(self.table)
        self.head = DownloadsHeader(self.object_actions.of)
        self.head.heading.setBuddy(self.table)
        self.conflicts, self.details = ConflictBar(small=True), Details()
        self._conflicting: DownloadRow | None = None
        self._sure = Question(self)
        self._doomed: list[DownloadRow] = []
        self._tick = QTimer(self, interval=_TICK_MS)
        self._arrange()
        self._connect()
        self.hide()

    def count_active(self) -> int:
        """Return how many downloads are under way or wait for their turn."""
        return self.runs.active

    def start(self, request: DownloadRequest) -> None:
        """Begin a download; one in the same words that is left is gone on with in its place."""
        row = next((one for one in self.model.rows() if one.request == request), None)
        if row is not None and row.is_under_way:
            self._select(row)
            return
        if row is None:
            row = DownloadRow(request)
            self.model.add(row)
        self._select(row)
        self.runs.start(row, request, goes_on=row.can_go_on)

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
        for widget in (self.head, self.conflicts, self.table, self.details):
            column.addWidget(widget)

    def _connect(self) -> None:
        for command, action in self.object_actions.of.items():
            action.triggered.connect(partial(self._do, command))
        self.object_actions.delete.triggered.connect(self._delete)
        self.table.doubleClicked.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._show)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.runs.changed.connect(self._changed)
        self.conflicts.chosen.connect(self._decide)
        self._sure.confirmed.connect(self._discard)
        self._tick.timeout.connect(self._pass_time)

    @Slot(object)
    def _found(self, found: tuple[InterruptedDownload, ...]) -> None:
        listed = {row.request for row in self.model.rows()}
        for kept in found:
            if kept.request not in listed:
                self.model.add(DownloadRow(kept.request, kept))
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
        self.object_actions.enable(selected)
        self.head.share()
        self.head.summary.show_text(words.summary_text(rows))
        asked = [row for row in (*selected, *rows) if row.taken and not row.is_under_way]
        self._conflicting = asked[0] if asked else None
        self.conflicts.show_message(words.taken_text(asked[0]) if asked else "")
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
        menu = self.object_actions.context_menu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(at))

    # --- what is done ---------------------------------------------------------------------------

    def _do(self, command: DownloadCommand) -> None:
        rows = [row for row in self.table.selected() if applies(command, row)]
        match command:
            case DownloadCommand.OPEN:
                self._open()
            case DownloadCommand.DISCARD if rows:
                self._ask(rows)
            case _:
                for row in rows:
                    self._do_to(command, row)
        self._show()

    def _do_to(self, command: DownloadCommand, row: DownloadRow) -> None:
        match command:
            case DownloadCommand.CANCEL:
                self.runs.stop(row)
            case DownloadCommand.RESUME | DownloadCommand.RETRY:
                self.runs.start(row, row.request, goes_on=True)
            case DownloadCommand.REMOVE:
                self.model.remove(row)
                self._run(
                    DiscardDownload(row.request) if row.failed else ForgetDownload(row.request)
                )

    def _delete(self) -> None:
        command = self.object_actions.meant_by_delete()
        if command is not None:
            self._do(command)

    def _open(self) -> None:
        for folder in dict.fromkeys(row.request.folder for row in self.table.selected()):
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def _ask(self, rows: list[DownloadRow]) -> None:
        self._doomed = rows
        self._sure.ask(*words.discard_question(rows))

    def _discard(self) -> None:
        for row in self._doomed:
            if applies(DownloadCommand.DISCARD, row) and self.model.number_of(row) >= 0:
                self.model.remove(row)
                self._run(DiscardDownload(row.request))
        self._doomed = []
        self._show()

    @Slot(object)
    def _decide(self, policy: IfExists) -> None:
        row = self._conflicting
        if row is None:
            return
        taken = list(row.taken)
        if policy is IfExists.SKIP:
            row.skip_taken()
            self.model.tell(row)
            if not row.failed:
                self._run(ForgetDownload(row.request))
        else:
            self.runs.start(row, replace(row.request, if_exists=policy), goes_on=True, only=taken)
        self._show()

    def _run(self, job: DiscardDownload | ForgetDownload) -> None:
        self._runner.start(job).failed.connect(self.problem)
