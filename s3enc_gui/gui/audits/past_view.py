"""The list of past audits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.audits.audit_tables import PastTable
from s3enc_gui.gui.audits.models.past_audits_model import PastAuditsModel
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.audits import past_text
from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.audits.past_audits import ListAudits, PastAudit, RemoveAudit

_NO_AUDITS = EmptyReason(
    "shield",
    text("No audits yet"),
    text("An audit reads the encryption of every object in a bucket and counts the results."),
)


class PastView(QWidget):
    """The table `Past audits`; `opened` carries a PastAudit, `failed` an AppError."""

    opened = Signal(object)
    failed = Signal(object)

    def __init__(
        self, runner: Runner, connection: Connection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self.model = PastAuditsModel(self)
        self.table, self.empty = PastTable(self.model), EmptyState(_NO_AUDITS)
        self._views, self._question = QStackedWidget(), Question(self)
        self._to_remove: PastAudit | None = None
        self.open, self.remove = QPushButton(_("&Open")), QPushButton(_("Re&move…"))
        self._list, self._removal = LatestJob(runner, self), LatestJob(runner, self)
        self._arrange()
        self._list.answered.connect(self._show)
        self._removal.answered.connect(self.refresh)
        for job in (self._list, self._removal):
            job.failed.connect(self.failed)
        self.table.opened.connect(self.opened)
        self.table.removal_requested.connect(self._ask)
        self._question.confirmed.connect(self._remove)
        self.open.clicked.connect(self.table.open_current)
        self.remove.clicked.connect(self.table.remove_current)
        self._show(())

    @Slot()
    def refresh(self) -> None:
        """List the audits again."""
        self._list.ask(ListAudits(self._connection))

    @Slot(object)
    def _show(self, audits: Sequence[PastAudit]) -> None:
        self.model.show(audits)
        self._views.setCurrentWidget(self.table if audits else self.empty)
        for button in (self.open, self.remove):
            button.setVisible(bool(audits))
        if audits:
            self.table.setCurrentIndex(self.model.index(0, 0))

    @Slot(object)
    def _ask(self, past: PastAudit) -> None:
        self._to_remove = past
        self._question.ask(lambda: self._asked(past))

    def _asked(self, past: PastAudit) -> Asked | None:
        if past not in self.model.audits:
            return None
        return Asked(
            _("Remove audit"),
            _("Remove this audit from this computer?"),
            "\n".join((*past_text(past), _("Nothing changes in the bucket."))),
            yes=_("Remove"),
            no=_("Cancel"),
        )

    @Slot()
    def _remove(self) -> None:
        if self._to_remove is not None:
            self._removal.ask(RemoveAudit(self._to_remove.path))

    def _arrange(self) -> None:
        self._views.addWidget(self.table)
        self._views.addWidget(self.empty)
        top, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._views, 1)
        top.setSpacing(10)
        top.addWidget(label(_("Past audits"), "heading"), 1)
        for button in (self.open, self.remove):
            button.setAutoDefault(False)
            top.addWidget(button)
