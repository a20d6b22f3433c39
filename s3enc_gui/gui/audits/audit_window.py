"""Audit window: how every object of a bucket is encrypted, compared with a requirement."""

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
from s3enc_gui.gui.audits.audit_form import AuditForm
from s3enc_gui.gui.audits.audit_progress import AuditProgressBar
from s3enc_gui.gui.audits.audit_runner import AuditRunner
from s3enc_gui.gui.audits.export_bar import ExportBar
from s3enc_gui.gui.audits.past_view import PastView
from s3enc_gui.gui.audits.result_view import ResultView
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.audits import AuditNotice, notice_message, stopped_text
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.window_size import limit_size, resize_to_screen
from s3enc_gui.i18n import _
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone, AuditProgress
from s3enc_gui.jobs.audits.past_audits import OpenAudit, PastAudit
from s3enc_gui.jobs.audits.requirement import ResolveRequirement, is_resolved

_SIZE = QSize(1240, 780)


class AuditWindow(QDialog):
    """`Audit` audits the scope in the form, F5 starts over.

    A stopped audit is resumed later; closing the window stops it. The requirement can be changed
    after an audit.
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
        self.setWindowTitle(_("Audit"))
        self.setAccessibleName(self.windowTitle())
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setModal(False)
        self._connection = connection
        self._done: AuditDone | None = None
        self.form, self.banner = AuditForm(), ErrorBanner()
        self.result_view, self.past_view = ResultView(runner), PastView(runner, connection)
        self.progress, self.back = AuditProgressBar(), QPushButton(_("&Past audits"))
        self.restart = QPushButton(_("S&tart over"))
        self.exporter, self.close_button = ExportBar(runner), QPushButton(_("Close"))
        self._views = QStackedWidget()
        self.runner = AuditRunner(runner, self)
        self._open, self._resolve = LatestJob(runner, self), LatestJob(runner, self)
        self.form.show_scope(AuditScope(bucket, prefix))
        self._arrange()
        self._connect()
        self._show_state()
        resize_to_screen(self, _SIZE)
        limit_size(self, QSize(880, 540))

    def showEvent(self, event: QShowEvent) -> None:
        """List the past audits (Qt)."""
        super().showEvent(event)
        if not event.spontaneous():
            self.past_view.refresh()
            (self.form.audit if self.form.bucket.text() else self.form.bucket).setFocus()

    def done(self, result: int) -> None:
        """Stop audit and export (Qt)."""
        self.runner.stop()
        self.exporter.stop()
        super().done(result)

    # --- auditing -------------------------------------------------------------------------------

    @Slot(object)
    def _audit(self, scope: AuditScope, *, restart: bool = False) -> None:
        requirement = self.form.require.requirement()
        self.banner.clear()
        self._open.drop()
        self._resolve.drop()
        self._show_done(None)
        self.progress.show_progress(None)
        job = AuditBucket(self._connection, scope, requirement, restart)
        self.result_view.show_running(scope, str(job.path))
        self._views.setCurrentWidget(self.result_view)
        self.runner.start(job)

    @Slot()
    def _start_over(self) -> None:
        if self.runner.busy:
            return
        try:
            scope = self.form.scope()
            self.form.require.requirement()
        except AppError as error:
            self._rejected(error)
        else:
            self._audit(scope, restart=True)

    @Slot()
    def _restart_shown(self) -> None:
        """Start the audit shown over, whatever is entered in the form."""
        if self._done is not None:
            self.form.show_scope(self._done.report.facts.scope)
            self._start_over()

    @Slot(object)
    def _rejected(self, error: AppError) -> None:
        """Report why nothing is audited, and hide the result of another audit."""
        self.banner.show_error(error)
        self._show_past()

    @Slot(object)
    def _noticed(self, notice: AuditNotice) -> None:
        self.result_view.path = self.runner.path
        self.banner.show_error(*notice_message(notice))

    @Slot(object)
    def _progressed(self, progress: AuditProgress) -> None:
        self.progress.show_progress(progress)
        self.result_view.show_progress(progress)

    @Slot(object)
    def _finished(self, done: AuditDone) -> None:
        self.banner.clear()  # the notice that it was resumed
        self._show_done(done)
        self._apply_requirement()  # it may have been changed
        if self.runner.notice is not None:
            self._noticed(self.runner.notice)

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.banner.show_error(error)
        self._show_partial()

    @Slot()
    def _stopped(self) -> None:
        self.banner.show_error(stopped_text(seen=self.progress.progress is not None), "info")
        self._show_partial()

    def _show_partial(self) -> None:
        """Show the result so far, or past audits if there is none."""
        if self.progress.progress is not None and self.runner.path and self.isVisible():
            self._open.ask(OpenAudit(self.runner.path))
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
        if self.runner.busy:
            return
        self._show_done(done)
        self._apply_requirement()

    @Slot(object)
    def _not_opened(self, error: AppError) -> None:
        self.banner.show_error(error)
        self._show_past()

    def _show_done(self, done: AuditDone | None) -> None:
        self._done = done
        self.exporter.show_audit(done)
        if done is not None:
            self.form.require.offer_keys(done.report.keys)
            self.result_view.show_audit(done)
            self._views.setCurrentWidget(self.result_view)
        self._show_state()

    @Slot()
    def _apply_requirement(self) -> None:
        """Compare the audit shown with the current requirement."""
        if self._done is None:
            return
        try:
            requirement = self.form.require.requirement()
        except AppError as error:
            self.banner.show_error(error)
            return
        if requirement and str(requirement) == str(self._done.report.requirement):
            return
        if requirement is None or is_resolved(requirement):
            self._resolve.drop()
            self._set_requirement(requirement)
        else:
            region = self._done.report.facts.region
            self._resolve.ask(ResolveRequirement(self._connection, requirement, region))

    @Slot(object)
    def _set_requirement(self, requirement: Requirement | None) -> None:
        if self._done is not None and self._done.report.requirement != requirement:
            report = replace(self._done.report, requirement=requirement)
            self._show_done(replace(self._done, report=report))

    @Slot()
    def _go_back(self) -> None:
        self._show_past()
        self.past_view.table.setFocus()

    def _show_past(self) -> None:
        self._open.drop()
        self._resolve.drop()
        self.past_view.refresh()
        self._views.setCurrentWidget(self.past_view)
        self._show_done(None)

    # --- private --------------------------------------------------------------------------------

    @Slot()
    def _show_state(self) -> None:
        busy = self.runner.busy
        self.form.show_running(running=busy, stopping=self.runner.stopping)
        self.progress.setVisible(busy)
        self.progress.show_stopping(stopping=self.runner.stopping)
        at_result = self._views.currentWidget() is self.result_view
        self.back.setVisible(not busy and at_result)
        done = self._done if at_result else None
        self.exporter.setVisible(done is not None)
        self.restart.setVisible(done is not None and done.report.facts.ended is None)

    def _arrange(self) -> None:
        self.restart.setToolTip(_("Check all objects again, not only the remaining ones (F5)"))
        self._views.addWidget(self.past_view)
        self._views.addWidget(self.result_view)
        bottom, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self.form)
        column.addWidget(self.banner)
        column.addWidget(self._views, 1)
        column.addLayout(bottom)
        bottom.setSpacing(10)
        bottom.addWidget(self.back)
        bottom.addWidget(self.restart)
        bottom.addWidget(self.progress, 1)
        bottom.addStretch(0)
        bottom.addWidget(self.exporter)
        bottom.addWidget(self.close_button)
        for button in (self.back, self.restart, self.close_button):
            button.setAutoDefault(False)  # Enter in a field must not press it

    def _connect(self) -> None:
        self.form.submitted.connect(self._audit)
        self.form.stop_requested.connect(self.runner.stop)
        self.form.rejected.connect(self._rejected)
        for source in (self.form.require.rejected, self.result_view.failed):
            source.connect(self.banner.show_error)
        self.form.require.changed.connect(self._apply_requirement)
        self.runner.changed.connect(self._show_state)
        self.runner.noticed.connect(self._noticed)
        self.runner.progressed.connect(self._progressed)
        self.runner.done.connect(self._finished)
        self.runner.failed.connect(self._failed)
        self.runner.stopped.connect(self._stopped)
        self._open.answered.connect(self._opened)
        self._open.failed.connect(self._not_opened)
        self._resolve.answered.connect(self._set_requirement)
        self._resolve.failed.connect(self.banner.show_error)
        self.past_view.opened.connect(self._open_past)
        self.past_view.failed.connect(self.banner.show_error)
        self.exporter.notified.connect(self.banner.show_error)
        self.runner.outages_changed.connect(self.progress.show_outages)
        self.progress.sign_in.clicked.connect(self.runner.request_sign_in)
        self.restart.clicked.connect(self._restart_shown)
        self.back.clicked.connect(self._go_back)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence.StandardKey.Find, self, self._go_to_search)
        QShortcut(QKeySequence("F5"), self, self._start_over)

    @Slot()
    def _go_to_search(self) -> None:
        self.result_view.objects.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.result_view.objects.search.selectAll()
