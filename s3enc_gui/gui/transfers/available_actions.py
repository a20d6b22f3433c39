"""What can be done to some transfers: a button is enabled only where it does something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.jobs.uploads.queue.events import Action

RETRIED = frozenset({Result.FAILED, Result.CANCELLED, Result.EXISTS})
"""Results of files that a second try may bring over."""

_UP, _DOWN = (Action.FIRST, Action.UP), (Action.DOWN, Action.LAST)
_FROM: dict[Action, frozenset[TransferState]] = {
    Action.PAUSE: frozenset({TransferState.WAITING, TransferState.RUNNING}),
    Action.RESUME: frozenset({TransferState.PAUSED}),
    Action.CANCEL: frozenset({TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED}),
    Action.CLEAR: frozenset({TransferState.ENDED}),
    # What is under way has had its turn.
    **dict.fromkeys((*_UP, *_DOWN), frozenset({TransferState.WAITING, TransferState.PAUSED})),
}


def applies(action: Action) -> Callable[[TransferRow], bool]:
    """Return the test whether an action means something to a transfer."""
    if action is Action.RETRY:
        return lambda row: row.outcome is not None and row.outcome.result in RETRIED
    states = _FROM[action]
    return lambda row: row.state in states


def taken(row: TransferRow) -> bool:
    """Return whether it was not sent because its name is taken."""
    return row.outcome is not None and row.outcome.result is Result.EXISTS


def possible(selected: Sequence[TransferRow], rows: Sequence[TransferRow]) -> set[Action]:
    """Return what does something to the selected ones of all rows."""
    states = {row.state for row in selected}
    results = {row.outcome.result for row in selected if row.outcome}
    found = {action for action, needed in _FROM.items() if needed & states}
    if results & RETRIED:
        found.add(Action.RETRY)
    if Action.UP in found:
        chosen = {row.at for row in selected if _moves(row)}
        if _leads(chosen, rows):
            found.difference_update(_UP)
        if _leads(chosen, reversed(rows)):
            found.difference_update(_DOWN)
    return found


_moves = applies(Action.UP)


def _leads(chosen: set[int], rows: Iterable[TransferRow]) -> bool:
    """Return whether the chosen ones are the first of those that can be moved."""
    ahead = 0
    for row in rows:
        if row.at in chosen:
            ahead += 1
            if ahead == len(chosen):
                return True
        elif _moves(row):
            return False
    return True
