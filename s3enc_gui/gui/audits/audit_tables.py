"""The tables of an audit: its objects, its counts, and the audits there are."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from s3enc_gui.gui.audits.models.audited_model import AuditedModel
from s3enc_gui.gui.audits.models.audited_model import Column as ObjectColumn
from s3enc_gui.gui.audits.models.counts_model import Column as GroupCountColumn
from s3enc_gui.gui.audits.models.counts_model import CountsModel
from s3enc_gui.gui.audits.models.past_audits_model import Column as PastColumn
from s3enc_gui.gui.audits.models.past_audits_model import PastAuditsModel
from s3enc_gui.gui.messages.locale import moment_text
from s3enc_gui.gui.widgets.quick_table import QuickTable, make_quick

_PADDING = 24  # left and right of a cell's text
_ICON = 28  # and what an icon needs
_WIDE = 1050  # pixels of the table
_LONGEST = datetime(2026, 12, 28, 22, 58)  # of the times, in most languages


class ObjectsTable(QuickTable):
    """The objects; Ctrl+C copies the keys of the selected ones, a line each."""

    def __init__(self, model: AuditedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(self.tr("Objects"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        measure = self.fontMetrics().horizontalAdvance
        more = _ICON + _PADDING
        self._tight = measure("Encrypted: other (aws:kms:v9)") + more
        self._roomy = measure("Client-side, below it SSE-KMS invoices") + more
        heading = self.horizontalHeader()
        heading.setSectionResizeMode(ObjectColumn.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in (
            (ObjectColumn.VERSION, measure("3sL4kqtJlcpXroDTDmJ")),
            (ObjectColumn.SIZE, measure("999 bytes")),
            (ObjectColumn.MODIFIED, measure(moment_text(_LONGEST))),
            (ObjectColumn.ENCRYPTION, self._tight - _PADDING),
            (ObjectColumn.COMPLIANCE, measure("Does not comply") + _ICON),
        ):
            heading.resizeSection(column, width + _PADDING)
        heading.setMinimumSectionSize(70)

    def show_columns(self, *, versions: bool, judged: bool) -> None:
        """Show the columns that have something to say."""
        self.setColumnHidden(ObjectColumn.VERSION, not versions)
        self.setColumnHidden(ObjectColumn.COMPLIANCE, not judged)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the longest kinds be read in full where the names have room enough."""
        super().resizeEvent(event)
        width = self._roomy if self.width() >= _WIDE else self._tight
        self.horizontalHeader().resizeSection(ObjectColumn.ENCRYPTION, width)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few columns and rows."""
        return QSize(420, 160)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        keys = [self._model.audited(row).listed.key for row in rows]
        QGuiApplication.clipboard().setText("\n".join(keys))


class CountsTable(QuickTable):
    """The counts."""

    def __init__(self, model: CountsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(self.tr("By encryption"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        heading = self.horizontalHeader()
        heading.setSectionResizeMode(GroupCountColumn.ENCRYPTION, QHeaderView.ResizeMode.Stretch)
        heading.setMinimumSectionSize(60)
        measure = self.fontMetrics().horizontalAdvance
        for column, text in (
            (GroupCountColumn.OBJECTS, "1,000,000"),
            (GroupCountColumn.SHARE, "< 0.1 %"),
            (GroupCountColumn.BYTES, "999 bytes"),
        ):
            heading.resizeSection(column, measure(text) + _PADDING)
        heading.resizeSection(
            GroupCountColumn.COMPLIANCE, measure("Does not comply") + _ICON + _PADDING
        )

    def minimumSizeHint(self) -> QSize:
        """Return room for the names and the numbers."""
        return QSize(360, 120)


class PastTable(QuickTable):
    """The audits; `opened` carries the PastAudit that is wanted, `removal_wanted` one to remove."""

    opened = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, model: PastAuditsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(self.tr("Past audits"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        heading = self.horizontalHeader()
        heading.setSectionResizeMode(PastColumn.PLACE, QHeaderView.ResizeMode.Stretch)
        longest = (
            f"{moment_text(_LONGEST)} · 999 objects, 9 not encrypted, 9 could not be looked at"
        )
        width = self.fontMetrics().horizontalAdvance(longest)
        heading.resizeSection(PastColumn.STATE, width + _ICON + _PADDING)
        self.doubleClicked.connect(self.open_current)

    def open_current(self) -> None:
        """Open the selected one."""
        index = self.currentIndex()
        if index.isValid():
            self.opened.emit(self._model.audit(index.row()))

    def remove_current(self) -> None:
        """Ask to remove the selected one."""
        index = self.currentIndex()
        if index.isValid():
            self.removal_wanted.emit(self._model.audit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, remove with Delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.remove_current()
        else:
            super().keyPressEvent(event)
