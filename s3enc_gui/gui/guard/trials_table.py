"""The uploads that try a guard: what should happen, what the policy says, what was proved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from s3enc_gui.domain.guard.proof import Proof
from s3enc_gui.domain.guard.trial import Decision, Trial
from s3enc_gui.gui.icons import ItemIcons, Tone
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.tables.quick_table import make_quick
from s3enc_gui.gui.widgets.tables.whole_columns import (
    WholeColumns,
    heading_width,
    least_width,
    needed_width,
)
from s3enc_gui.gui.widgets.tables.wrapping_delegate import whole_height, wrap_rows
from s3enc_gui.i18n import _
from s3enc_gui.wording.guard.proofs import proof_text
from s3enc_gui.wording.guard.rules import decision_text, trial_text, upload_text

_ROW = 28
_SERVER = 3  # column; hidden before the first proof


class TrialsTable(QTableWidget):
    """One row for each upload; `show_proof` fills in what the server answered.

    It is as high as its rows, and hidden without any.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.setHorizontalHeaderLabels(
            [_("Upload"), _("Should be"), _("The policy says"), _("The server answered")]
        )
        make_quick(self, _ROW)
        wrap_rows(self)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Uploads that try the rules"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, _SERVER):
            header.resizeSection(column, 0)
        WholeColumns(self, (1,))
        header.sectionResized.connect(self._column_resized)
        self._icons = ItemIcons(self)
        self._trials: tuple[Trial, ...] = ()
        self.hideColumn(_SERVER)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the upload and what the policy says (Qt)."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        rest = self.viewport().width() - self.columnWidth(1) - self.columnWidth(_SERVER)
        wanted = min(needed_width(self, 2), rest // 2)
        self.setColumnWidth(2, max(heading_width(self, 2), wanted))

    def sizeHint(self) -> QSize:
        """Return the height of all rows (Qt)."""
        return QSize(super().sizeHint().width(), whole_height(self))

    def minimumSizeHint(self) -> QSize:
        """Return a width for the columns, and the height of all rows (Qt)."""
        narrow = self.columnWidth(2) - heading_width(self, 2)
        return QSize(least_width(self, 0) - narrow, whole_height(self))

    @Slot(int)
    def _column_resized(self, column: int) -> None:
        if column in (1, _SERVER):
            self._share()

    def show_trials(self, trials: Sequence[Trial]) -> None:
        """Show what the policy says; what the server answered to others is removed."""
        self._trials = tuple(trials)
        self.hideColumn(_SERVER)
        self.setRowCount(0)
        self.setRowCount(len(trials))
        for row, trial in enumerate(trials):
            tone: tuple[str, Tone] = ("check", "ok")
            if not trial.is_as_expected:
                unknown = trial.found is Decision.UNKNOWN
                tone = ("question", "warning") if unknown else ("error", "error")
            self._set(row, 0, upload_text(trial.upload))
            self._set(row, 1, decision_text(trial.expected))
            self._set(row, 2, trial_text(trial), *tone)
        self._share()
        self.setVisible(bool(trials))

    def show_proof(self, proof: Proof) -> None:
        """Show what the server answered to an upload."""
        uploads = [trial.upload for trial in self._trials]
        if proof.upload not in uploads:
            return
        if self.isColumnHidden(_SERVER):
            self.showColumn(_SERVER)
        tone: tuple[str, Tone] = ("check", "ok")
        if proof.answer is None:
            tone = ("skipped", "muted")
        elif not proof.is_as_expected:
            tone = ("error", "error")
        text = proof_text(proof)
        short = decision_text(proof.expected) if proof.is_as_expected else text
        self._set(uploads.index(proof.upload), _SERVER, short, *tone, tip=text)

    def _set(
        self,
        row: int,
        column: int,
        text: str,
        name: str = "",
        tone: Tone = "text",
        *,
        tip: str = "",
    ) -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(plain_tip(tip or text))
        item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
        self.setItem(row, column, item)
        if name:
            self._icons.set_icon(self.indexFromItem(item), name, tone)
