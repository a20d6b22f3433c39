"""Dialog that makes a bucket require encryption."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.rules import Guard
from s3enc_gui.domain.guard.setting_change import Setting, SettingChange
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.guard.guard_prover import GuardProver
from s3enc_gui.gui.guard.policy_saver import PolicySaver
from s3enc_gui.gui.guard.rules_form import RulesForm
from s3enc_gui.gui.guard.setting_dialog import SettingDialog
from s3enc_gui.gui.guard.trials_table import TrialsTable
from s3enc_gui.gui.widgets.labels.fact_grid import scrolled
from s3enc_gui.gui.widgets.labels.prose_field import ProseField
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, Tone
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _
from s3enc_gui.jobs.guard.plan_guard import GuardPlan, PlanGuard, ReadGuard
from s3enc_gui.jobs.listing.buckets import BucketFacts, ReadBucket
from s3enc_gui.wording.guard.rules import effects, guard_text, trials_problem, trials_summary

_SIZE = QSize(1120, 760)
_FORM_WIDTH = 330  # pixels, at least
_OTHER_WIDTH = 370
_SCROLL_BAR = 14


class RequireEncryptionDialog(SettingDialog):
    """Shows the rules of the bucket policy; a change is explained, tried and shown at once."""

    def __init__(
        self, runner: Runner, connection: Connection, bucket: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(runner, connection, bucket, Setting.POLICY, parent)
        self.setWindowTitle(_("Require encryption in {bucket}").format(bucket=bucket))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.plan: GuardPlan | None = None
        self._facts: BucketFacts | None = None
        self.form = RulesForm(self.directory)
        self.effects, self.trials, self._summary = ProseField(), TrialsTable(), TextLine()
        self._now, self._form_area = label("", "muted", wrap=True), scrolled(self.form)
        self._halves = QSplitter(Qt.Orientation.Horizontal)
        self.write.setText(_("Write policy…"))
        self.prove = QPushButton(_("Try with objects…"))
        self.save = QPushButton(_("Write to file…"))
        self._facts_job = LatestJob(runner, self)
        self.prover = GuardProver(runner, connection, bucket, self)
        self.saver = PolicySaver(runner, bucket, self)
        self._arrange()
        self._connect()
        self._show_untried(_("Not tried yet."))
        self.effects.show_value(_("Shown when the bucket policy has been read."))
        self.show_state()
        resize_to_screen(self, _SIZE)
        self.setMinimumSize(860, 540)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the width again (Qt)."""
        super().resizeEvent(event)
        self._fit_form()

    def done(self, result: int) -> None:
        """Stop reading and trying; a write goes on (Qt)."""
        self._facts_job.drop()
        self.prover.stop()
        super().done(result)

    # --- reading --------------------------------------------------------------------------------

    def read_first(self) -> None:
        """Read the policy, and what the form needs to know about the bucket."""
        self._facts_job.ask(ReadBucket(self.connection, self.bucket))
        self.read_job.ask(ReadGuard(self.connection, self.bucket))

    @Slot()
    def read_again(self) -> None:
        """Read the policy."""
        self.form.setEnabled(False)
        self.read_job.ask(ReadGuard(self.connection, self.bucket))

    @Slot(object)
    def _show_guard(self, guard: Guard | None) -> None:
        if guard is None:
            self.banner.show_warning(AppError(guard_text(None)))
        self._now.setText(_("Now: {rules}").format(rules=guard_text(guard)))
        self.form.show_guard(guard or Guard())
        self.form.setEnabled(True)
        self.form.focus()
        self._changed()

    @Slot(object)
    def _show_facts(self, facts: BucketFacts) -> None:
        self._facts = facts
        region = facts.key_region or facts.region
        if region:
            self.form.key.set_region(region, amazon=facts.amazon)

    @Slot()
    def _changed(self) -> None:
        """Explain, try and show the chosen rules."""
        self.plan = None
        self.plan_job.drop()
        try:
            guard = self.form.guard()
        except AppError as error:
            self._show_untried(error.message, "warning")
            self.effects.show_value(_("Shown when the rules are complete."))
        else:
            self._show_untried(_("Not tried yet."))
            self._show_effects(guard)
            if self.form.isEnabled():
                self.plan_job.ask(PlanGuard(self.connection, self.bucket, guard))
        self.show_state()

    def _show_effects(self, guard: Guard) -> None:
        default = self._facts.default if self._facts else None
        known = default if isinstance(default, BucketEncryption) else None
        if points := list(effects(guard, known)):
            self.effects.show_points(points)
        else:
            self.effects.show_value(_("S3enc's rules deny no uploads."))

    def _show_untried(self, why: str, tone: Tone = "") -> None:
        """Show no trials and no difference: those of other rules would mislead."""
        self._summary.say(why, tone)
        self.trials.show_trials(())
        self.difference.show_difference("", _("Shown when the rules have been tried."))

    @Slot(object)
    def _not_planned(self, error: AppError) -> None:
        self._show_untried(_("The rules couldn't be tried."))
        self.banner.show_error(error)

    @Slot(object)
    def _show_plan(self, plan: GuardPlan) -> None:
        self.plan = plan
        self.trials.show_trials(plan.trials)
        same = _("The bucket policy has these rules already.")
        self.difference.show_difference(plan.change.difference, same)
        problem = str(trials_problem(plan.trials))
        if problem:
            self._summary.say(problem, "error")
        elif isinstance(plan.key, AppError):
            self._summary.say(f"{plan.key.title}. {plan.key.detail}", "warning")
        else:
            right = all(one.is_as_expected for one in plan.trials)
            said = trials_summary(plan.trials) if plan.trials else _("There are no rules to try.")
            self._summary.say(said, "" if right else "warning")
        self.show_state()

    # --- writing --------------------------------------------------------------------------------

    def planned_change(self) -> SettingChange | None:
        """Return the change that is shown, or None."""
        return self.plan.change if self.plan else None

    def forget_plan(self) -> None:
        """The change that is shown is no longer that of the form."""
        self.plan = None

    @Slot()
    def _ask_to_prove(self) -> None:
        if self.plan:
            self.banner.clear()
            self.prover.ask(self.plan.guard)

    @Slot()
    def _ask_to_save(self) -> None:
        if self.plan:
            self.saver.ask(self.plan.change.after)

    # --- arrangement ----------------------------------------------------------------------------

    @Slot()
    def show_state(self) -> None:
        """Enable buttons, and show what is being done."""
        self._fit_form()
        plan = self.plan
        idle = not (self.writer.busy or self.prover.busy or self.read_job.busy)
        sound = plan is not None and not str(trials_problem(plan.trials))
        needed = plan is not None and plan.change.is_needed
        self.write.setEnabled(idle and sound and needed)
        self.prove.setEnabled(idle and plan is not None and not needed and bool(plan.guard.rules))
        self.save.setEnabled(plan is not None and bool(plan.change.after))
        self.undo.setEnabled(idle)
        self.show_busy(
            (self.prover.busy, _("Trying with objects…")),
            (self.read_job.busy, _("Reading the bucket policy…")),
            (self.plan_job.busy, _("Trying the rules…")),
        )

    def _fit_form(self) -> None:
        """Give the form the width that it needs, as far as the other half leaves it."""
        needed = self.form.minimumSizeHint().width() + _SCROLL_BAR
        halves, margins = self._halves, self.column.contentsMargins()
        around = margins.left() + margins.right() + halves.handleWidth()
        other = max(_OTHER_WIDTH, self.inside.minimumSizeHint().width() + _SCROLL_BAR)
        self.area.setMinimumWidth(other)
        most = self.width() - other - around
        width = max(_FORM_WIDTH, min(needed, most))
        if width != self._form_area.minimumWidth():
            self._form_area.setMinimumWidth(width)
            self._halves.refresh()  # otherwise the form lies over the other half

    def _arrange(self) -> None:
        self.form.setEnabled(False)
        area = self._form_area
        area.setFrameShape(area.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(6)
        for text, widgets in (
            (_("What it will break, and what it won't do"), (self.effects,)),
            (_("Tried on this computer"), (self._summary, self.trials)),
            (_("Difference to the bucket policy that is there"), (self.difference,)),
        ):
            column.addWidget(label(text, "heading", wrap=True))
            for widget in widgets:
                column.addWidget(widget)
            column.addSpacing(6)
        column.setStretchFactor(self.difference, 1)
        self.effects.setAccessibleName(_("What it will break, and what it won't do"))
        halves = self._halves
        halves.addWidget(area)
        halves.addWidget(self.area)
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        halves.setSizes([_SIZE.width() // 3, _SIZE.width() - _SIZE.width() // 3])
        state = QHBoxLayout()
        state.addWidget(self._now, 1)
        state.addWidget(self.busy)  # the last row has many buttons
        self.column.addLayout(state)
        self.column.addWidget(self.banner)
        self.column.addWidget(halves, 1)
        self.add_buttons(self.save, self.prove)

    def _connect(self) -> None:
        self._facts_job.answered.connect(self._show_facts)
        self.read_job.answered.connect(self._show_guard)
        self.plan_job.answered.connect(self._show_plan)
        self.plan_job.failed.connect(self._not_planned)
        self.form.changed.connect(self._changed)
        self.prove.clicked.connect(self._ask_to_prove)
        self.save.clicked.connect(self._ask_to_save)
        self.prover.told.connect(self.banner.show_error)
        self.prover.failed.connect(self.banner.show_error)
        self.prover.busy_changed.connect(self.show_state)
        self.prover.proved.connect(self.trials.show_proof)
        self.saver.told.connect(self.banner.show_error)
        self.saver.failed.connect(self.banner.show_error)
