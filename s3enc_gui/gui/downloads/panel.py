"""Panel that shows the downloads."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.desktop.notification import Notification
from s3enc_gui.domain.desktop.work import Work, work_of
from s3enc_gui.domain.downloads.download import DownloadRequest, InterruptedDownload
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads import download_text as messages
from s3enc_gui.gui.downloads.actions import DownloadActions, DownloadCommand, applies
from s3enc_gui.gui.downloads.conflict_question import ConflictQuestion
from s3enc_gui.gui.downloads.details import Details
from s3enc_gui.gui.downloads.download_runner import DownloadRunner
from s3enc_gui.gui.downloads.encrypted_bar import EncryptedBar
from s3enc_gui.gui.downloads.end_notification import (
    end_notification,
    total_progress,
    worst_of,
)
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.downloads.models.downloads_model import DownloadsModel
from s3enc_gui.gui.downloads.panel_header import DownloadsHeader
from s3enc_gui.gui.downloads.row_buttons import RowButtons
from s3enc_gui.gui.downloads.table import DownloadsTable
from s3enc_gui.gui.widgets.files.file_actions import FileActions
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.i18n import _
from s3enc_gui.jobs.downloads.download import ForgetDownload
from s3enc_gui.jobs.downloads.interrupted import CheckDownloads, DiscardDownload

_TICK_MS = 1000


class DownloadsPanel(QWidget):
    """One row per download; hidden while there are none.

    `changed` is emitted when `work` may have changed.

    `problem` carries an AppError that belongs to none of the rows, `outages_changed` a tuple of
    Outage, `sign_in_requested` the Connection of one.
    """

    problem = Signal(object)
    changed = Signal()
    outages_changed = Signal(object)
    sign_in_requested = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.model = DownloadsModel(self)
        self.runner = DownloadRunner(runner, self.model, self)
        self.table = DownloadsTable(self.model)
        self.row_actions = DownloadActions(self.table)
        self.files = FileActions(runner, self.table, self._single_file)
        self.files.problem.connect(self.problem)
        self.head = DownloadsHeader(self.row_actions.by_command)
        self.head.heading.setBuddy(self.table)
        self._existing = ConflictQuestion(runner, self)
        self.conflicts, self.encrypted = self._existing.bar, EncryptedBar(runner)
        self.details = Details()
        self.buttons = RowButtons(runner)
        self.key, self.decrypt = self.buttons.key, self.buttons.decrypt
        self.sign_in = QPushButton(_("Sign in…"))
        self.sign_in.setAutoDefault(False)
        self._outages: tuple[Outage, ...] = ()
        self._question = Question(self)
        self._batch: dict[DownloadRow, None] = {}  # started since all others had ended
        self._to_discard: list[DownloadRow] = []
        self._tick = QTimer(self, interval=_TICK_MS)
        self._arrange()
        self._connect()
        self.hide()

    def count_active(self) -> int:
        """Return the number of running and waiting downloads."""
        return self.runner.active

    def work(self) -> Work:
        """Return what the downloads do."""
        rows, active = tuple(self._batch), self.count_active()
        return work_of(active, total_progress(rows), self._outages, is_running=active > 0)

    def result(self) -> Notification | None:
        """Return how the last ones ended; None: there is nothing to tell."""
        return end_notification(tuple(self._batch))

    def show_result(self) -> None:
        """Select the worst of them."""
        if row := worst_of(tuple(self._batch)):
            self._select(row)

    def start(self, request: DownloadRequest) -> None:
        """Start a download; an incomplete one with the same request is resumed instead."""
        rows = self.model.rows()
        row = next((one for one in rows if one.request.identity == request.identity), None)
        if row is not None and row.is_active:
            self._select(row)
            return
        if row is None:
            row = DownloadRow(request)
            self.model.add(row)
        elif not row.can_resume:
            row.answer, row.request = None, request
        self._select(row)
        self.runner.start(row, row.answered, resume=row.can_resume)

    def check(self) -> None:
        """Find the downloads that an earlier session left incomplete."""
        handle = self._runner.start(CheckDownloads())
        handle.succeeded.connect(self._found)
        handle.failed.connect(self.problem)

    # --- private --------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinAndMaxSize)
        bars = (self.conflicts, self.encrypted)
        for widget in (self.head, *bars, self.table, self.details, self.buttons):
            column.addWidget(widget)
        column.addWidget(self.sign_in, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        for command, action in self.row_actions.by_command.items():
            action.triggered.connect(partial(self._do, command))
        self.row_actions.delete.triggered.connect(self._delete)
        self.table.doubleClicked.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._show)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.runner.changed.connect(self._changed)
        self._existing.decided.connect(self._resolve_conflicts)
        self._existing.changed.connect(self._file_changed)
        self._question.confirmed.connect(self._discard)
        self.key.chosen.connect(partial(self._do_to, DownloadCommand.RETRY))
        self.encrypted.answered.connect(self.runner.answer)
        self.decrypt.answered.connect(self.runner.answer)
        self.runner.problem.connect(self.problem)
        self.sign_in.clicked.connect(self._ask_to_sign_in)
        self._tick.timeout.connect(self._update_speeds)

    @Slot(object)
    def _found(self, found: tuple[InterruptedDownload, ...]) -> None:
        listed = {row.request.identity for row in self.model.rows()}
        for one in found:
            if one.request.identity not in listed:
                self.model.add(DownloadRow(one.request, one))
        if found and not self.table.selected():
            self.table.selectRow(0)
        self._show()

    @Slot(object)
    def _changed(self, row: DownloadRow) -> None:
        if row.is_active:
            if not self._tick.isActive():
                self._batch.clear()
            self._batch[row] = None
        self._show()

    def _show(self) -> None:
        rows, selected = self.model.rows(), self.table.selected()
        self.setVisible(bool(rows))
        self.row_actions.enable(selected)
        self.head.update_buttons()
        self.head.summary.show_text(messages.summary_text(rows))
        asked = [row for row in (*selected, *rows) if row.conflicts and not row.is_active]
        self._existing.show_for(asked[0] if asked else None)
        self.encrypted.show_for((*selected, *rows))
        one = selected[0] if len(selected) == 1 else None
        self.details.show_text(messages.details_text(one) if one else "")
        self.buttons.show_for(one)
        self._show_outages(
            tuple(row.outage for row in dict.fromkeys((*selected, *rows)) if row.outage)
        )
        active = self.count_active() > 0
        if active != self._tick.isActive():
            self._tick.start() if active else self._tick.stop()
        self.changed.emit()

    def _show_outages(self, outages: tuple[Outage, ...]) -> None:
        self.sign_in.setVisible(any(one.needs_sign_in for one in outages))
        before, self._outages = self._outages, outages
        if outages != before:
            self.outages_changed.emit(outages)

    def _ask_to_sign_in(self) -> None:
        for one in self._outages:
            if one.needs_sign_in:
                self.sign_in_requested.emit(one.connection)
                return

    def _update_speeds(self) -> None:
        self.model.tick()
        self.head.summary.show_text(messages.summary_text(self.model.rows()))
        self.changed.emit()

    def _select(self, row: DownloadRow) -> None:
        self.table.selectRow(self.model.number_of(row))

    def _open_menu(self, at: QPoint) -> None:
        self.files.refresh()
        menu = self.row_actions.context_menu(self.table)
        menu.insertAction(self.row_actions.by_command[DownloadCommand.OPEN], self.files.open)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(at))

    # --- commands -------------------------------------------------------------------------------

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
                self.runner.stop(row)
            case DownloadCommand.RESUME | DownloadCommand.RETRY:
                self.runner.start(row, row.answered, resume=True)
            case DownloadCommand.REMOVE:
                self.model.remove(row)
                remove = DiscardDownload if row.failed else ForgetDownload
                self._run(remove(row.request))

    def _delete(self) -> None:
        command = self.row_actions.delete_command()
        if command is not None:
            self._do(command)

    def _open(self) -> None:
        for row in self.table.selected()[-1:]:
            if row.saved:
                self.files.opener.show_in_folder(row.saved)
            else:
                self.files.opener.open(row.request.folder)

    def _single_file(self) -> str:
        selected = self.table.selected()
        return selected[0].single_file if len(selected) == 1 else ""

    def _ask(self, rows: list[DownloadRow]) -> None:
        self._to_discard = rows
        self._question.ask(self._asked)

    def _asked(self) -> Asked | None:
        rows = self._still_to_discard()
        return Asked(*messages.discard_question(rows)) if rows else None

    def _still_to_discard(self) -> list[DownloadRow]:
        listed = (row for row in self._to_discard if self.model.number_of(row) >= 0)
        return [row for row in listed if applies(DownloadCommand.DISCARD, row)]

    def _discard(self) -> None:
        for row in self._still_to_discard():
            self.model.remove(row)
            self._run(DiscardDownload(row.request))
        self._to_discard = []
        self._show()

    @Slot(object)
    def _file_changed(self, row: DownloadRow) -> None:
        self.model.update_row(row)
        self._show()

    @Slot(object, object)
    def _resolve_conflicts(self, row: DownloadRow, policy: IfExists) -> None:
        if policy is IfExists.SKIP:
            row.skip_conflicts()
            self.model.update_row(row)
            if not (row.failed or row.undecided):
                self._run(ForgetDownload(row.request))
        else:
            request = replace(row.request, if_exists=policy)
            self.runner.start(row, request, resume=True, only=list(row.conflicts))
        self._show()

    def _run(self, job: DiscardDownload | ForgetDownload) -> None:
        self._runner.start(job).failed.connect(self.problem)
