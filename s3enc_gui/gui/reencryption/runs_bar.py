"""Bar that shows what changes of encryption do, and offers to resume those left unfinished."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.reencryption.known_run import KnownRun
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.messages.counts import objects_text
from s3enc_gui.gui.messages.outage import outage_text
from s3enc_gui.gui.reencryption.reencryption_runner import ReencryptionRunner
from s3enc_gui.gui.reencryption.runs import ReencryptionRuns, Row
from s3enc_gui.gui.reencryption.runs_questions import discard_question, unfinished_text
from s3enc_gui.gui.widgets.bars.action_bar import ActionBar
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.i18n import _
from s3enc_gui.wording.reencryption.runs import numbers_text, place_text


class RunsBar(ActionBar):
    """Hidden while nothing runs and nothing is unfinished; `Show` asks for the list."""

    def __init__(self, runs: ReencryptionRuns, parent: QWidget | None = None) -> None:
        super().__init__("accent", parent)
        self._runs = runs
        self._question = Question(self)
        self.resume, self.discard = self.add_button(_("Resume")), self.add_button(_("Discard…"))
        self.show_all = self.add_button(_("Show"))
        keep_icon(self.resume, "resume", "text")
        keep_icon(self.discard, "trash", "text")
        self.resume.clicked.connect(self._resume)
        self.discard.clicked.connect(lambda: self._question.ask(self._asked))
        self._question.confirmed.connect(self._discard)
        self.show_all.clicked.connect(runs.shown)
        runs.changed.connect(self._show)
        runs.progressed.connect(self._show)

    @Slot()
    def _show(self) -> None:
        active = [(row, row.runner) for row in self._runs.rows if row.runner]
        found = self._runs.unfinished
        if active:
            self._icon.show_icon("key", "accent")
            self.show_text(*_active_text(active))
        elif found:
            self._icon.show_icon("waiting", "accent")
            self.show_text(unfinished_text(found), _details(found))
        for button in (self.resume, self.discard):
            button.setVisible(not active)
        can_resume = any(run.facts and run.facts.origin for run in found)
        self.resume.setEnabled(can_resume)
        self.setVisible(bool(active or found))

    @Slot()
    def _resume(self) -> None:
        for run in self._runs.unfinished:
            self._runs.resume(run)

    def _asked(self) -> Asked | None:
        found = self._runs.unfinished
        return discard_question(found) if found else None

    @Slot()
    def _discard(self) -> None:
        for run in self._runs.unfinished:
            self._runs.discard(run)


def _active_text(active: Sequence[tuple[Row, ReencryptionRunner]]) -> tuple[str, str]:
    outage = next((runner.outage for _row, runner in active if runner.outage), None)
    if outage:
        return outage_text(outage)
    done = sum(runner.progress.done for _row, runner in active)
    total = sum(runner.progress.total for _row, runner in active)
    title = _("Changing encryption: {done:,} of {objects}").format(
        done=done, objects=objects_text(total)
    )
    return title, ", ".join(place_text(row.run) for row, _runner in active)


def _details(found: Sequence[KnownRun]) -> str:
    return "; ".join(f"{place_text(run)} · {numbers_text(run)}" for run in found)
