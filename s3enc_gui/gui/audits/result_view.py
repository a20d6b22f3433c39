"""Result of an audit, partial while it is running."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.encryption.groups import Keys, Summary
from s3enc_gui.domain.encryption.status_filter import EVERYTHING
from s3enc_gui.gui.audits.objects_pane import ObjectsPane
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.encryption.summary_bar import Share, SummaryBar
from s3enc_gui.gui.messages.audits import facts_text, location_text, not_seen_text, verdict_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.messages.status import group_text, warns
from s3enc_gui.gui.widgets.empty_state import EmptyReason
from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.audits.audit import AuditDone, AuditProgress

_RUNNING = EmptyReason(
    "shield",
    text("The audit is running"),
    text("Its objects are listed here when it finishes or is stopped."),
)


class ResultView(QWidget):
    """Scope, verdict, summary bar and objects; `failed` carries an AppError."""

    failed = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self.verdict = IconLabel("info", "accent"), label("", "heading")
        self.scope, self.facts, self.bar = ElidedLabel(), ElidedLabel(), SummaryBar()
        self.objects = ObjectsPane(runner)
        self.path = ""
        self._arrange()
        self.bar.chosen.connect(self.objects.show_filter)
        self.objects.failed.connect(self.failed)

    def show_running(self, scope: AuditScope, path: str) -> None:
        """Show that an audit has started, whose file is `path`."""
        self.path = path
        self.scope.show_text(location_text(scope))
        self._show_verdict(StateIcon("inspect", "accent"), _("Auditing…"), "")
        self.bar.show_filter(EVERYTHING)
        self.bar.show_shares(())
        self.bar.hide()  # until there is something to share
        self.objects.show_filter(EVERYTHING)
        self.objects.clear(_RUNNING)

    def show_progress(self, progress: AuditProgress) -> None:
        """Show the counts so far."""
        unchecked = max(0, progress.listed - progress.seen)
        self.bar.show_shares(shares(progress.summary, progress.keys, unchecked))
        self.bar.show()

    def show_audit(self, done: AuditDone) -> None:
        """Show the result of an audit; the filter is kept if it is the audit shown before."""
        report = done.report
        verdict, sign = verdict_text(report)
        self.scope.show_text(location_text(report.facts.scope))
        self._show_verdict(sign, verdict, facts_text(report))
        if done.path != self.path:
            self.path = done.path
            self.bar.show_filter(EVERYTHING)
            self.objects.show_filter(EVERYTHING)
        self.bar.show_shares(shares(report.summary, report.keys, report.unchecked))
        self.bar.show()
        self.objects.show_audit(done)

    def _show_verdict(self, sign: StateIcon, verdict: str, facts: str) -> None:
        self._icon.show_icon(sign.icon, sign.tone)
        self.verdict.setText(verdict)
        self.verdict.setAccessibleName(verdict)
        self.facts.show_text(facts)
        self.facts.setVisible(bool(facts))

    def _arrange(self) -> None:
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setWordWrap(True)
        self.scope.setProperty("role", "heading")
        self.facts.setProperty("role", "muted")
        top, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.scope)
        column.addLayout(top)
        column.addWidget(self.facts)
        column.addWidget(self.bar)
        column.addWidget(self.objects, 1)
        top.setSpacing(8)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.verdict, 1)


def shares(summary: Summary, keys: Keys, unchecked: int = 0) -> tuple[Share, ...]:
    """Return the groups as shares, and one for objects not checked yet."""
    found = [
        Share(
            one.group,
            group_text(one.group, keys),
            one.objects,
            one.bytes,
            warns(one.group, keys),
        )
        for one in summary.group_counts
    ]
    if unchecked:
        found.append(Share(None, not_seen_text(), unchecked, None))
    return tuple(found)
