"""What is said about one change of encryption above its result."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from s3enc_gui.gui.reencryption.runs import Row
from s3enc_gui.gui.reencryption.runs_model import state_text
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import _
from s3enc_gui.wording.reencryption.runs import place_text, purpose_text


class RunHeader(QWidget):
    """Objects, new encryption and progress; a bar while it runs, `busy` while its file is read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place, self.purpose = BreakingLabel("strong"), BreakingLabel("muted")
        self.progress, self.bar, self.busy = TextLine(), QProgressBar(), BusyIndicator()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Objects changed"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.place, self.purpose, self.progress, self.bar, self.busy):
            column.addWidget(widget)

    def show_run(self, row: Row) -> None:
        """Show another run, or how far it is."""
        purpose = purpose_text(row.run.facts)
        self.place.show_text(place_text(row.run))
        self.purpose.show_text(purpose)
        self.purpose.setVisible(bool(purpose))
        self.progress.say(state_text(row))
        self.bar.setVisible(row.runner is not None)
        if row.runner:
            self.bar.setRange(0, max(1, row.runner.progress.total))
            self.bar.setValue(row.runner.progress.done)

    @Slot(bool)
    def show_busy(self, busy: bool) -> None:
        """Say that the file is read."""
        if busy:
            self.busy.start(_("Reading the objects…"))
        else:
            self.busy.stop()
