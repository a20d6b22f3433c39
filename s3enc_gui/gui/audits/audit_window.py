"""Audit: how every object of a bucket is encrypted, and whether it is as it must be."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.audits.audit import AuditScope, Requirement
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.gui.audits.audit_form import AuditForm
from s3enc_gui.gui.audits.audit_progress import AuditProgressBar
from s3enc_gui.gui.audits.audit_runner import AuditRunner
from s3enc_gui.gui.audits.export_bar import ExportBar
from s3enc_gui.gui.audits.past_view import PastView
from s3enc_gui.gui.audits.result_view import ResultView
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.audits import resumed_text, stopped_text
from s3enc_gui.gui.messages.listing import notice_message
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone, AuditProgress, AuditResumed
from s3enc_gui.jobs.audits.past_audits import OpenAudit, PastAudit
from s3enc_gui.jobs.audits.requirement import ResolveRequirement, is_resolved

_SIZE = QSize(1240, 780)
_FRAME = QSize(8, 40)  # what the desktop puts around a window, about


class AuditWindow(QDialog):
    """Audits what the form says, on `Audit`; F5 looks at everything anew.

    What an audit has seen is kept when it is stopped or the window is closed: it goes on with
    that. What is required may change afterwards: the same objects are judged anew.
    """

    def __init__(
        self,
        runner: Runner,
        connection: Connection,
        bucket: str = "",
        prefix: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Audit"))
        self.setAccessibleName(self.windowTitle())
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setModal(False)
        self._connection = connection
        self._done: AuditDone | None = None
        self.form, self.banner = AuditForm(), ErrorBanner()
        self.outcome, self.past = ResultView(runner), PastView(runner, connection)
        self.how_far, self.back = AuditProgressBar(), QPushButton(self.tr("&Past audits"))
        self.anew = QPushButton(self.tr("S&tart over"))
        self.exporter, self.close_button = ExportBar(runner), QPushButton(self.tr("Close"))
        self._views = QStackedWidget()
        self.running = AuditRunner(runner, self)
        self._open, self._resolve = LatestJob(runner, self), LatestJob(runner, self)
        self.form.show_scope(AuditScope(bucket, prefix))
        self._arrange()
        self._connect()
        self._show_state()
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _FRAME))
        self.setMinimumSize(880, 540)

    def showEvent(self, event: QShowEvent) -> None:
        """Look which audits there are."""
        super().showEvent(event)
        if not event.spontaneous():
            self.past.refresh()
            (self.form.audit if self.form.bucket.text() else self.form.bucket).setFocus()

    def done(self, result: int) -> None:
        """Stop what is under way; the audit goes on the next time."""
        self.running.stop()
        self.exporter.stop()
        super().done(result)

    # --- auditing -------------------------------------------------------------------------------

    @Slot(object)
    def _audit(self, scope: AuditScope, *, anew: bool = False) -> None:
        wanted = self.form.require.requirement()
        self.banner.clear()
        self._open.drop()
        self._resolve.drop()
        self._show_done(None)
        self.how_far.show_progress(None)
        job = AuditBucket(self._connection, scope, wanted, anew)
        self.outcome.show_running(scope, str(job.path))
        self._views.setCurrentWidget(self.outcome)
        self.running.start(job)

    @Slot()
    def _audit_anew(self) -> None:
        if self.running.busy:
            return
        try:
            scope = self.form.scope()
            self.form.require.requirement()
        except AppError as error:
            self._refused(error)
        else:
            self._audit(scope, anew=True)

    @Slot()
    def _restart(self) -> None:
        """Look at all again of what is shown, whatever was typed since."""
        if self._done is not None:
            self.form.show_scope(self._done.report.facts.scope)
            self._audit_anew()

    @Slot(object)
    def _refused(self, error: AppError) -> None:
        """Say why nothing is audited; what came of another audit is not to stand below it."""
        self.banner.show_error(error)
        self._show_past()

    @Slot(object)
    def _noticed(self, notice: AuditResumed | ListingNotice) -> None:
        if isinstance(notice, AuditResumed):
            self.banner.show_error(resumed_text(notice), "info")
        else:
            self.banner.show_error(notice_message(notice), "info")

    @Slot(object)
    def _progressed(self, progress: AuditProgress) -> None:
        self.how_far.show_progress(progress)
        self.outcome.show_progress(progress)

    @Slot(object)
    def _finished(self, done: AuditDone) -> None:
        self.banner.clear()  # what it went on with is of the past
        self._show_done(done)
        self._judge()  # something else may be required by now
        if self.running.notice is not None:
            self._noticed(self.running.notice)

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.banner.show_error(error)
        self._show_part()

    @Slot()
    def _stopped(self) -> None:
        self.banner.show_error(stopped_text(seen=self.how_far.progress is not None), "info")
        self._show_part()

    def _show_part(self) -> None:
        """Show what was seen by then; an audit that saw nothing is none."""
        job = self.running.job
        if self.how_far.progress is not None and job is not None and self.isVisible():
            self._open.ask(OpenAudit(str(job.path)))
        else:
            self._show_past()

    # --- showing --------------------------------------------------------------------------------

    @Slot(object)
    def _open_past(self, past: PastAudit) -> None:
        self.banner.clear()
        self.form.show_scope(past.facts.scope)
        self._open.ask(OpenAudit(past.path))

    @Slot(object)
    def _opened(self, done: AuditDone) -> None:
        if self.running.busy:
            return
        self._show_done(done)
        self._judge()

    @Slot(object)
    def _not_opened(self, error: AppError) -> None:
        self.banner.show_error(error)
        self._show_past()

    def _show_done(self, done: AuditDone | None) -> None:
        self._done = done
        self.exporter.show_audit(done)
        if done is not None:
            self.form.require.offer_keys(done.report.keys)
            self.outcome.show_audit(done)
            self._views.setCurrentWidget(self.outcome)
        self._show_state()

    @Slot()
    def _judge(self) -> None:
        """Judge what is shown by what is required now."""
        if self._done is None:
            return
        try:
            wanted = self.form.require.requirement()
        except AppError as error:
            self.banner.show_error(error)
            return
        if wanted and str(wanted) == str(self._done.report.requirement):
            return
        if wanted is None or is_resolved(wanted):
            self._resolve.drop()
            self._judge_by(wanted)
        else:
            region = self._done.report.facts.region
            self._resolve.ask(ResolveRequirement(self._connection, wanted, region))

    @Slot(object)
    def _judge_by(self, wanted: Requirement | None) -> None:
        if self._done is not None and self._done.report.requirement != wanted:
            report = replace(self._done.report, requirement=wanted)
            self._show_done(replace(self._done, report=report))

    @Slot()
    def _go_back(self) -> None:
        self._show_past()
        self.past.table.setFocus()

    def _show_past(self) -> None:
        self._open.drop()
        self._resolve.drop()
        self.past.refresh()
        self._views.setCurrentWidget(self.past)
        self._show_done(None)

    # --- inside ---------------------------------------------------------------------------------

    @Slot()
    def _show_state(self) -> None:
        busy = self.running.busy
        self.form.show_running(running=busy, stopping=self.running.stopping)
        self.how_far.setVisible(busy)
        self.how_far.show_stopping(stopping=self.running.stopping)
        at_outcome = self._views.currentWidget() is self.outcome
        self.back.setVisible(not busy and at_outcome)
        done = self._done if at_outcome else None
        self.exporter.setVisible(done is not None)
        self.anew.setVisible(done is not None and done.report.facts.ended is None)

    def _arrange(self) -> None:
        self.anew.setToolTip(self.tr("Look at all objects again, and not only at those left (F5)"))
        self._views.addWidget(self.past)
        self._views.addWidget(self.outcome)
        bottom, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self.form)
        column.addWidget(self.banner)
        column.addWidget(self._views, 1)
        column.addLayout(bottom)
        bottom.setSpacing(10)
        bottom.addWidget(self.back)
        bottom.addWidget(self.anew)
        bottom.addWidget(self.how_far, 1)
        bottom.addStretch(0)
        bottom.addWidget(self.exporter)
        bottom.addWidget(self.close_button)
        for button in (self.back, self.anew, self.close_button):
            button.setAutoDefault(False)  # Enter in a field is not to press it

    def _connect(self) -> None:
        self.form.asked.connect(self._audit)
        self.form.stopped.connect(self.running.stop)
        self.form.refused.connect(self._refused)
        for source in (self.form.require.refused, self.outcome.failed):
            source.connect(self.banner.show_error)
        self.form.require.changed.connect(self._judge)
        self.running.changed.connect(self._show_state)
        self.running.noticed.connect(self._noticed)
        self.running.progressed.connect(self._progressed)
        self.running.done.connect(self._finished)
        self.running.failed.connect(self._failed)
        self.running.stopped.connect(self._stopped)
        self._open.answered.connect(self._opened)
        self._open.failed.connect(self._not_opened)
        self._resolve.answered.connect(self._judge_by)
        self._resolve.failed.connect(self.banner.show_error)
        self.past.opened.connect(self._open_past)
        self.past.failed.connect(self.banner.show_error)
        self.exporter.notified.connect(self.banner.show_error)
        self.anew.clicked.connect(self._restart)
        self.back.clicked.connect(self._go_back)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence.StandardKey.Find, self, self._go_to_search)
        QShortcut(QKeySequence("F5"), self, self._audit_anew)

    @Slot()
    def _go_to_search(self) -> None:
        self.outcome.objects.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.outcome.objects.search.selectAll()
