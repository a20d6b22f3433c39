"""Which actions have an effect on which transfers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.jobs.uploads.queue.events import Action

_RETRYABLE = frozenset({Result.FAILED, Result.CANCELLED, Result.EXISTS})
_UP, _DOWN = (Action.FIRST, Action.UP), (Action.DOWN, Action.LAST)
_STATES: dict[Action, frozenset[TransferState]] = {
    Action.PAUSE: frozenset({TransferState.WAITING, TransferState.RUNNING}),
    Action.RESUME: frozenset({TransferState.PAUSED}),
    Action.CANCEL: frozenset({TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED}),
    Action.CLEAR: frozenset({TransferState.ENDED}),
    # A running transfer has no place in the order.
    **dict.fromkeys((*_UP, *_DOWN), frozenset({TransferState.WAITING, TransferState.PAUSED})),
}


def applies(action: Action) -> Callable[[TransferRow], bool]:
    """Return the test whether an action has an effect on a transfer."""
    if action is Action.RETRY:
        return lambda row: row.outcome is not None and row.outcome.result in _RETRYABLE
    states = _STATES[action]
    return lambda row: row.state in states


def has_conflict(row: TransferRow) -> bool:
    """Return whether it was not sent because its name already exists."""
    return row.outcome is not None and row.outcome.result is Result.EXISTS


def available_actions(selected: Sequence[TransferRow], rows: Sequence[TransferRow]) -> set[Action]:
    """Return the actions that have an effect on the selected transfers among all rows."""
    states = {row.state for row in selected}
    results = {row.outcome.result for row in selected if row.outcome}
    found = {action for action, needed in _STATES.items() if needed & states}
    if results & _RETRYABLE:
        found.add(Action.RETRY)
    if Action.UP in found:
        chosen = {row.position for row in selected if _is_movable(row)}
        if _are_first(chosen, rows):
            found.difference_update(_UP)
        if _are_first(chosen, reversed(rows)):
            found.difference_update(_DOWN)
    return found


_is_movable = applies(Action.UP)


def _are_first(chosen: set[int], rows: Iterable[TransferRow]) -> bool:
    """Return whether the chosen positions are the first of the movable rows."""
    found = 0
    for row in rows:
        if row.position in chosen:
            found += 1
            if found == len(chosen):
                return True
        elif _is_movable(row):
            return False
    return True
