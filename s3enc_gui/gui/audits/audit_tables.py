"""Tables of the Audit window: objects, counts and past audits."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from s3enc_gui.domain.audits.audit import Compliance
from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.gui.audits.models.audited_model import AuditedModel
from s3enc_gui.gui.audits.models.audited_model import Column as ObjectColumn
from s3enc_gui.gui.audits.models.counts_model import Column as CountColumn
from s3enc_gui.gui.audits.models.counts_model import CountsModel
from s3enc_gui.gui.audits.models.past_audits_model import Column as PastColumn
from s3enc_gui.gui.audits.models.past_audits_model import PastAuditsModel
from s3enc_gui.gui.messages.audits import compliance_text
from s3enc_gui.gui.messages.locale import count_text, short_time, size_text
from s3enc_gui.gui.messages.status import group_text
from s3enc_gui.gui.widgets.tables.quick_table import QuickTable, make_quick
from s3enc_gui.gui.widgets.tables.sample_widths import fit_columns, sample_width
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns
from s3enc_gui.i18n import _

_WIDE = 1050  # pixels; in wider tables the longest encryption texts are shown in full
_LONGEST_TIME = datetime(2026, 12, 28, 22, 58)  # in most languages
_LONG = Group(StatusKind.OTHER, algorithm="aws:kms:v9")
_LONGEST = Group(StatusKind.CLIENT_SIDE, "alias/invoices", "aws:kms")


class ObjectsTable(QuickTable):
    """The objects; Ctrl+C copies the keys of the selected ones, one per line."""

    def __init__(self, model: AuditedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(_("Objects"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._narrow, self._wide = (
            sample_width(self, group_text(group, {}), icon=True) for group in (_LONG, _LONGEST)
        )
        header = self.horizontalHeader()
        header.setSectionResizeMode(ObjectColumn.NAME, QHeaderView.ResizeMode.Stretch)
        samples = {
            ObjectColumn.VERSION: "3sL4kqtJlcpXroDTDmJ",
            ObjectColumn.SIZE: size_text(999),
            ObjectColumn.MODIFIED: short_time(_LONGEST_TIME),
            ObjectColumn.COMPLIANCE: compliance_text(Compliance.VIOLATES),
        }
        fit_columns(self, samples, icons={ObjectColumn.COMPLIANCE})
        WholeColumns(self, (ObjectColumn.SIZE, ObjectColumn.MODIFIED, ObjectColumn.COMPLIANCE))
        header.resizeSection(ObjectColumn.ENCRYPTION, self._narrow)
        header.setMinimumSectionSize(70)

    def show_columns(self, *, versions: bool, compliance: bool) -> None:
        """Show or hide the optional columns."""
        self.setColumnHidden(ObjectColumn.VERSION, not versions)
        self.setColumnHidden(ObjectColumn.COMPLIANCE, not compliance)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the width of the encryption (Qt)."""
        super().resizeEvent(event)
        width = self._wide if self.width() >= _WIDE else self._narrow
        self.horizontalHeader().resizeSection(ObjectColumn.ENCRYPTION, width)

    def minimumSizeHint(self) -> QSize:
        """Return a size for a few columns and rows (Qt)."""
        return QSize(420, 160)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the keys with Ctrl+C (Qt)."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        keys = [self._model.audited(row).listed.key for row in rows]
        QGuiApplication.clipboard().setText("\n".join(keys))


class CountsTable(QuickTable):
    """The counts by encryption."""

    def __init__(self, model: CountsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(_("By encryption"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(CountColumn.ENCRYPTION, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(60)
        samples = {
            CountColumn.OBJECTS: count_text(1_000_000),
            CountColumn.SHARE: "< 0.1%",
            CountColumn.BYTES: size_text(999),
            CountColumn.COMPLIANCE: compliance_text(Compliance.VIOLATES),
        }
        fit_columns(self, samples, icons={CountColumn.COMPLIANCE})
        WholeColumns(self, tuple(samples))

    def minimumSizeHint(self) -> QSize:
        """Return a size for names and numbers (Qt)."""
        return QSize(360, 120)


class PastTable(QuickTable):
    """Past audits; `opened` and `removal_requested` carry the selected PastAudit."""

    opened = Signal(object)
    removal_requested = Signal(object)

    def __init__(self, model: PastAuditsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(_("Past audits"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setSectionResizeMode(PastColumn.LOCATION, QHeaderView.ResizeMode.Stretch)
        time = short_time(_LONGEST_TIME)
        longest = f"{time} · 999 objects, 9 not encrypted, 9 couldn't be checked"
        fit_columns(self, {PastColumn.STATE: longest}, icons={PastColumn.STATE})
        WholeColumns(self, (PastColumn.STATE,))
        self.doubleClicked.connect(self.open_current)

    def open_current(self) -> None:
        """Emit `opened` for the selected audit."""
        self._emit_current(self.opened)

    def remove_current(self) -> None:
        """Emit `removal_requested` for the selected audit."""
        self._emit_current(self.removal_requested)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, remove with Delete (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.remove_current()
        else:
            super().keyPressEvent(event)

    def _emit_current(self, signal: SignalInstance) -> None:
        index = self.currentIndex()
        if index.isValid():
            signal.emit(self._model.audit(index.row()))
