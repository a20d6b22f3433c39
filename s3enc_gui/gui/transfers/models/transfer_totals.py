"""Totals over all transfers, updated with each change instead of summed over 100,000 rows."""

from __future__ import annotations

from collections import Counter

from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.transfers.models.transfer_row import STORED, TransferRow


class TransferTotals:
    """Counts of all rows by state and result; files and bytes of the current run.

    A run begins with the first transfer added after all others had ended. `done` and `size` are
    bytes without those of failed and canceled files; `transferred` are the bytes sent over the
    network, the base of the speed. `active` counts the rows that have not ended, `running` holds
    the running ones, `latest` is the listed row that ended last.
    """

    def __init__(self) -> None:
        self.states: Counter[TransferState] = Counter()
        self.results: Counter[Result] = Counter()
        self.running: set[TransferRow] = set()
        self.latest: TransferRow | None = None
        self.run = self.files = self.ended = self.size = self.done = self.transferred = 0
        self.active = 0

    def add(self, row: TransferRow) -> None:
        """Count a new row."""
        if row.outcome:
            self.results[row.outcome.result] += 1
        if not row.ended:
            self._begin(row)
        self._count(row)

    def remove(self, row: TransferRow) -> None:
        """Discount a removed row; one that ended in this run still counts as done."""
        self._uncount(row)
        if row is self.latest:
            self.latest = None
        if row.outcome:
            self.results[row.outcome.result] -= 1
        if row.run == self.run and not row.ended:
            self.files -= 1
            self.size -= row.item.size
            self.done -= row.sent

    def add_bytes(self, row: TransferRow, change: int, *, known: bool = False) -> None:
        """Count bytes of a row; `known` ones were sent in an earlier run."""
        row.sent += change
        if not known:
            self.transferred += change
        if row.run == self.run and not row.ended:
            self.done += change

    def set_state(self, row: TransferRow, state: TransferState) -> None:
        """Count a row in another state; one that had ended starts again."""
        if row.ended and state is not TransferState.ENDED:
            self._reopen(row)
        self._uncount(row)
        row.state = state
        self._count(row)

    def end(self, row: TransferRow, outcome: Outcome) -> None:
        """Count the result of a row."""
        if row.outcome:
            self.results[row.outcome.result] -= 1
            self._count_end(row, row.outcome, -1)
        self.set_state(row, TransferState.ENDED)
        row.outcome, self.latest = outcome, row
        self.results[outcome.result] += 1
        self._count_end(row, outcome, 1)

    def _count(self, row: TransferRow) -> None:
        self.states[row.state] += 1
        self.active += row.state is not TransferState.ENDED
        if row.state is TransferState.RUNNING:
            self.running.add(row)

    def _uncount(self, row: TransferRow) -> None:
        self.states[row.state] -= 1
        self.active -= row.state is not TransferState.ENDED
        self.running.discard(row)

    def _begin(self, row: TransferRow) -> None:
        if not self.active:
            self.run += 1
            self.files = self.ended = self.size = self.done = 0
        row.run = self.run
        self.files += 1
        self.size += row.item.size
        self.done += row.sent

    def _reopen(self, row: TransferRow) -> None:
        outcome, row.outcome = row.outcome, None
        if outcome:
            self.results[outcome.result] -= 1
        if row.run == self.run and self.active:
            if outcome:
                self._count_end(row, outcome, -1)
        else:
            self._begin(row)

    def _count_end(self, row: TransferRow, outcome: Outcome, sign: int) -> None:
        if row.run != self.run:
            return
        self.ended += sign
        if outcome.result in STORED:
            self.done += sign * (row.item.size - row.sent)
        else:
            # A file that is not stored is no longer part of the work.
            self.size -= sign * row.item.size
            self.done -= sign * row.sent
