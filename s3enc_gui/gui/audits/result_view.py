"""What came of an audit, or comes of it while it goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.audits.audit import AuditScope, Keys, Summary
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.gui.audits.objects_pane import ObjectsPane
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.encryption.summary_bar import Share, SummaryBar
from s3enc_gui.gui.messages.audits import facts_text, not_seen_text, place_text, verdict_text
from s3enc_gui.gui.messages.status import group_text
from s3enc_gui.gui.widgets.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.empty_state import EmptyReason
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import text
from s3enc_gui.jobs.audits.audit import AuditDone, AuditProgress

_RUNNING = EmptyReason(
    "shield",
    text("The audit is running"),
    text("Its objects are listed here when it finishes or is stopped."),
)


class ResultView(QWidget):
    """What was looked at, the verdict in a sentence, the summary bar, and the objects.

    `failed` carries an AppError.
    """

    failed = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self.verdict = IconLabel("info", "accent"), label("", "heading")
        self.place, self.facts, self.bar = ElidedLabel(), ElidedLabel(), SummaryBar()
        self.objects = ObjectsPane(runner)
        self._path = ""
        self._arrange()
        self.bar.chosen.connect(self._filter)
        self.objects.failed.connect(self.failed)

    def show_running(self, scope: AuditScope, path: str) -> None:
        """Show that an audit has begun; it will be in the file at `path`."""
        self._path = path
        self.place.show_text(place_text(scope))
        self._say("inspect", "accent", self.tr("Auditing…"), "")
        self.bar.show_filter(EVERYTHING)
        self.bar.show_shares(())
        self.objects.show_filter(EVERYTHING)
        self.objects.clear(_RUNNING)

    def show_progress(self, progress: AuditProgress) -> None:
        """Show what was seen so far."""
        open_ones = max(0, progress.listed - progress.seen)
        self.bar.show_shares(shares(progress.summary, progress.keys, open_ones))

    def show_audit(self, done: AuditDone) -> None:
        """Show what came of an audit; the filter stays where it is the same one, judged anew."""
        report = done.report
        words, sign = verdict_text(report)
        self.place.show_text(place_text(report.facts.scope))
        self._say(sign.icon, sign.tone, words, facts_text(report))
        if done.path != self._path:
            self._path = done.path
            self.bar.show_filter(EVERYTHING)
            self.objects.show_filter(EVERYTHING)
        self.bar.show_shares(shares(report.summary, report.keys, report.not_yet_seen))
        self.objects.show_audit(done)

    def _say(self, icon: str, tone: object, words: str, facts: str) -> None:
        self._sign.show_icon(icon, tone)  # type: ignore[arg-type] # a Tone
        self.verdict.setText(words)
        self.verdict.setAccessibleName(words)
        self.facts.show_text(facts)

    @Slot(object)
    def _filter(self, wanted: StatusFilter) -> None:
        self.objects.show_filter(wanted)

    def _arrange(self) -> None:
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setWordWrap(True)
        self.place.setProperty("role", "heading")
        self.facts.setProperty("role", "muted")
        top, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.place)
        column.addLayout(top)
        column.addWidget(self.facts)
        column.addWidget(self.bar)
        column.addWidget(self.objects, 1)
        top.setSpacing(8)
        top.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.verdict, 1)


def shares(summary: Summary, keys: Keys, not_seen: int = 0) -> tuple[Share, ...]:
    """Return the groups as shares, and what nobody has looked at yet."""
    found = [
        Share(one.group, group_text(one.group, keys), one.objects, one.bytes)
        for one in summary.group_counts
    ]
    if not_seen:
        found.append(Share(None, not_seen_text(), not_seen, None))
    return tuple(found)
