"""Dialog that changes a bucket's default encryption."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.default_encryption import EncryptionChange
from s3enc_gui.domain.guard.setting_change import Setting
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.guard.difference_view import DifferenceView
from s3enc_gui.gui.guard.encryption_form import EncryptionForm
from s3enc_gui.gui.guard.setting_writer import SettingWriter
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.fact_grid import scrolled
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.styling import label, primary
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _
from s3enc_gui.jobs.guard.change_encryption import EncryptionPlan, PlanEncryption
from s3enc_gui.jobs.listing.buckets import BucketFacts, ReadBucket
from s3enc_gui.wording.guard.default_encryption import key_cautions

_SIZE = QSize(760, 760)
_TYPING_MS = 400  # after the last change, before the setting is read


class DefaultEncryptionDialog(QDialog):
    """Shows the default encryption; a change is shown as a difference before it is written."""

    def __init__(
        self, runner: Runner, connection: Connection, bucket: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Default encryption of {bucket}").format(bucket=bucket))
        self.setModal(False)
        self._connection, self._bucket = connection, bucket
        self.plan: EncryptionPlan | None = None
        self._read_before = False
        self._directory = KeyDirectory(runner, connection, self)
        self.form, self.difference = EncryptionForm(self._directory), DifferenceView()
        self.banner, self._busy, self._cautions = ErrorBanner(), BusyIndicator(), TextLine()
        self.write = primary(QPushButton(_("Write…")))
        self.undo, self.close_button = QPushButton(_("Undo…")), QPushButton(_("Close"))
        self._read, self._plan = LatestJob(runner, self), LatestJob(runner, self)
        self._typing_timer = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing_timer.timeout.connect(self.make_plan)
        self.writer = SettingWriter(runner, connection, bucket, Setting.ENCRYPTION, self)
        self._arrange()
        self._connect()
        self._show_state()
        resize_to_screen(self, _SIZE)
        self.setMinimumSize(620, 480)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the setting (Qt)."""
        super().showEvent(event)
        if not event.spontaneous() and not self._read_before:
            self._read_before = True
            self._read_again()

    def done(self, result: int) -> None:
        """Stop reading; a write goes on (Qt)."""
        self._typing_timer.stop()
        for job in (self._read, self._plan):
            job.drop()
        super().done(result)

    @Slot()
    def make_plan(self) -> None:
        """Read the setting and make the change."""
        if self.form.isEnabled():
            wanted, key = self.form.wanted()
            if wanted == EncryptionChange():
                self.difference.show_difference("", _("Nothing is changed yet."))
                self._cautions.say("")
                self._plan.drop()
            else:
                self._plan.ask(PlanEncryption(self._connection, self._bucket, wanted, key))
        self._show_state()

    @Slot()
    def _read_again(self) -> None:
        self.form.setEnabled(False)
        self._read.ask(ReadBucket(self._connection, self._bucket))

    @Slot(object)
    def _show_facts(self, facts: BucketFacts) -> None:
        if facts.default is None:
            if facts.error:
                self.banner.show_error(facts.error)
            return
        region = facts.key_region or facts.region
        if region:
            self.form.key.set_region(region, amazon=facts.amazon)
        self.form.setEnabled(True)
        self.form.show_default(facts.default)
        self.form.focus()

    @Slot()
    def _changed(self) -> None:
        self.plan = None
        self._plan.drop()
        self._typing_timer.start()
        self._show_state()

    @Slot(object)
    def _show_plan(self, plan: EncryptionPlan) -> None:
        self.plan = plan
        same = _("The bucket has this default encryption already.")
        self.difference.show_difference(plan.change.difference, same)
        cautions = " ".join(map(str, key_cautions(plan.key, plan.region, plan.caller)))
        self._cautions.say(cautions, "warning")
        self._show_state()

    @Slot(object)
    def _not_planned(self, error: AppError) -> None:
        self.difference.show_difference("", "")
        self._cautions.say(f"{error.title}. {error.detail} {error.hint}".strip(), "error")

    @Slot()
    def _ask_to_write(self) -> None:
        if self.plan:
            self.banner.clear()
            self.writer.ask(self.plan.change)

    @Slot()
    def _ask_to_undo(self) -> None:
        self.banner.clear()
        self.writer.find_undo()

    @Slot(str)
    def _show_undo(self, difference: str) -> None:
        self.plan = None
        self.difference.show_difference(difference, "")
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        idle = not (self.writer.busy or self._read.busy)
        needed = self.plan is not None and self.plan.change.is_needed
        self.write.setEnabled(idle and needed)
        self.undo.setEnabled(idle)
        if self.writer.busy:
            self._busy.start(_("Writing and reading back…"))
        elif self._read.busy or self._plan.busy:
            self._busy.start(_("Reading the default encryption…"))
        else:
            self._busy.stop()

    def _arrange(self) -> None:
        self.form.setEnabled(False)
        area = scrolled(self.form)
        area.setFrameShape(area.Shape.NoFrame)
        heading = label(_("Difference to what the bucket has"), "heading")
        bottom = QHBoxLayout()
        bottom.setSpacing(10)
        bottom.addWidget(self._busy)
        bottom.addStretch(1)
        for button in (self.undo, self.write, self.close_button):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.banner)
        column.addWidget(area, 3)
        column.addWidget(self._cautions)
        column.addWidget(heading)
        column.addWidget(self.difference, 2)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self._read.answered.connect(self._show_facts)
        self._read.failed.connect(self.banner.show_error)
        self._plan.answered.connect(self._show_plan)
        self._plan.failed.connect(self._not_planned)
        for job in (self._read, self._plan):
            job.busy_changed.connect(self._show_state)
        self.form.changed.connect(self._changed)
        self.write.clicked.connect(self._ask_to_write)
        self.undo.clicked.connect(self._ask_to_undo)
        self.close_button.clicked.connect(self.reject)
        self.writer.told.connect(self.banner.show_error)
        self.writer.failed.connect(self.banner.show_error)
        self.writer.busy_changed.connect(self._show_state)
        self.writer.written.connect(self._read_again)
        self.writer.shown.connect(self._show_undo)
