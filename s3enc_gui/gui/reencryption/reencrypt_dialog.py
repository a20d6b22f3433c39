"""Dialog that changes the encryption of stored objects, after a dry run."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.audits.audit import Requirement
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.run import RunResult
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.messages.counts import objects_text
from s3enc_gui.gui.reencryption.plan_view import PlanView
from s3enc_gui.gui.reencryption.receipts_button import ReceiptsButton
from s3enc_gui.gui.reencryption.result_view import ResultView
from s3enc_gui.gui.reencryption.runs import ReencryptionRuns
from s3enc_gui.gui.reencryption.target_form import TargetForm
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.fact_grid import scrolled
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.styling import label, primary
from s3enc_gui.gui.widgets.window_size import limit_size, resize_to_screen
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.listing.buckets import BucketFacts, ReadBucket
from s3enc_gui.jobs.reencryption.events import PlanProgress, ReencryptionProgress
from s3enc_gui.jobs.reencryption.plan import PlanReencryption, ReencryptionPlan
from s3enc_gui.jobs.reencryption.selection import Selection

_ALL = 100  # of the height, as long as it is shown
_SIZE, _SMALLEST = QSize(820, 760), QSize(700, 520)


class ReencryptDialog(QDialog):
    """`Dry run` looks at the selection; `Change …` does what it said, and can be paused.

    A change goes on when it is closed: `runs` keeps it. A selection that undoes a run has no form.
    """

    def __init__(
        self,
        runner: Runner,
        runs: ReencryptionRuns,
        connection: Connection,
        selection: Selection,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Change encryption in {bucket}").format(bucket=selection.bucket))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setModal(False)
        self._connection, self._selection = connection, selection
        self._read_before = False
        self.plan: ReencryptionPlan | None = None
        self.ended: RunResult | None = None
        directory = KeyDirectory(runner, connection, self)
        self.form = TargetForm(directory, runner, versions=bool(selection.prefixes))
        self.banner, self._busy = ErrorBanner(), BusyIndicator()
        self._heading = label(_("What happens"), "heading")
        self.plan_view, self.result_view = PlanView(), ResultView(runner)
        self.progress, self.state = QProgressBar(), TextLine()
        self.act = primary(QPushButton(_("Dry run")))
        self.undo, self.close_button = QPushButton(_("Undo…")), QPushButton(_("Close"))
        self.receipts = ReceiptsButton(runner, self.banner)
        self._read = LatestJob(runner, self)
        self._runs, self.runner = runs, runs.new_runner()
        self._arrange()
        self._connect()
        self._show_state()
        resize_to_screen(self, _SIZE)
        limit_size(self, _SMALLEST)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the bucket's Region, for its keys (Qt)."""
        super().showEvent(event)
        if not event.spontaneous() and not self._read_before:
            self._read_before = True
            if self._selection.undoes:
                self._look()
            else:
                self._read.ask(ReadBucket(self._connection, self._selection.bucket))

    def done(self, result: int) -> None:
        """Cancel the dry run; a change goes on (Qt)."""
        self._forget_plan()
        self._runs.release(self.runner)
        self._read.drop()
        self.result_view.stop()
        self.receipts.exporter.stop()
        super().done(result)

    def preselect(self, requirement: Requirement) -> None:
        """Choose what an audit requires."""
        self.form.preselect(requirement)

    # --- dry run and change ---------------------------------------------------------------------

    @Slot()
    def _act(self) -> None:
        """Pause, change what was planned, or look."""
        self.banner.clear()
        if self.runner.busy:
            self.runner.stop()
        elif self.plan and self.plan.left:
            self.ended = None
            self.progress.setRange(0, self.plan.left)
            self.progress.setValue(0)
            plan = self.plan
            self.runner.change(self._connection, plan.path, plan.facts, plan.left)
        elif self.ended and not self._selection.undoes:
            self._form_changed()
        else:
            self._look()

    @Slot()
    def _look(self) -> None:
        """Plan to undo a run, or what the form says."""
        selection, wish = self._selection, None
        if not selection.undoes:
            versions = self.form.versions.isChecked() and not self.form.versions.isHidden()
            selection = replace(selection, versions=versions)
            try:
                wish = self.form.wish()
            except AppError as error:
                self.banner.show_error(error)
                return
        self._start_plan(PlanReencryption(self._connection, selection, wish))

    @Slot()
    def _plan_undo(self) -> None:
        if self.ended and not self.runner.busy:
            undone = Selection(self._selection.bucket, undoes=self.ended.path)
            self._start_plan(PlanReencryption(self._connection, undone))

    def _start_plan(self, job: PlanReencryption) -> None:
        self.banner.clear()
        self._forget_plan()
        self._show_only(self.state)
        self.runner.look(job)

    @Slot()
    def _form_changed(self) -> None:
        """What was planned is for another encryption."""
        self._forget_plan()
        self._show_only(self.state)
        self._show_state()

    def _forget_plan(self) -> None:
        """Delete the file of a plan to which the user hasn't agreed."""
        if self.plan and not self.plan.resumed and self.plan.path != self.runner.path:
            self._runs.forget(self.plan.path)
        self.plan = self.ended = None

    @Slot(object)
    def _planned(self, plan: ReencryptionPlan) -> None:
        self.plan = plan
        self._heading.setText(_("What happens"))
        self.plan_view.show_plan(plan.dry_run, plan.checks)
        self._show_only(self.plan_view)
        if plan.resumed:
            found = text("An interrupted change was found")
            how = text("Once you start it, it continues where it stopped.")
            self.banner.show_info(AppError(found, how))
        self._show_state()

    @Slot(object)
    def _ran(self, result: RunResult) -> None:
        self.ended = result
        self.receipts.set_run(result.path, self._selection.bucket)
        if self.plan:
            self.plan = replace(self.plan, left=result.left)
        self._heading.setText(_("Result"))
        self.result_view.show_result(result, self._selection.bucket, self._connection)
        self._show_only(self.result_view)
        self.result_view.table.setFocus()
        if result.error:
            self.banner.show_error(result.error)
        self._show_state()

    @Slot(object)
    def _show_looked(self, progress: PlanProgress) -> None:
        looked = _("Looked at {objects}…").format(objects=objects_text(progress.seen))
        self._busy.start(looked)

    @Slot(object)
    def _show_progress(self, progress: ReencryptionProgress) -> None:
        self.progress.setRange(0, max(1, progress.total))
        self.progress.setValue(progress.done)

    @Slot()
    def _show_state(self) -> None:
        busy, plan = self.runner.busy, self.plan
        left = plan.left if plan else 0
        changing = busy and self.runner.is_changing
        if self.runner.stopping:
            self._busy.start(_("Finishing the objects in progress…"))
        elif changing:
            self._busy.start(_("Changing and verifying…"))
        elif busy:
            self._busy.start(_("Looking at the objects…"))
        else:
            self._busy.stop()
        self.progress.setVisible(changing)
        if changing:
            name = _("Pause")
        elif busy:
            name = _("Cancel")
        elif left and self.ended:
            name = _("Continue")
        elif left:
            name = _("Change {objects}").format(objects=objects_text(left))
        elif self.ended and not self._selection.undoes:
            name = _("Another change…")
        else:
            name = _("Dry run")
        self.act.setText(name)
        primary(self.act, on=not busy)  # what stops the work isn't emphasized
        self.act.setEnabled(not self.runner.stopping)
        self.form.setEnabled(not busy)
        self.form.setVisible(not self._selection.undoes and self.ended is None)
        ended = self.ended is not None and not busy
        self.undo.setVisible(ended and bool(self.ended and self.ended.changed))
        self.receipts.setVisible(ended and not self.receipts.exporter.busy)

    def _show_only(self, shown: QWidget) -> None:
        for widget in (self.state, self.plan_view, self.result_view):
            widget.setVisible(widget is shown)

    @Slot(object)
    def _show_facts(self, facts: BucketFacts) -> None:
        if region := facts.key_region or facts.region:
            self.form.choice.set_region(region, amazon=facts.amazon)

    def _arrange(self) -> None:
        self.state.say(
            _(
                "The dry run looks at every object and says how its encryption would be changed:"
                " in place, or by copying it onto itself. It changes nothing."
            )
        )
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Objects changed"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.form)
        column.addWidget(self._heading)
        for widget in (self.state, self.plan_view):
            column.addWidget(widget)
        column.addWidget(self.result_view, _ALL)
        self._show_only(self.state)
        column.addStretch(1)
        area = scrolled(inside)
        area.setFrameShape(area.Shape.NoFrame)
        bottom = QHBoxLayout()
        bottom.setSpacing(10)
        bottom.addWidget(self._busy)
        bottom.addStretch(1)
        bottom.addWidget(self.receipts.exporter)
        for button in (self.receipts, self.undo, self.act, self.close_button):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(WINDOW_MARGINS)
        outer.setSpacing(10)
        outer.addWidget(self.banner)
        outer.addWidget(area, 1)
        outer.addWidget(self.progress)
        outer.addLayout(bottom)

    def _connect(self) -> None:
        self._read.answered.connect(self._show_facts)
        self.form.changed.connect(self._form_changed)
        self.act.clicked.connect(self._act)
        self.result_view.key_chosen.connect(self._look)
        self.undo.clicked.connect(self._plan_undo)
        self.close_button.clicked.connect(self.reject)
        self.receipts.busy_changed.connect(self._show_state)
        runner = self.runner
        runner.changed.connect(self._show_state)
        runner.looked.connect(self._show_looked)
        runner.progressed.connect(self._show_progress)
        runner.planned.connect(self._planned)
        runner.ran.connect(self._ran)
        runner.failed.connect(self.banner.show_error)
