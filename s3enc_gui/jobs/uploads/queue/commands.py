"""What can be done to transfers in the queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from s3enc_gui.domain.uploads.journal_changes import RecordOrder, RecordState, RecordUpload
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.parts import SINGLE_PUT_BELOW
from s3enc_gui.domain.uploads.transfer import Transfer, TransferState
from s3enc_gui.jobs.uploads.queue.entry import QueueEntry, StopReason
from s3enc_gui.jobs.uploads.queue.events import Action, OrderChanged, Removed
from s3enc_gui.jobs.uploads.queue.run_order import moved
from s3enc_gui.jobs.uploads.queue.transfer_queue import TransferQueue
from s3enc_gui.s3.multipart.incomplete_uploads import abort_incomplete_uploads
from s3enc_gui.s3.multipart.upload import MultipartUpload

_UNDONE = (Result.FAILED, Result.CANCELLED, Result.EXISTS, Result.SKIPPED)


async def control(queue: TransferQueue, action: Action, ids: Iterable[int] | None) -> None:
    """Do it to these transfers, or to all; what it does not fit is passed over."""
    wanted = None if ids is None else tuple(dict.fromkeys(ids))
    async with queue.commands:  # one after the other: each sees what the one before has done
        chosen = (
            list(queue.entries.values())
            if wanted is None
            else [queue.entries[one] for one in wanted if one in queue.entries]
        )
        if action in _STEPS:
            await _STEPS[action](queue, chosen)
        else:
            _move(queue, action, {entry.id for entry in chosen})
    queue.feed()


async def _pause(queue: TransferQueue, entries: list[QueueEntry]) -> None:
    waiting = [entry for entry in entries if entry.state is TransferState.WAITING]
    if waiting:
        queue.journal_writer.note(
            RecordState(tuple(entry.id for entry in waiting), TransferState.PAUSED)
        )
        queue.show(waiting, TransferState.PAUSED)
    for entry in entries:
        if entry.state is TransferState.RUNNING and entry.stop_reason is None:
            entry.stop_for(StopReason.PAUSE)


async def _resume(queue: TransferQueue, entries: list[QueueEntry]) -> None:
    await _again(queue, [entry for entry in entries if entry.state is TransferState.PAUSED])


async def _retry(queue: TransferQueue, entries: list[QueueEntry]) -> None:
    ended = [entry for entry in entries if entry.outcome and entry.outcome.result in _UNDONE]
    for entry in ended:
        entry.turn = queue.run_order.last_turn()
    await _again(queue, ended)


async def _again(queue: TransferQueue, entries: list[QueueEntry]) -> None:
    if not entries:
        return
    queue.journal_writer.note(
        RecordState(tuple(entry.id for entry in entries), TransferState.WAITING)
    )
    await queue.journal_writer.flush()
    known = [await _known(queue, entry) for entry in entries]
    for entry, transfer in zip(entries, known, strict=True):  # at once: nobody starts one meanwhile
        if entry.outcome is not None:
            entry.run.reopened()
        queue.sent(entry, -entry.sent, known=True)
        entry.again(transfer)
        queue.run_order.add(entry)
    queue.show(entries, TransferState.WAITING)


async def _known(queue: TransferQueue, entry: QueueEntry) -> Transfer:
    """Return what the journal knows by now of one that was begun."""
    if entry.transfer.mark is None and entry.started is None:
        return entry.transfer
    return await asyncio.to_thread(queue.journal.transfer, entry.id)


async def _cancel(queue: TransferQueue, entries: list[QueueEntry]) -> None:
    for entry in entries:
        if entry.state is TransferState.RUNNING:
            entry.stop_for(StopReason.CANCEL)
    waiting = [one for one in entries if one.state in (TransferState.WAITING, TransferState.PAUSED)]
    begun = [one for one in waiting if one.transfer.mark is not None or one.started is not None]
    for entry in waiting:
        entry.state = TransferState.RUNNING  # nobody else takes it up
    # What cannot be aborted now is found another time (jobs/strays.py).
    await asyncio.gather(*(_abort(queue, one) for one in begun), return_exceptions=True)
    for entry in waiting:
        queue.end(entry, Outcome(entry.transfer.item, Result.CANCELLED))


async def _abort(queue: TransferQueue, entry: QueueEntry) -> None:
    """Take from the server what a pause or an earlier run left there."""
    await queue.journal_writer.flush()
    transfer = await asyncio.to_thread(queue.journal.transfer, entry.id)
    if transfer.key is None or transfer.item.size < SINGLE_PUT_BELOW:
        return
    uploader = entry.run.context.uploader
    if transfer.upload is None:  # it may be open though nobody heard of it
        where = uploader.client, uploader.bucket, transfer.key
        known = await asyncio.to_thread(queue.journal.known_uploads, uploader.bucket)
        await asyncio.to_thread(abort_incomplete_uploads, *where, transfer.begun, known)
        return
    upload = MultipartUpload.left(
        uploader.client, uploader.bucket, transfer.key, transfer.upload.upload_id
    )
    await asyncio.to_thread(upload.abort)
    queue.journal_writer.note(RecordUpload(entry.id, None))


async def _clear(queue: TransferQueue, entries: list[QueueEntry]) -> None:
    ended = frozenset(entry.id for entry in entries if entry.state is TransferState.ENDED)
    for one in ended:
        del queue.entries[one]
    if ended:
        queue.listeners.tell(Removed(ended))


_STEPS = {
    Action.PAUSE: _pause,
    Action.RESUME: _resume,
    Action.CANCEL: _cancel,
    Action.RETRY: _retry,
    Action.CLEAR: _clear,
}


def _move(queue: TransferQueue, action: Action, chosen: set[int]) -> None:
    unended = [entry for entry in queue.entries.values() if entry.state is not TransferState.ENDED]
    in_turn = sorted(unended, key=lambda entry: entry.turn)
    picked = [entry for entry in in_turn if entry.id in chosen]
    turns: dict[Action, Callable[[], float]] = {
        Action.FIRST: queue.run_order.first_turn,
        Action.LAST: queue.run_order.last_turn,
    }
    if action in turns:
        for entry in reversed(picked) if action is Action.FIRST else picked:
            entry.turn = turns[action]()
    else:
        moved(
            [one for one in in_turn if one.state is not TransferState.RUNNING],
            chosen,
            up=action is Action.UP,
        )
    for entry in unended:
        if entry.state is TransferState.WAITING:
            queue.run_order.add(entry)
    order = tuple(entry.id for entry in sorted(unended, key=lambda entry: entry.turn))
    queue.journal_writer.note(RecordOrder(order))
    queue.listeners.tell(OrderChanged(order))
