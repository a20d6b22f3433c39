"""What earlier transfers stored, as the journal knows it: asked only where a name is taken."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.history.reverification import proves_storing, speaks_for
from s3enc_gui.domain.uploads.transfer import Transfer
from s3enc_gui.jobs.uploads.sending.batch_context import Dispatch
from s3enc_gui.jobs.uploads.sending.send_strategy import Arrival, Cargo
from s3enc_gui.s3.objects.lost_response import Found
from s3enc_gui.s3.transport.interface import Answer


async def by_this_command(dispatch: Dispatch, transfer: Transfer, cargo: Cargo) -> Arrival | None:
    """Return what the same command stored of this file in an earlier run, if it is there as it was.

    The object is that of a receipt, and holds the bytes that the file has now: all of it is read,
    for its date proves nothing. Raises AppError where the file cannot be read.
    """
    batch = dispatch.batch
    if not batch.origin:
        return None
    await dispatch.ledger.flush()
    known = await aside(dispatch.journal.receipts_of_command, batch, transfer.item)
    for number, receipt in known:
        found = await _still_there(dispatch, receipt)
        if found is not None and found.size == cargo.mark.size:
            sent = await cargo.content(found.answer)
            if found.holds(sent):
                return Arrival(receipt.key, sent, found.answer, stored_by=(number, receipt))
    return None


async def by_this_transfer(
    dispatch: Dispatch, transfer: Transfer, arrival: Arrival
) -> Arrival | None:
    """Return what an earlier run of a transfer sent, with its receipt where it has one by now.

    None: the receipt is about an object that somebody has replaced since, or another transfer
    stored it meanwhile.
    """
    receipt = await aside(dispatch.journal.receipt_of, transfer.id)
    if receipt is None or _is_of_an_earlier_try(receipt, transfer):
        return None if await by_another(dispatch, transfer, arrival) else arrival
    if not _speaks_for(receipt, arrival.key, arrival.answer):
        return None
    return replace(arrival, stored_by=(transfer.id, receipt))


async def by_another(dispatch: Dispatch, transfer: Transfer, arrival: Arrival) -> bool:
    """Whether the journal knows that another transfer stored the object that has arrived.

    By its version or ETag, and by its date: it may have been deleted, and stored again.
    """
    await dispatch.ledger.flush()
    batch, key, answer = dispatch.batch, arrival.key, arrival.answer
    for name in {key, transfer.item.key}:
        receipts = await aside(dispatch.journal.receipts_of_key, batch, name, transfer.id)
        for receipt in receipts:
            same_date = receipt.last_modified in (None, arrival.modified)
            if same_date and _speaks_for(receipt, key, answer):
                return True
    return False


async def _still_there(dispatch: Dispatch, receipt: Receipt) -> Found | None:
    """Return the object of a receipt that proves who stored it, where it is there to be seen."""
    if not proves_storing(receipt):
        return None
    try:
        found = await dispatch.shelter.ask(lambda: dispatch.found(receipt.key))
    except AppError:
        return None  # nobody may look: it is a name that is taken
    return found if found and _speaks_for(receipt, receipt.key, found.answer) else None


def _speaks_for(receipt: Receipt, key: str, answer: Answer) -> bool:
    return speaks_for(receipt, key, answer.etag, answer.version_id)


def _is_of_an_earlier_try(receipt: Receipt, transfer: Transfer) -> bool:
    """Whether the transfer began once more after this receipt was written."""
    begun, ended = transfer.begun, receipt.ended
    return begun is not None and ended is not None and begun > ended
