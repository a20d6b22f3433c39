"""What earlier transfers stored, as the journal knows it: asked only where a name is taken."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.history.reverification import proves_storing, speaks_for
from s3enc_gui.domain.uploads.transfer import Transfer
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult, SendStrategy
from s3enc_gui.s3.objects.lost_response import ExistingObject
from s3enc_gui.s3.transport.interface import WriteResponse


async def by_this_command(
    context: BatchContext, transfer: Transfer, strategy: SendStrategy
) -> SendResult | None:
    """Return what the same command stored of this file in an earlier run, if it is there as it was.

    The object is that of a receipt, and holds the bytes that the file has now: all of it is read,
    for its date proves nothing. Raises AppError where the file cannot be read.
    """
    batch = context.batch
    if not batch.origin:
        return None
    await context.journal_writer.flush()
    known = await aside(context.journal.receipts_of_command, batch, transfer.item)
    for number, receipt in known:
        found = await _still_there(context, receipt)
        if found is not None and found.size == strategy.mark.size:
            sent = await strategy.content(found.answer)
            if found.holds(sent):
                return SendResult(receipt.key, sent, found.answer, stored_by=(number, receipt))
    return None


async def by_this_transfer(
    context: BatchContext, transfer: Transfer, send_result: SendResult
) -> SendResult | None:
    """Return what an earlier run of a transfer sent, with its receipt where it has one by now.

    None: the receipt is about an object that somebody has replaced since, or another transfer
    stored it meanwhile.
    """
    receipt = await aside(context.journal.receipt_of, transfer.id)
    if receipt is None or _is_of_an_earlier_try(receipt, transfer):
        return None if await by_another(context, transfer, send_result) else send_result
    if not _speaks_for(receipt, send_result.key, send_result.answer):
        return None
    return replace(send_result, stored_by=(transfer.id, receipt))


async def by_another(context: BatchContext, transfer: Transfer, send_result: SendResult) -> bool:
    """Whether the journal knows that another transfer stored the object that has arrived.

    By its version or ETag, and by its date: it may have been deleted, and stored again.
    """
    await context.journal_writer.flush()
    batch, key, answer = context.batch, send_result.key, send_result.answer
    for name in {key, transfer.item.key}:
        receipts = await aside(context.journal.receipts_of_key, batch, name, transfer.id)
        for receipt in receipts:
            same_date = receipt.last_modified in (None, send_result.modified)
            if same_date and _speaks_for(receipt, key, answer):
                return True
    return False


async def _still_there(context: BatchContext, receipt: Receipt) -> ExistingObject | None:
    """Return the object of a receipt that proves who stored it, where it is there to be seen."""
    if not proves_storing(receipt):
        return None
    try:
        found = await context.outage_gate.ask(lambda: context.found(receipt.key))
    except AppError:
        return None  # nobody may look: it is a name that is taken
    return found if found and _speaks_for(receipt, receipt.key, found.answer) else None


def _speaks_for(receipt: Receipt, key: str, answer: WriteResponse) -> bool:
    return speaks_for(receipt, key, answer.etag, answer.version_id)


def _is_of_an_earlier_try(receipt: Receipt, transfer: Transfer) -> bool:
    """Whether the transfer began once more after this receipt was written."""
    begun, ended = transfer.begun, receipt.ended
    return begun is not None and ended is not None and begun > ended
