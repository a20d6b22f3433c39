"""One transfer: sends the file, verifies the object, returns the outcome."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.copies.plan import RefusedWrites, exists_error, spare_names
from s3enc_gui.domain.encryption.comparison import Aspect, Proof
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.history.reverification import Reverification, reverified
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import IfExists, check_item
from s3enc_gui.domain.uploads.transfer import Transfer
from s3enc_gui.i18n import text
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.earlier_uploads import (
    stored_by_another,
    stored_by_same_command,
    with_earlier_receipt,
)
from s3enc_gui.jobs.uploads.sending.encrypted_send import multipart_send, single_put
from s3enc_gui.jobs.uploads.sending.file_opener import FileOpener
from s3enc_gui.jobs.uploads.sending.reported_bytes import ReportedBytes
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult, SendStrategy
from s3enc_gui.jobs.uploads.sending.single_put import FileContents
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.transport.interface import Body
from s3enc_gui.store.os_errors import no_file_numbers

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class TransferTask:
    """Runs one transfer of a batch.

    `on_sent` gets the change in bytes at S3, from any thread; `on_known` gets bytes that an earlier
    run sent. `on_restart` is called when the file changed since an earlier run and is sent from the
    beginning. `on_notice` gets what is worth knowing about the file although it was sent. `on_wait`
    gets whether the transfer waits for a file that is slow to read.
    `keep_upload` says whether a canceled transfer leaves its multipart upload at S3, to be resumed.
    """

    context: BatchContext
    transfer: Transfer
    stop: Cancellation
    on_sent: Callable[[int], None]
    on_known: Callable[[int], None]
    on_restart: Callable[[], None]
    on_notice: Callable[[AppError], None]
    on_wait: Callable[[bool], None]
    keep_upload: Callable[[], bool]
    _refusals: RefusedWrites = field(init=False)

    def __post_init__(self) -> None:
        self._refusals = RefusedWrites(self.transfer.item.key)

    async def run(self, contents: FileContents | None = None) -> Outcome:
        """Return the outcome. Raises Cancelled if it is canceled before the object is stored.

        `contents` are those of a small file that was read already; its start is in the journal.
        """
        try:
            return await self._run(contents)
        except (Cancelled, asyncio.CancelledError):
            if not self.keep_upload():
                await self._abort_upload()  # of an earlier run, not resumed yet
            raise Cancelled from None
        except AppError as error:
            return self._failed(error)
        except Exception as error:  # noqa: BLE001 - the other transfers continue
            _log.exception("Unexpected error")
            return self._failed(unexpected(error))

    async def _run(self, contents: FileContents | None) -> Outcome:
        item = self.transfer.item
        check_item(item)
        self.stop.check()
        recorded_key = item.key if contents is not None else None
        opener = FileOpener(self.context.limits.reads, self.on_wait, self.on_notice)
        if contents is None:
            contents = await self._open(opener.contents(item))
        if contents is not None:
            return await self._send_small(contents, recorded_key)
        source = await self._open(opener.source(item))
        known = ReportedBytes(self.on_known)
        try:
            strategy = multipart_send(
                self.context, self.transfer, source, self.stop, known, self.on_sent, self.on_notice
            )
            outcome = await self._send(strategy)
        finally:
            source.close()
        self._check_drive(source.lacks_numbers)
        return outcome

    async def _send_small(self, contents: FileContents, recorded_key: str | None) -> Outcome:
        limiter, size = self.context.limits.single_puts, self.transfer.item.size
        await limiter.enter(size)
        done = False
        try:
            body = Body(contents.data, self.on_sent, self.stop)
            outcome = await self._send(
                single_put(self.context, self.transfer, contents, body, recorded_key)
            )
            done = True
        finally:
            limiter.leave(size, done=done)
        self._check_drive(contents.lacks_numbers)
        return outcome

    def _check_drive(self, lacks_numbers: bool) -> None:
        if lacks_numbers:
            self.on_notice(no_file_numbers(self.transfer.item.path))

    async def _open(self, opening: Awaitable[T]) -> T:
        """Await the open file; if it can't be opened, abort what an earlier run sent of it."""
        try:
            return await opening
        except AppError:
            await self._abort_upload()
            raise

    async def _send(self, strategy: SendStrategy) -> Outcome:
        try:
            send_result = await self._store(strategy)
        except BaseException as error:
            canceled = isinstance(error, Cancelled | asyncio.CancelledError)
            if not (canceled and self.keep_upload()):
                await strategy.clean_up()
            raise
        if isinstance(send_result, Outcome):
            return send_result
        return await self._verify(strategy, send_result)

    async def _store(self, strategy: SendStrategy) -> SendResult | Outcome:
        """Return what was stored under which key, or the outcome if nothing was stored."""
        if self.transfer.mark is not None:
            earlier = await self._find_earlier(strategy)
            if earlier:
                self.on_known(self.transfer.item.size)
                return earlier
        if strategy.resumed_key:
            send_result = await self._store_at(strategy, strategy.resumed_key)
            if send_result:
                return send_result
        if self.context.if_absent:
            return await self._store_if_absent(strategy)
        return await strategy.store(self.transfer.item.key) or self._exists_already()

    async def _store_if_absent(self, strategy: SendStrategy) -> SendResult | Outcome:
        """Store without overwriting; `Keep both` tries further names."""
        item, policy = self.transfer.item, self.context.batch.options.if_exists
        for key in self._names():
            send_result = await self._try_name(strategy, key)
            if send_result is None and policy is IfExists.SKIP:  # no matter who stored it
                return Outcome(item, Result.SKIPPED)
            if send_result is None and key == item.key:
                send_result = await self._find_own(strategy)
            if send_result:
                return send_result
            if policy is IfExists.FAIL:
                return self._exists_already()
        raise AppError(text("Couldn't find a free name"), item.key, text("Choose another prefix."))

    async def _find_own(self, strategy: SendStrategy) -> SendResult | None:
        send_result = await stored_by_same_command(self.context, self.transfer, strategy)
        if send_result:
            self.on_known(self.transfer.item.size)
        return send_result

    def _exists_already(self) -> Outcome:
        item = self.transfer.item
        return Outcome(item, Result.EXISTS, error=exists_error(item.key))

    async def _try_name(self, strategy: SendStrategy, key: str) -> SendResult | None:
        """Store under a key; None: it exists already."""
        self.stop.check()
        was_free = False
        if not strategy.skips_lookup:
            exists = await self._exists(key)
            if exists:
                return None
            was_free = exists is False
        return await self._store_at(strategy, key, was_free=was_free)

    async def _find_earlier(self, strategy: SendStrategy) -> SendResult | None:
        """Return what an earlier run stored, if the file is unchanged."""
        mark = self.transfer.mark
        if mark and mark.size == strategy.fingerprint.size and await self._is_unchanged(strategy):
            send_result = await strategy.find_earlier()
            return send_result and await with_earlier_receipt(
                self.context, self.transfer, send_result
            )
        self.on_restart()
        await self._abort_upload()
        return None

    async def _is_unchanged(self, strategy: SendStrategy) -> bool:
        """Whether the file is unchanged; aborts its upload if it can't be read."""
        try:
            return await strategy.is_unchanged()
        except AppError:
            await self._abort_upload()
            raise

    async def _abort_upload(self) -> None:
        """Abort the multipart upload of an earlier run."""
        await self.context.abort_upload(self.transfer)

    async def _store_at(
        self, strategy: SendStrategy, key: str, *, was_free: bool = False
    ) -> SendResult | None:
        """Store under a key; None: it exists already."""
        try:
            send_result = await strategy.store(key, was_free=was_free)
            seen = not was_free
        except AppError as error:
            if error.code != "PreconditionFailed":
                raise
            send_result, seen = None, False
        if (
            send_result
            and send_result.unsure_owner
            and await stored_by_another(self.context, self.transfer, send_result)
        ):
            send_result = None
        if send_result is None:
            await strategy.clean_up()
            self._refusals.note(refused=not seen)
        return send_result

    async def _exists(self, key: str) -> bool | None:
        uploader = self.context.uploader
        location = Location(uploader.bucket, key)
        return await self.context.outage_gate.run(
            lambda: inspection.exists(uploader.client, uploader.transport, location)
        )

    async def _verify(self, strategy: SendStrategy, send_result: SendResult) -> Outcome:
        context, item, answer = self.context, self.transfer.item, send_result.answer
        verifier = context.target.verifier
        location = Location(context.batch.bucket, send_result.key)
        content_types = context.content_types(self.transfer, send_result)
        try:
            details, proof = await context.outage_gate.run(
                lambda: context.target.verifier.verify(
                    location, send_result.sent, answer, content_types
                )
            )
            if any(doubt.aspect is Aspect.CHECKSUM for doubt in proof.doubts):
                sent = await strategy.with_md5(send_result.sent, details.etag)
                proof = verifier.compared(details, sent, answer, content_types)
        except AppError as error:  # the object is stored all the same
            details, proof = await verifier.unverified(location, answer, error)
        except asyncio.CancelledError:
            if self.keep_upload():  # verified when the transfer is resumed
                raise
            details, proof = await verifier.unverified(location, answer, _CANCELED)
        if send_result.unsure_owner:
            proof = Proof((*proof.findings, send_result.unsure_owner))
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
        if send_result.earlier is None:
            return outcome
        again = Reverification(*send_result.earlier, now())
        return reverified(outcome, context.batch.bucket, again)

    def _failed(self, error: AppError) -> Outcome:
        expectation = self.context.target.verifier.expectation
        return Outcome(self.transfer.item, Result.FAILED, expectation, error=error)

    def _names(self) -> Iterator[str]:
        """Yield the item's key, then `name (1).ext`, `name (2).ext` and so on."""
        key = self.transfer.item.key
        yield key
        yield from spare_names(key)


_CANCELED = AppError(
    text("Couldn't verify"), text("The transfer was canceled after the object was stored.")
)
