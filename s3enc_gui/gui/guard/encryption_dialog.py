"""Dialog that changes a bucket's default encryption."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.default_encryption import EncryptionChange
from s3enc_gui.domain.guard.setting_change import Setting, SettingChange
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.guard.encryption_form import EncryptionForm
from s3enc_gui.gui.guard.setting_dialog import SettingDialog
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _
from s3enc_gui.jobs.guard.change_encryption import EncryptionPlan, PlanEncryption
from s3enc_gui.jobs.listing.buckets import BucketFacts, ReadBucket
from s3enc_gui.wording.guard.default_encryption import key_cautions

_SIZE = QSize(760, 760)
_TYPING_MS = 400  # after the last change, before the setting is read


class DefaultEncryptionDialog(SettingDialog):
    """Shows the default encryption; a change is shown as a difference before it is written."""

    def __init__(
        self, runner: Runner, connection: Connection, bucket: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(runner, connection, bucket, Setting.ENCRYPTION, parent)
        self.setWindowTitle(_("Default encryption of {bucket}").format(bucket=bucket))
        self.plan: EncryptionPlan | None = None
        self.form, self._cautions = EncryptionForm(self.directory), TextLine()
        self.write.setText(_("Write…"))
        self._typing_timer = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing_timer.timeout.connect(self.make_plan)
        self._arrange()
        self._connect()
        self._show_unread()
        self.show_state()
        resize_to_screen(self, _SIZE)
        self.setMinimumSize(620, 480)

    def done(self, result: int) -> None:
        """Stop reading; a write goes on (Qt)."""
        self._typing_timer.stop()
        super().done(result)

    @Slot()
    def make_plan(self) -> None:
        """Read the setting and make the change."""
        if self.form.isEnabled():
            wanted, key = self.form.wanted()
            if wanted == EncryptionChange():
                self.difference.show_difference("", _("Nothing is changed yet."))
                self._cautions.say("")
                self.plan_job.drop()
            else:
                self._show_unread()
                self.plan_job.ask(PlanEncryption(self.connection, self.bucket, wanted, key))
        self.show_state()

    def planned_change(self) -> SettingChange | None:
        """Return the change that is shown, or None."""
        return self.plan.change if self.plan else None

    def forget_plan(self) -> None:
        """The change that is shown is no longer that of the form."""
        self.plan = None

    @Slot()
    def read_again(self) -> None:
        """Read the default encryption."""
        self.form.setEnabled(False)
        self.read_job.ask(ReadBucket(self.connection, self.bucket))

    @Slot()
    def show_state(self) -> None:
        """Enable buttons, and show what is being done."""
        idle = not (self.writer.busy or self.read_job.busy)
        needed = self.plan is not None and self.plan.change.is_needed
        self.write.setEnabled(idle and needed)
        self.undo.setEnabled(idle)
        reading = self.read_job.busy or self.plan_job.busy
        self.show_busy((reading, _("Reading the default encryption…")))

    @Slot(object)
    def _show_facts(self, facts: BucketFacts) -> None:
        if facts.default is None:
            if facts.error:
                self.banner.show_error(facts.error)
            return
        region = facts.key_region or facts.region
        if region:
            self.form.choice.set_region(region, amazon=facts.amazon)
        self.form.setEnabled(True)
        self.form.show_default(facts.default)
        self.form.focus()

    @Slot()
    def _changed(self) -> None:
        self.plan = None
        self.plan_job.drop()
        self._typing_timer.start()
        self.show_state()

    def _show_unread(self) -> None:
        """Show no difference and no cautions: those of another choice would mislead."""
        why = _("Shown when the default encryption has been read.")
        self.difference.show_difference("", why)
        self._cautions.say("")

    @Slot(object)
    def _show_plan(self, plan: EncryptionPlan) -> None:
        self.plan = plan
        same = _("The bucket has this default encryption already.")
        self.difference.show_difference(plan.change.difference, same)
        cautions = " ".join(map(str, key_cautions(plan.key, plan.region, plan.caller)))
        self._cautions.say(cautions, "warning")
        self.show_state()

    @Slot(object)
    def _not_planned(self, error: AppError) -> None:
        self.difference.show_difference("", _("There is no change to show."))
        self._cautions.say(error.message, "error")

    def _arrange(self) -> None:
        self.form.setEnabled(False)
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.form)
        column.addWidget(self._cautions)
        column.addSpacing(8)
        column.addWidget(label(_("Difference to what the bucket has"), "heading"))
        column.addWidget(self.difference, 1)
        self.column.addWidget(self.banner)
        self.column.addWidget(self.area, 1)
        self.add_buttons()

    def _connect(self) -> None:
        self.read_job.answered.connect(self._show_facts)
        self.plan_job.answered.connect(self._show_plan)
        self.plan_job.failed.connect(self._not_planned)
        self.form.changed.connect(self._changed)
