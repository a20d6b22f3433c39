"""Finds in the journal who stored an object that exists already."""

from __future__ import annotations

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.history.reverification import confirms_storing, is_for_object
from s3enc_gui.domain.uploads.transfer import Transfer
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult, SendStrategy
from s3enc_gui.s3.objects.lost_response import ExistingObject
from s3enc_gui.s3.transport.interface import WriteResponse


async def stored_by_same_command(
    context: BatchContext, transfer: Transfer, strategy: SendStrategy
) -> SendResult | None:
    """Return the object that the same command stored of this file in an earlier run.

    The object must be the one of a receipt and have the bytes that the file has now, which is read
    completely: its date proves nothing. Raises AppError if the file can't be read.
    """
    batch = context.batch
    if not batch.origin:
        return None
    await context.journal_writer.flush()
    known = await in_thread(context.journal.receipts_of_command, batch, transfer.item)
    for number, receipt in known:
        found = await _existing(context, receipt)
        if found is not None and found.size == strategy.fingerprint.size:
            sent = await strategy.read_sent(found.response)
            if found.matches(sent):
                return SendResult(receipt.key, sent, found.response).known_by(number, receipt)
    return None


async def with_earlier_receipt(
    context: BatchContext, transfer: Transfer, send_result: SendResult
) -> SendResult | None:
    """Return what an earlier run of a transfer sent, with its receipt if there is one.

    None: the object of the receipt was replaced, or another transfer stored this one.
    """
    receipt = await in_thread(context.journal.receipt_of, transfer.id)
    if receipt is None or _is_older_attempt(receipt, transfer):
        return None if await stored_by_another(context, transfer, send_result) else send_result
    if not _is_of(receipt, send_result.key, send_result.answer):
        return None
    return send_result.known_by(transfer.id, receipt)


async def stored_by_another(
    context: BatchContext, transfer: Transfer, send_result: SendResult
) -> bool:
    """Whether the journal knows that another transfer stored the object.

    Compares version or ETag, and the date: the object may have been deleted and stored again.
    """
    await context.journal_writer.flush()
    batch, key, answer = context.batch, send_result.key, send_result.answer
    for name in {key, transfer.item.key}:
        receipts = await in_thread(
            context.journal.receipts_of_key, batch.connection, batch.bucket, name, transfer.id
        )
        for receipt in receipts:
            same_date = receipt.last_modified in (None, send_result.modified)
            if same_date and _is_of(receipt, key, answer):
                return True
    return False


async def _existing(context: BatchContext, receipt: Receipt) -> ExistingObject | None:
    """Return the object of a receipt that proves who stored it, if it still exists."""
    if not confirms_storing(receipt):
        return None
    try:
        found = await context.outage_gate.run(lambda: context.found(receipt.key))
    except AppError:
        return None  # can't be looked up: treated as someone else's object
    return found if found and _is_of(receipt, receipt.key, found.response) else None


def _is_of(receipt: Receipt, key: str, answer: WriteResponse) -> bool:
    return is_for_object(receipt, key, answer.etag, answer.version_id)


def _is_older_attempt(receipt: Receipt, transfer: Transfer) -> bool:
    """Whether the transfer was started again after this receipt was written."""
    begun, ended = transfer.begun, receipt.ended
    return begun is not None and ended is not None and begun > ended
