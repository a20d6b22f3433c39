"""Objects of an audit, with search, or its counts by encryption."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.audits.query import query_of
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.audits.audit_tables import CountsTable, ObjectsTable
from s3enc_gui.gui.audits.models.audited_model import AuditedModel
from s3enc_gui.gui.audits.models.counts_model import Column as CountColumn
from s3enc_gui.gui.audits.models.counts_model import CountsModel
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.counts import objects_text
from s3enc_gui.gui.radio_focus import RadioFocus
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.audits.audit import AuditDone
from s3enc_gui.jobs.audits.past_audits import AuditedPage, ReadAudited

_TYPING_MS = 200  # after the last key
_NO_OBJECTS = EmptyReason("bucket", text("No objects"))
_NO_MATCH = EmptyReason("inspect", text("No matching objects"))


class ObjectsPane(QWidget):
    """Objects are read page by page from the audit's file, those with problems first.

    `failed` carries an AppError.
    """

    failed = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search, self.model = QLineEdit(clearButtonEnabled=True), AuditedModel(self)
        self.table, self.empty = ObjectsTable(self.model), EmptyState()
        self._counts_model, self._views = CountsModel(self), QStackedWidget()
        self.counts = CountsTable(self._counts_model)
        self.as_objects = QRadioButton(_("O&bjects"))
        self.as_counts = QRadioButton(_("B&y encryption"))
        self._caption = QLabel(_("S&earch"))
        self._count, self._busy = label("", "muted"), BusyIndicator()
        self._done: AuditDone | None = None
        self._filter = EVERYTHING
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._first_page, self._next_page = LatestJob(runner, self), LatestJob(runner, self)
        self._arrange()
        RadioFocus((self.as_objects, self.as_counts), self)
        self._connect()
        self.clear(EmptyReason("shield", ""))

    def show_audit(self, done: AuditDone) -> None:
        """Show the objects and counts of an audit."""
        self._done = done
        report = done.report
        required = report.requirement is not None
        self.table.show_columns(versions=report.facts.scope.versions, compliance=required)
        self._counts_model.show(report)
        self.counts.setColumnHidden(CountColumn.COMPLIANCE, not required)
        self._enable(enabled=True)
        self._search()

    def show_filter(self, wanted: StatusFilter) -> None:
        """Show only objects that match a filter."""
        self._filter = wanted
        self.as_objects.setChecked(True)
        self._search()

    def clear(self, reason: EmptyReason) -> None:
        """Show no objects, and the reason."""
        self._done = None
        self._first_page.drop()
        self._next_page.drop()
        self.model.clear()
        self._counts_model.show(None)
        self.as_objects.setChecked(True)
        self._enable(enabled=False)
        self.empty.show_reason(reason)
        self._views.setCurrentWidget(self.empty)

    def _enable(self, *, enabled: bool) -> None:
        for widget in (self._caption, self.search, self.as_objects, self.as_counts):
            widget.setEnabled(enabled)
        self._count.setVisible(enabled)  # an empty label would narrow the field

    @Slot()
    def _search(self) -> None:
        self._typing.stop()
        if self._done is None:
            return
        self._next_page.drop()
        self._query = query_of(self._done.report, self._filter, self.search.text())
        self._first_page.ask(ReadAudited(self._done.path, self._query))

    @Slot(object)
    def _found(self, page: AuditedPage) -> None:
        if self._done is None:
            return
        self.model.show(self._done.report, page)
        self.table.scrollToTop()
        self._count.setText(objects_text(page.total or 0))
        filtered = self.search.text() or self._filter != EVERYTHING
        self.empty.show_reason(_NO_MATCH if filtered else _NO_OBJECTS)
        self._show_view()

    @Slot()
    def _show_view(self) -> None:
        if self._done is not None and self.as_counts.isChecked():
            self._views.setCurrentWidget(self.counts)
        elif self.model.rowCount():
            self._views.setCurrentWidget(self.table)
        else:
            self._views.setCurrentWidget(self.empty)

    @Slot()
    def _load_next_page(self) -> None:
        following = self.model.next
        if self._done is not None and following is not None and not self._first_page.busy:
            self._next_page.ask(ReadAudited(self._done.path, self._query, following))

    @Slot(object)
    def _append_page(self, page: AuditedPage) -> None:
        self.model.add(page)

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.model.give_up()
        self.failed.emit(error)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start_if_long(_("Searching…"))
        else:
            self._busy.stop()

    def _arrange(self) -> None:
        self._caption.setBuddy(self.search)
        self.search.setAccessibleName(_("Search"))
        self.search.setPlaceholderText(_("Part of a name"))
        for view in (self.table, self.counts, self.empty):
            self._views.addWidget(view)
        top, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top.setSpacing(8)
        for button in (self.as_objects, self.as_counts):
            top.addWidget(button)
            top.addSpacing(6)
        self.as_objects.setChecked(True)
        top.addSpacing(8)
        top.addWidget(self._caption)
        top.addWidget(self.search, 1)
        top.addWidget(self._busy)
        top.addWidget(self._count, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(top)
        column.addWidget(self._views, 1)  # last: the order of Tab

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self._search)
        self._typing.timeout.connect(self._search)
        self.as_counts.toggled.connect(self._show_view)
        self.model.page_requested.connect(self._load_next_page)
        self._first_page.answered.connect(self._found)
        self._next_page.answered.connect(self._append_page)
        self._first_page.busy_changed.connect(self._show_busy)
        for job in (self._first_page, self._next_page):
            job.failed.connect(self._failed)

    @Slot()
    def _typed(self) -> None:
        self.as_objects.setChecked(True)
        self._typing.start()
