"""Actions on transfers in the queue: pause, resume, cancel, retry, reorder, clear."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from s3enc_gui.domain.uploads.journal_changes import RecordOrder, RecordState
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.transfer import Transfer, TransferState, kept_bytes
from s3enc_gui.jobs.uploads.queue.events import Action, OrderChanged
from s3enc_gui.jobs.uploads.queue.queue_entry import QueueEntry, StopReason, is_small
from s3enc_gui.jobs.uploads.queue.queue_state import QueueState
from s3enc_gui.jobs.uploads.queue.run_order import move_by_one

_RETRYABLE = (Result.FAILED, Result.CANCELLED, Result.EXISTS, Result.SKIPPED)


class QueueCommands:
    """Runs actions one after the other, so that each sees the effects of the one before."""

    def __init__(self, state: QueueState) -> None:
        self._state = state
        self._lock = asyncio.Lock()

    async def run(self, action: Action, ids: Iterable[int] | None) -> None:
        """Apply an action to these transfers, or to all (None); skips those it doesn't fit."""
        wanted = None if ids is None else tuple(ids)
        async with self._lock:
            chosen = self._state.selected(wanted)
            match action:
                case Action.PAUSE:
                    self._pause(chosen)
                case Action.RESUME:
                    await self._resume(chosen)
                case Action.CANCEL:
                    await self._cancel(chosen)
                case Action.RETRY:
                    await self._retry(chosen)
                case Action.CLEAR:
                    self._clear(chosen)
                case _:
                    self._move(action, {entry.id for entry in chosen})

    def _pause(self, entries: list[QueueEntry]) -> None:
        waiting = [entry for entry in entries if entry.state is TransferState.WAITING]
        if waiting:
            ids = tuple(entry.id for entry in waiting)
            self._state.journal_writer.record(RecordState(ids, TransferState.PAUSED))
            self._state.set_state(waiting, TransferState.PAUSED)
        for entry in entries:
            if entry.state is TransferState.RUNNING and entry.stop_reason is None:
                entry.stop_for(StopReason.PAUSE)

    async def _resume(self, entries: list[QueueEntry]) -> None:
        await self._wait_again([one for one in entries if one.state is TransferState.PAUSED])

    async def _retry(self, entries: list[QueueEntry]) -> None:
        ended = [one for one in entries if one.outcome and one.outcome.result in _RETRYABLE]
        for entry in ended:
            entry.turn = self._state.run_order.last_turn()
        await self._wait_again(ended)

    async def _wait_again(self, entries: list[QueueEntry]) -> None:
        if not entries:
            return
        state = self._state
        ids = tuple(entry.id for entry in entries)
        state.journal_writer.record(RecordState(ids, TransferState.WAITING))
        await state.journal_writer.flush()
        transfers = [await self._read(entry) for entry in entries]
        for entry, transfer in zip(entries, transfers, strict=True):  # no await: none starts early
            if entry.outcome is not None:
                entry.run.note_retried()
            state.count_again(entry, kept_bytes(transfer))
            entry.wait_again(transfer)
            state.run_order.add(entry)
        state.set_state(entries, TransferState.WAITING)

    async def _read(self, entry: QueueEntry) -> Transfer:
        """Return the transfer as the journal has it now, if it was started."""
        if not entry.has_started:
            return entry.transfer
        return await asyncio.to_thread(self._state.journal.transfer, entry.id)

    async def _cancel(self, entries: list[QueueEntry]) -> None:
        for entry in entries:
            if entry.state is TransferState.RUNNING:
                entry.stop_for(StopReason.CANCEL)
        idle = (TransferState.WAITING, TransferState.PAUSED)
        waiting = [entry for entry in entries if entry.state in idle]
        for entry in waiting:
            entry.state = TransferState.RUNNING  # so that nothing else starts it
        # What can't be aborted now is found later (jobs/incomplete_uploads.py).
        aborts = [self._abort(entry) for entry in waiting if entry.has_started]
        await asyncio.gather(*aborts, return_exceptions=True)
        for entry in waiting:
            self._state.end(entry, Outcome(entry.transfer.item, Result.CANCELLED))

    async def _abort(self, entry: QueueEntry) -> None:
        """Abort the multipart upload that a pause or an earlier run left at S3."""
        await self._state.journal_writer.flush()
        transfer, context = await self._read(entry), entry.run.context
        if transfer.key is None or is_small(transfer):
            return
        if transfer.upload is not None:
            await context.abort_upload(transfer)
        else:  # it may be open: its id was lost
            known = await context.known_uploads()
            await context.abort_unknown_uploads(transfer.key, transfer.begun, known)

    def _clear(self, entries: list[QueueEntry]) -> None:
        ended = (entry.id for entry in entries if entry.state is TransferState.ENDED)
        self._state.remove(frozenset(ended))

    def _move(self, action: Action, chosen: set[int]) -> None:
        state = self._state
        unended = [one for one in state.entries.values() if one.state is not TransferState.ENDED]
        in_turn = sorted(unended, key=lambda entry: entry.turn)
        picked = [entry for entry in in_turn if entry.id in chosen]
        turns: dict[Action, Callable[[], float]] = {
            Action.FIRST: state.run_order.first_turn,
            Action.LAST: state.run_order.last_turn,
        }
        if action in turns:
            for entry in reversed(picked) if action is Action.FIRST else picked:
                entry.turn = turns[action]()
        else:
            movable = [one for one in in_turn if one.state is not TransferState.RUNNING]
            move_by_one(movable, chosen, up=action is Action.UP)
        for entry in unended:
            if entry.state is TransferState.WAITING:
                state.run_order.add(entry)
        order = tuple(entry.id for entry in sorted(unended, key=lambda entry: entry.turn))
        state.journal_writer.record(RecordOrder(order))
        state.listeners.report(OrderChanged(order))
