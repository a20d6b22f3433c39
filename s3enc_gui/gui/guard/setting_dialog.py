"""Dialog that changes a setting of a bucket: the frame that such dialogs share."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.guard.setting_change import Setting, SettingChange
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.guard.difference_view import DifferenceView
from s3enc_gui.gui.guard.setting_writer import SettingWriter
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.fact_grid import scrolled
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import primary
from s3enc_gui.i18n import _

_HEADING = 32  # pixels above the difference


class SettingDialog(QDialog):
    """Reads the setting when it is shown; shows a change as a difference; writes or undoes it.

    Subclasses implement `planned_change`, `forget_plan`, `read_again` and `show_state`. They plan
    with `plan_job`, read with `read_job`, and add their own parts to `column`, between `banner`
    and `add_buttons`. `area` scrolls what is in `inside`, the difference among it.
    """

    def __init__(
        self,
        runner: Runner,
        connection: Connection,
        bucket: str,
        setting: Setting,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.connection, self.bucket = connection, bucket
        self.directory = KeyDirectory(runner, connection, self)
        self.banner, self.busy, self.difference = ErrorBanner(), BusyIndicator(), DifferenceView()
        self.write: QPushButton = primary(QPushButton())
        self.undo, self.close_button = QPushButton(_("Undo…")), QPushButton(_("Close"))
        self.read_job, self.plan_job = LatestJob(runner, self), LatestJob(runner, self)
        self.writer = SettingWriter(runner, connection, bucket, setting, self)
        self.inside = QWidget()
        self.area = scrolled(self.inside)
        self.area.setFrameShape(self.area.Shape.NoFrame)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(WINDOW_MARGINS)
        self.column.setSpacing(10)
        self._read_before = False
        self._reveal_timer = QTimer(self, singleShot=True, interval=0)
        self._connect_frame()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the setting (Qt)."""
        super().showEvent(event)
        if not event.spontaneous() and not self._read_before:
            self._read_before = True
            self.read_first()

    def done(self, result: int) -> None:
        """Stop reading; a write goes on (Qt)."""
        for job in (self.read_job, self.plan_job):
            job.drop()
        super().done(result)

    # --- for subclasses -------------------------------------------------------------------------

    def planned_change(self) -> SettingChange | None:
        """Return the change that is shown, or None."""
        raise NotImplementedError

    def forget_plan(self) -> None:
        """The change that is shown is no longer that of the form."""
        raise NotImplementedError

    def read_first(self) -> None:
        """Read what is needed when the dialog is shown."""
        self.read_again()

    @Slot()
    def read_again(self) -> None:
        """Read the setting."""
        raise NotImplementedError

    @Slot()
    def show_state(self) -> None:
        """Enable buttons, and show what is being done."""
        raise NotImplementedError

    def show_busy(self, *reasons: tuple[bool, str]) -> None:
        """Show the first reason that is true, after that of a write."""
        writing = (self.writer.busy, _("Writing and reading back…"))
        said = next((words for true, words in (writing, *reasons) if true), None)
        if said is None:
            self.busy.stop()
        else:
            self.busy.start(said)

    def add_buttons(self, *others: QPushButton) -> None:
        """Add the last row: Undo, the others, Write, Close; and `busy`, if it has no place yet."""
        row = QHBoxLayout()
        row.setSpacing(10)
        if self.busy.parent() is None:
            row.addWidget(self.busy)
        row.addStretch(1)
        buttons: Iterable[QPushButton] = (self.undo, *others, self.write, self.close_button)
        for button in buttons:
            button.setAutoDefault(False)
            row.addWidget(button)
        self.column.addLayout(row)

    # --- private --------------------------------------------------------------------------------

    def _connect_frame(self) -> None:
        self.read_job.failed.connect(self.banner.show_error)
        for job in (self.read_job, self.plan_job):
            job.busy_changed.connect(self.show_state)
        self.write.clicked.connect(self._ask_to_write)
        self.undo.clicked.connect(self._ask_to_undo)
        self.close_button.clicked.connect(self.reject)
        self.writer.told.connect(self.banner.show_error)
        self.writer.failed.connect(self.banner.show_error)
        self.writer.busy_changed.connect(self.show_state)
        self.writer.written.connect(self.read_again)
        self.writer.shown.connect(self._show_undo)
        self._reveal_timer.timeout.connect(self._reveal_difference)

    @Slot()
    def _ask_to_write(self) -> None:
        if change := self.planned_change():
            self.banner.clear()
            self.writer.ask(change)

    @Slot()
    def _ask_to_undo(self) -> None:
        self.banner.clear()
        self.writer.find_undo()

    @Slot(str)
    def _show_undo(self, difference: str) -> None:
        self.forget_plan()
        self.difference.show_difference(difference, "")
        self._reveal_timer.start()  # when the difference has its height
        self.show_state()

    @Slot()
    def _reveal_difference(self) -> None:
        """Scroll to the difference and its heading."""
        self.area.verticalScrollBar().setValue(self.difference.y() - scaled(_HEADING))
