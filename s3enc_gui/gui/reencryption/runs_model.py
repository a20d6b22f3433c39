"""Table model of the changes of encryption."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from s3enc_gui.domain.reencryption.known_run import RunState
from s3enc_gui.gui.messages.counts import objects_text
from s3enc_gui.gui.messages.locale import exact_time, short_time
from s3enc_gui.gui.messages.outage import waiting_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.gui.reencryption.runs import Row
from s3enc_gui.i18n import N_, _
from s3enc_gui.wording.formats import NOTHING, format_count
from s3enc_gui.wording.reencryption.runs import (
    place_text,
    progress_text,
    purpose_text,
    run_state_text,
    short_purpose_text,
)

_SIGNS = {
    RunState.RUNNING: StateIcon("waiting", "accent"),
    RunState.UNFINISHED: StateIcon("pause", "warning"),
    RunState.FINISHED: StateIcon("verified", "ok"),
    RunState.DISCARDED: StateIcon("cancelled", "muted"),
}


class Column(IntEnum):
    """The columns, from left to right."""

    PLACE = 0
    TARGET = 1
    STARTED = 2
    STATE = 3
    CHANGED = 4
    LEFT = 5


class RunsModel(RowsModel):
    """One row per run."""

    TITLES = (
        *(N_("Objects"), N_("New encryption"), N_("Started"), N_("State")),
        *(N_("Changed"), N_("Left")),
    )
    NUMBERS = frozenset({Column.CHANGED, Column.LEFT})

    def show(self, rows: Sequence[Row]) -> None:
        """Show these runs."""
        if [row.run.path for row in rows] == [row.run.path for row in self._rows]:
            self._rows = list(rows)
            last = max(0, len(rows) - 1)
            self.dataChanged.emit(self.index(0, 0), self.index(last, len(Column) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def run_at(self, row: int) -> Row | None:
        """Return the run of a table row."""
        found: Row | None = self._rows[row] if 0 <= row < len(self._rows) else None
        return found

    def row_of(self, path: str) -> int:
        """Return the table row of a run; -1: there is none."""
        return next((at for at, row in enumerate(self._rows) if row.run.path == path), -1)

    def _text(self, row: Row, column: int) -> str:
        facts = row.run.facts
        match column:
            case Column.PLACE:
                return place_text(row.run)
            case Column.TARGET:
                return short_purpose_text(facts)
            case Column.STARTED:
                return short_time(facts.started) if facts else NOTHING
            case Column.STATE:
                return _short_state(row)
            case Column.CHANGED:
                return format_count(row.changed) if facts else NOTHING
        return format_count(row.left) if facts else NOTHING

    def _tip(self, row: Row, column: int) -> str:
        facts = row.run.facts
        if column == Column.STARTED and facts:
            return exact_time(facts.started)
        if column == Column.TARGET:
            return purpose_text(facts)
        return state_text(row) if column == Column.STATE else self._text(row, column)

    def _sign(self, row: Row, column: int) -> StateIcon | None:
        if column != Column.STATE:
            return None
        if row.runner:
            return _SIGNS[RunState.RUNNING]
        if row.is_over and row.run.problems:
            return StateIcon("warning", "warning")
        return _SIGNS[row.run.state]


def _short_state(row: Row) -> str:
    runner = row.runner
    if runner is None:
        return run_state_text(row.run.state)
    if runner.stopping:
        return _("Stopping…")
    return waiting_text(runner.outage) if runner.outage else run_state_text(RunState.RUNNING)


def state_text(row: Row) -> str:
    """Return how far a run is, or what it waits for."""
    runner = row.runner
    if runner is None:
        return progress_text(row.run)
    if runner.stopping:
        return _("Finishing the objects in progress…")
    if runner.outage:
        return waiting_text(runner.outage)
    progress = runner.progress
    return _("Running: {done:,} of {objects}").format(
        done=progress.done, objects=objects_text(progress.total)
    )
