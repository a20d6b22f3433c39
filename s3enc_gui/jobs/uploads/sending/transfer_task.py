"""One transfer, from its file to its proof."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from s3enc_gui.aio.cancellation import Cancellation, aside
from s3enc_gui.domain.copies.plan import RefusedWrites, exists_error, spare_names
from s3enc_gui.domain.encryption.proof import Aspect, Proof
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.history.reverification import Reverification, proved_again
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.journal_changes import RecordUpload
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import IfExists, check_item
from s3enc_gui.domain.uploads.transfer import Transfer
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.earlier_uploads import (
    by_another,
    by_this_command,
    by_this_transfer,
)
from s3enc_gui.jobs.uploads.sending.multipart_send import MultipartSend
from s3enc_gui.jobs.uploads.sending.reported_bytes import ReportedBytes
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult, SendStrategy
from s3enc_gui.jobs.uploads.sending.single_put import FileContents, SinglePut
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.transport.interface import Body
from s3enc_gui.store.files.read_errors import no_file_numbers
from s3enc_gui.store.files.source_file import SourceFile

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class TransferTask:
    """Delivers one transfer of a batch.

    `on_sent` gets the change in bytes at the server, from any thread, `on_known` the bytes that an
    earlier run had sent. `keep` tells, when `stop` was
    wished, whether what has arrived is to stay at the server for another time. `on_change` is told
    where an earlier run sent another file of that name, so that all is sent anew, `on_notice` of
    what is worth knowing about the file though it keeps nothing from being sent.
    """

    context: BatchContext
    transfer: Transfer
    stop: Cancellation
    on_sent: Callable[[int], None]
    on_known: Callable[[int], None]
    keep: Callable[[], bool]
    on_change: Callable[[], None]
    on_notice: Callable[[AppError], None]
    _refusals: RefusedWrites = field(init=False)

    def __post_init__(self) -> None:
        self._refusals = RefusedWrites(self.transfer.item.key)

    async def run(self, contents: FileContents | None = None) -> Outcome:
        """Return what became of the file.

        `contents` is a small one that was read already, and noted as begun under the item's key.

        Raises Cancelled where the wish to stop came before the object was stored.
        """
        try:
            return await self._run(contents)
        except (Cancelled, asyncio.CancelledError):
            if not self.keep():
                await self._drop_upload()  # one that was left behind, and not taken up yet
            raise Cancelled from None
        except AppError as error:
            return self._failed(error)
        except Exception as error:  # noqa: BLE001 - the others must still be told of
            _log.exception("Unexpected error")
            return self._failed(unexpected(error))

    async def _run(self, contents: FileContents | None) -> Outcome:
        item = self.transfer.item
        check_item(item)
        self.stop.check()
        noted = contents is not None
        if contents is None:
            contents = await self._opened(FileContents.read)
        if contents is not None:
            limiter = self.context.limits.whole
            await limiter.enter(item.size)
            done = False
            try:
                body = Body(contents.data, self.on_sent, self.stop)
                begun = item.key if noted else None
                strategy = SinglePut(self.context, self.transfer, contents, body, begun)
                outcome = await self._deliver(strategy)
                done = True
            finally:
                limiter.leave(item.size, done=done)
            self._notice(contents.lacks_numbers)
            return outcome
        source, known = await self._opened(SourceFile), ReportedBytes(self.on_known)
        try:
            outcome = await self._deliver(
                MultipartSend(self.context, self.transfer, source, self.stop, self.on_sent, known)
            )
        finally:
            source.close()
        self._notice(source.lacks_numbers)
        return outcome

    def _notice(self, lacks_numbers: bool) -> None:
        if lacks_numbers:
            self.on_notice(no_file_numbers(self.transfer.item.path))

    async def _opened(self, open_file: Callable[[str], T]) -> T:
        """Open the file; where it is gone, what was sent of it goes, too."""
        try:
            return await aside(open_file, self.transfer.item.path)
        except AppError:
            await self._drop_upload()
            raise

    async def _deliver(self, strategy: SendStrategy) -> Outcome:
        try:
            send_result = await self._arrived(strategy)
        except BaseException as error:
            if not (isinstance(error, Cancelled | asyncio.CancelledError) and self.keep()):
                await strategy.undo()
            raise
        return (
            send_result
            if isinstance(send_result, Outcome)
            else await self._proved(strategy, send_result)
        )

    async def _arrived(self, strategy: SendStrategy) -> SendResult | Outcome:
        """Return what was stored where, or an outcome without anything stored."""
        if self.transfer.mark is not None:
            earlier = await self._earlier(strategy)
            if earlier:
                self.on_known(self.transfer.item.size)
                return earlier
        if strategy.begun_at:
            send_result = await self._stored(strategy, strategy.begun_at)
            if send_result:
                return send_result
        if self.context.if_absent:
            return await self._stored_where_free(strategy)
        return await strategy.store(self.transfer.item.key) or self._exists_already()

    async def _stored_where_free(self, strategy: SendStrategy) -> SendResult | Outcome:
        """Store under the first name that is free, or under none where that is not wished."""
        item, policy = self.transfer.item, self.context.batch.options.if_exists
        for key in self._names():
            send_result = await self._tried(strategy, key)
            if send_result is None and policy is IfExists.SKIP:  # whose it is makes no difference
                return Outcome(item, Result.SKIPPED)
            if send_result is None and key == item.key:
                send_result = await self._own(strategy)
            if send_result:
                return send_result
            if policy is IfExists.FAIL:
                return self._exists_already()
        raise AppError("No free name was found", item.key, "Choose another prefix.")

    async def _own(self, strategy: SendStrategy) -> SendResult | None:
        send_result = await by_this_command(self.context, self.transfer, strategy)
        if send_result:
            self.on_known(self.transfer.item.size)
        return send_result

    def _exists_already(self) -> Outcome:
        item = self.transfer.item
        return Outcome(item, Result.EXISTS, error=exists_error(item.key))

    async def _tried(self, strategy: SendStrategy, key: str) -> SendResult | None:
        """Store under a key where it is free; None where it is taken."""
        self.stop.check()
        was_free = False
        if not strategy.is_cheap:
            there = await self._exists(key)
            if there:
                return None
            was_free = there is False
        return await self._stored(strategy, key, was_free=was_free)

    async def _earlier(self, strategy: SendStrategy) -> SendResult | None:
        """Return what an earlier run sent, if it has arrived and the file is still the same."""
        mark = self.transfer.mark
        if mark and mark.size == strategy.mark.size and await self._is_same(strategy):
            send_result = await strategy.earlier()
            return send_result and await by_this_transfer(self.context, self.transfer, send_result)
        self.on_change()
        await self._drop_upload()
        return None

    async def _is_same(self, strategy: SendStrategy) -> bool:
        """Whether the file holds what was sent of it; where it cannot be read, that goes, too."""
        try:
            return await strategy.is_same()
        except AppError:
            await self._drop_upload()
            raise

    async def _drop_upload(self) -> None:
        """Abort what an earlier run began with a file that is no longer the same."""
        upload, key = self.transfer.upload, self.transfer.key
        if upload is not None and key is not None:
            uploader = self.context.uploader
            old = MultipartUpload.left(uploader.client, uploader.bucket, key, upload.upload_id)
            await aside(old.abort)
            self.context.journal_writer.note(RecordUpload(self.transfer.id, None))

    async def _stored(
        self, strategy: SendStrategy, key: str, *, was_free: bool = False
    ) -> SendResult | None:
        """Store under a key; None where it turned out to be taken."""
        try:
            send_result = await strategy.store(key, was_free=was_free)
            seen = not was_free
        except AppError as error:
            if error.code != "PreconditionFailed":
                raise
            send_result, seen = None, False
        if (
            send_result
            and send_result.doubt
            and await by_another(self.context, self.transfer, send_result)
        ):
            send_result = None
        if send_result is None:
            await strategy.undo()
            self._refusals.note(refused=not seen)
        return send_result

    async def _exists(self, key: str) -> bool | None:
        uploader = self.context.uploader
        location = Location(uploader.bucket, key)
        return await self.context.outage_gate.ask(
            lambda: inspection.exists(uploader.client, uploader.transport, location)
        )

    async def _proved(self, strategy: SendStrategy, send_result: SendResult) -> Outcome:
        context, item, answer = self.context, self.transfer.item, send_result.answer
        verifier = context.target.verifier
        location = Location(context.batch.bucket, send_result.key)
        content_type = context.content_type(send_result.key)
        try:
            details, proof = await context.outage_gate.ask(
                lambda: context.target.verifier.verify(
                    location, send_result.sent, answer, content_type
                )
            )
            if any(doubt.aspect is Aspect.CHECKSUM for doubt in proof.doubts):
                sent = await strategy.exact(send_result.sent, details.etag)
                proof = verifier.compared(details, sent, answer, content_type)
        except AppError as error:  # it is stored, whatever is wrong with looking
            details, proof = await verifier.unseen(location, answer, error)
        except asyncio.CancelledError:
            if self.keep():  # it is looked at when it is gone on with
                raise
            details, proof = await verifier.unseen(location, answer, _STOPPED)
        if send_result.doubt:
            proof = Proof((*proof.findings, send_result.doubt))
        if send_result.key != item.key:
            item = replace(item, key=send_result.key)
        outcome = Outcome.proved(
            item,
            proof,
            expectation=verifier.expectation,
            details=details,
            request_id=answer.request_id,
            version_id=details.version_id or answer.version_id,
        )
        if send_result.stored_by is None:
            return outcome
        again = Reverification(*send_result.stored_by, now())
        return proved_again(outcome, context.batch.bucket, again)

    def _failed(self, error: AppError) -> Outcome:
        expectation = self.context.target.verifier.expectation
        return Outcome(self.transfer.item, Result.FAILED, expectation, error=error)

    def _names(self) -> Iterator[str]:
        """Yield the item's key, then `name (1).ext`, `name (2).ext` … for `Keep both`."""
        key = self.transfer.item.key
        yield key
        yield from spare_names(key)


_STOPPED = AppError("It was not waited for", "The transfer was cancelled when it was stored.")
