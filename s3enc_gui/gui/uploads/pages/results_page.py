"""The page `Upload results`: progress, results and the selected object."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.history.reverification import kept_receipt
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.failed_uploads import failed_uploads_text
from s3enc_gui.gui.messages.locale import count_text
from s3enc_gui.gui.messages.results import RESULT_SIGNS, short_result_text
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.object_pane import ObjectPane
from s3enc_gui.gui.uploads.results_table import ResultsTable
from s3enc_gui.gui.uploads.run_controls import RunControls
from s3enc_gui.gui.uploads.upload_run import UploadRun
from s3enc_gui.gui.widgets.administrator_dialog import copy_for_administrator
from s3enc_gui.gui.widgets.conflict_bar import ConflictBar
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.files.file_actions import FileActions
from s3enc_gui.gui.widgets.files.receipt_saver import ReceiptSaver
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import N_, _, ngettext

TITLE = N_("Upload results")
_STORED = (Result.VERIFIED, Result.SKIPPED)


class ResultsPage(QWidget):
    """The run, its table and the selected object; emits `changed` at start and end."""

    changed = Signal()
    uploaded = Signal(object)

    def __init__(self, runner: Runner, draft: UploadDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.run = UploadRun(runner, draft, self)
        self.table = ResultsTable(self.run.model)
        self.pane = ObjectPane(runner, draft.connection)
        self.conflicts = ConflictBar()
        self.controls = RunControls()
        self.cancel = self.controls.cancel
        self._icon = IconLabel("upload", "accent", 22)
        self._status, self._bar, self._banner = label(wrap=True), QProgressBar(), ErrorBanner()
        self.receipts = ReceiptSaver(runner, self._banner, self)
        self.files = FileActions(runner, self.table, self._selected_file)
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress"))
        self._arrange()
        self.run.changed.connect(self._show)
        self.run.ended.connect(self._ended)
        self.run.uploaded.connect(self.uploaded)
        self.cancel.clicked.connect(self._cancel)
        self.controls.pause_requested.connect(self.run.pause)
        self.controls.try_again.clicked.connect(self._try_again)
        self.controls.copy.clicked.connect(self._copy_failed)
        self.conflicts.chosen.connect(self._decide)
        self.pane.outcome_changed.connect(self._outcome_changed)
        self.table.selectionModel().selectionChanged.connect(self._show_selected)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.files.problem.connect(self._banner.show_warning)

    @property
    def running(self) -> bool:
        """Whether files are being uploaded."""
        return self.run.running

    def start(self) -> None:
        """Upload the draft's files."""
        self._banner.clear()
        self.cancel.setEnabled(True)
        self.pane.show_row(-1, None)
        self.run.start()
        self.table.selectRow(0)
        self.table.setFocus()
        self.changed.emit()

    def unfinished(self) -> bool:
        """Whether some files may be uploaded again."""
        results = self.run.model.results
        return any(count and result not in _STORED for result, count in results.items())

    def verified_paths(self) -> set[str]:
        """Return the paths of files that needn't be uploaded again."""
        return {o.item.path for o in self.run.model.outcomes() if o.result in _STORED}

    @Slot()
    def save_receipt(self) -> None:
        """Save receipts of all ended files to a file that the user chooses."""
        model, identity = self.run.model, self._draft.identity
        receipts = []
        for row in range(model.rowCount()):
            outcome = model.outcome(row)
            if outcome:
                started, ended = model.times(row)
                who = identity.arn or None if identity else None
                bucket = self.run.plan.bucket if self.run.plan else ""
                fresh = Receipt.of(outcome, bucket, started=started, ended=ended, who=who)
                receipts.append(kept_receipt(outcome, fresh))
        self.receipts.save(tuple(receipts))

    # --- private --------------------------------------------------------------------------------

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._icon)
        top.addWidget(self._status, 1)
        top.addWidget(self.controls)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([550, 400])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        self.table.setAccessibleName(_("Uploaded files"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self._bar)
        column.addWidget(self._banner)
        column.addWidget(self.conflicts)
        column.addWidget(split, 1)

    @Slot()
    def _show(self) -> None:
        running = self.run.running
        if self.run.model.results[Result.DIFFERENT]:
            self.table.widen_results()
        self._bar.setVisible(running)
        self._bar.setValue(self.run.permille)
        failed = self.run.model.results[Result.FAILED]
        self.controls.show_state(running=running, paused=self.run.is_paused, failed=failed)
        if running:
            self._icon.show_icon("upload", "accent")
            self._status.setText(self.run.progress_text())
            self.conflicts.hide()
        else:
            self._show_summary()
        self._show_selected()

    def _show_summary(self) -> None:
        results = self.run.model.results
        present = [result for result in Result if results[result]]
        worst = max(present, key=_SEVERITY.index, default=Result.VERIFIED)
        sign = RESULT_SIGNS[worst]
        self._icon.show_icon(sign.icon, sign.tone)
        count = self.run.model.rowCount()
        if present == [Result.VERIFIED] and self.run.model.done == count:
            summary = ngettext(
                "The file is stored as requested: verified.",
                "All {count:,} files are stored as requested: verified.",
                count,
            ).format(count=count)
        else:
            summary = " · ".join((*map(self._count_text, present), *self._again_texts()))
        self._status.setText(summary)
        self.conflicts.show_message(_conflict_text(results[Result.EXISTS]))

    def _again_texts(self) -> tuple[str, ...]:
        """Return how many files are uploaded again from the Transfers list."""
        model = self.run.model
        count = model.rowCount() - model.done
        return (_("Uploading again: {count:,}").format(count=count),) if count else ()

    def _count_text(self, result: Result) -> str:
        count = f"{short_result_text(result)}: {count_text(self.run.model.results[result])}"
        reason = self._common_error() if result is Result.FAILED else ""
        return f"{count} ({reason})" if reason else count

    def _common_error(self) -> str:
        """Return the error of the failed files, if it is the same for all."""
        model = self.run.model
        failed = (model.outcome(row) for row in model.rows_with(Result.FAILED))
        titles = {outcome.error.title for outcome in failed if outcome and outcome.error}
        return titles.pop() if len(titles) == 1 else ""

    def _show_worst(self) -> None:
        """Select a file with a problem, unless the user has selected one."""
        results = self.run.model.results
        problems = [result for result in _SEVERITY if results[result] and result not in _STORED]
        if problems and self.table.selected_row() == 0:
            row = self.run.model.rows_with(problems[-1])[0]
            self.table.selectRow(row)
            self.table.scrollTo(self.run.model.index(row, 0))

    @Slot()
    def _ended(self) -> None:
        self._show_worst()
        if self.run.error:
            self._banner.show_error(self.run.error)
        self.changed.emit()

    def _selected_file(self) -> str:
        row = self.table.selected_row()
        return self.run.model.path(row) if row >= 0 else ""

    @Slot()
    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.run.cancel()

    @Slot()
    def _try_again(self) -> None:
        """Upload the files again that failed."""
        self._banner.clear()
        self.cancel.setEnabled(True)
        rows = self.run.model.rows_with(Result.FAILED)
        self.run.upload_again(rows, self._draft.if_exists)
        self.changed.emit()

    @Slot()
    def _copy_failed(self) -> None:
        model = self.run.model
        failed = [model.outcome(row) for row in model.rows_with(Result.FAILED)]
        bucket = self.run.plan.bucket if self.run.plan else ""
        copy_for_administrator(self, failed_uploads_text([one for one in failed if one], bucket))

    @Slot()
    def _show_selected(self) -> None:
        row = self.table.selected_row()
        self.pane.show_row(row, self.run.model.outcome(row) if row >= 0 else None)

    @Slot(int, object)
    def _outcome_changed(self, row: int, outcome: Outcome) -> None:
        self.run.model.replace(row, outcome)
        self._show()

    @Slot(object)
    def _decide(self, policy: IfExists) -> None:
        if policy is IfExists.SKIP:
            self._skip()
            return
        self.cancel.setEnabled(True)
        self.run.upload_again(self.run.model.rows_with(Result.EXISTS), policy)
        self.changed.emit()

    def _skip(self) -> None:
        model = self.run.model
        rows = model.rows_with(Result.EXISTS)
        self.run.forget(rows)
        for row in rows:
            outcome = model.outcome(row)
            if outcome:
                model.replace(row, Outcome(outcome.item, Result.SKIPPED))
        self._show()
        self.changed.emit()


def _conflict_text(count: int) -> str:
    """Return the question about `count` objects that already exist; empty for none."""
    if not count:
        return ""
    return ngettext(
        "An object with this name already exists in the bucket. It wasn't changed.",
        "{count:,} objects already exist in the bucket. They weren't changed.",
        count,
    ).format(count=count)


_SEVERITY = (
    Result.VERIFIED,
    Result.SKIPPED,
    Result.CANCELLED,
    Result.EXISTS,
    Result.CANNOT_TELL,
    Result.FAILED,
    Result.DIFFERENT,
)
