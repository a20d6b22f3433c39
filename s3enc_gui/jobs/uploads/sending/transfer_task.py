"""One transfer, from its file to its proof."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from s3enc_gui.aio.cancellation import Stop, aside
from s3enc_gui.domain.copies.plan import Refusals, exists_error, spare_names
from s3enc_gui.domain.encryption.proof import Aspect, Proof
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.history.reverification import ProvedAgain, proved_again
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.journal_changes import UploadOpened
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import IfExists, check_item
from s3enc_gui.domain.uploads.transfer import Transfer
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.uploads.sending.batch_context import Dispatch
from s3enc_gui.jobs.uploads.sending.earlier_uploads import (
    by_another,
    by_this_command,
    by_this_transfer,
)
from s3enc_gui.jobs.uploads.sending.multipart_send import InParts
from s3enc_gui.jobs.uploads.sending.reported_bytes import Told
from s3enc_gui.jobs.uploads.sending.send_strategy import Arrival, Cargo
from s3enc_gui.jobs.uploads.sending.single_put import Contents, Whole
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.transport.interface import Body
from s3enc_gui.store.files.read_errors import no_file_numbers
from s3enc_gui.store.files.source_file import SourceFile

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Delivery:
    """Delivers one transfer of a batch.

    `on_sent` gets the change in bytes at the server, from any thread, `on_known` the bytes that an
    earlier run had sent. `keep` tells, when `stop` was
    wished, whether what has arrived is to stay at the server for another time. `on_change` is told
    where an earlier run sent another file of that name, so that all is sent anew, `on_notice` of
    what is worth knowing about the file though it keeps nothing from being sent.
    """

    dispatch: Dispatch
    transfer: Transfer
    stop: Stop
    on_sent: Callable[[int], None]
    on_known: Callable[[int], None]
    keep: Callable[[], bool]
    on_change: Callable[[], None]
    on_notice: Callable[[AppError], None]
    _refusals: Refusals = field(init=False)

    def __post_init__(self) -> None:
        self._refusals = Refusals(self.transfer.item.key)

    async def run(self, contents: Contents | None = None) -> Outcome:
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

    async def _run(self, contents: Contents | None) -> Outcome:
        item = self.transfer.item
        check_item(item)
        self.stop.check()
        noted = contents is not None
        if contents is None:
            contents = await self._opened(Contents.read)
        if contents is not None:
            room = self.dispatch.rooms.whole
            await room.enter(item.size)
            done = False
            try:
                body = Body(contents.data, self.on_sent, self.stop)
                begun = item.key if noted else None
                cargo = Whole(self.dispatch, self.transfer, contents, body, begun)
                outcome = await self._deliver(cargo)
                done = True
            finally:
                room.leave(item.size, done=done)
            self._notice(contents.lacks_numbers)
            return outcome
        source, known = await self._opened(SourceFile), Told(self.on_known)
        try:
            outcome = await self._deliver(
                InParts(self.dispatch, self.transfer, source, self.stop, self.on_sent, known)
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

    async def _deliver(self, cargo: Cargo) -> Outcome:
        try:
            arrival = await self._arrived(cargo)
        except BaseException as error:
            if not (isinstance(error, Cancelled | asyncio.CancelledError) and self.keep()):
                await cargo.undo()
            raise
        return arrival if isinstance(arrival, Outcome) else await self._proved(cargo, arrival)

    async def _arrived(self, cargo: Cargo) -> Arrival | Outcome:
        """Return what was stored where, or an outcome without anything stored."""
        if self.transfer.mark is not None:
            earlier = await self._earlier(cargo)
            if earlier:
                self.on_known(self.transfer.item.size)
                return earlier
        if cargo.begun_at:
            arrival = await self._stored(cargo, cargo.begun_at)
            if arrival:
                return arrival
        if self.dispatch.if_absent:
            return await self._stored_where_free(cargo)
        return await cargo.store(self.transfer.item.key) or self._exists_already()

    async def _stored_where_free(self, cargo: Cargo) -> Arrival | Outcome:
        """Store under the first name that is free, or under none where that is not wished."""
        item, policy = self.transfer.item, self.dispatch.batch.options.if_exists
        for key in self._names():
            arrival = await self._tried(cargo, key)
            if arrival is None and policy is IfExists.SKIP:  # whose it is makes no difference
                return Outcome(item, Result.SKIPPED)
            if arrival is None and key == item.key:
                arrival = await self._own(cargo)
            if arrival:
                return arrival
            if policy is IfExists.FAIL:
                return self._exists_already()
        raise AppError("No free name was found", item.key, "Choose another prefix.")

    async def _own(self, cargo: Cargo) -> Arrival | None:
        arrival = await by_this_command(self.dispatch, self.transfer, cargo)
        if arrival:
            self.on_known(self.transfer.item.size)
        return arrival

    def _exists_already(self) -> Outcome:
        item = self.transfer.item
        return Outcome(item, Result.EXISTS, error=exists_error(item.key))

    async def _tried(self, cargo: Cargo, key: str) -> Arrival | None:
        """Store under a key where it is free; None where it is taken."""
        self.stop.check()
        was_free = False
        if not cargo.is_cheap:
            there = await self._exists(key)
            if there:
                return None
            was_free = there is False
        return await self._stored(cargo, key, was_free=was_free)

    async def _earlier(self, cargo: Cargo) -> Arrival | None:
        """Return what an earlier run sent, if it has arrived and the file is still the same."""
        mark = self.transfer.mark
        if mark and mark.size == cargo.mark.size and await self._is_same(cargo):
            arrival = await cargo.earlier()
            return arrival and await by_this_transfer(self.dispatch, self.transfer, arrival)
        self.on_change()
        await self._drop_upload()
        return None

    async def _is_same(self, cargo: Cargo) -> bool:
        """Whether the file holds what was sent of it; where it cannot be read, that goes, too."""
        try:
            return await cargo.is_same()
        except AppError:
            await self._drop_upload()
            raise

    async def _drop_upload(self) -> None:
        """Abort what an earlier run began with a file that is no longer the same."""
        upload, key = self.transfer.upload, self.transfer.key
        if upload is not None and key is not None:
            uploader = self.dispatch.uploader
            old = MultipartUpload.left(uploader.client, uploader.bucket, key, upload.upload_id)
            await aside(old.abort)
            self.dispatch.ledger.note(UploadOpened(self.transfer.id, None))

    async def _stored(self, cargo: Cargo, key: str, *, was_free: bool = False) -> Arrival | None:
        """Store under a key; None where it turned out to be taken."""
        try:
            arrival = await cargo.store(key, was_free=was_free)
            seen = not was_free
        except AppError as error:
            if error.code != "PreconditionFailed":
                raise
            arrival, seen = None, False
        if arrival and arrival.doubt and await by_another(self.dispatch, self.transfer, arrival):
            arrival = None
        if arrival is None:
            await cargo.undo()
            self._refusals.note(refused=not seen)
        return arrival

    async def _exists(self, key: str) -> bool | None:
        uploader = self.dispatch.uploader
        location = Location(uploader.bucket, key)
        return await self.dispatch.shelter.ask(
            lambda: inspection.exists(uploader.client, uploader.transport, location)
        )

    async def _proved(self, cargo: Cargo, arrival: Arrival) -> Outcome:
        dispatch, item, answer = self.dispatch, self.transfer.item, arrival.answer
        prover = dispatch.route.prover
        location = Location(dispatch.batch.bucket, arrival.key)
        content_type = dispatch.content_type(arrival.key)
        try:
            details, proof = await dispatch.shelter.ask(
                lambda: dispatch.route.prover.prove(location, arrival.sent, answer, content_type)
            )
            if any(doubt.aspect is Aspect.CHECKSUM for doubt in proof.doubts):
                sent = await cargo.exact(arrival.sent, details.etag)
                proof = prover.compared(details, sent, answer, content_type)
        except AppError as error:  # it is stored, whatever is wrong with looking
            details, proof = await prover.unseen(location, answer, error)
        except asyncio.CancelledError:
            if self.keep():  # it is looked at when it is gone on with
                raise
            details, proof = await prover.unseen(location, answer, _STOPPED)
        if arrival.doubt:
            proof = Proof((*proof.findings, arrival.doubt))
        if arrival.key != item.key:
            item = replace(item, key=arrival.key)
        outcome = Outcome.proved(
            item,
            proof,
            expectation=prover.expectation,
            details=details,
            request_id=answer.request_id,
            version_id=details.version_id or answer.version_id,
        )
        if arrival.stored_by is None:
            return outcome
        again = ProvedAgain(*arrival.stored_by, now())
        return proved_again(outcome, dispatch.batch.bucket, again)

    def _failed(self, error: AppError) -> Outcome:
        expectation = self.dispatch.route.prover.expectation
        return Outcome(self.transfer.item, Result.FAILED, expectation, error=error)

    def _names(self) -> Iterator[str]:
        """Yield the item's key, then `name (1).ext`, `name (2).ext` … for `Keep both`."""
        key = self.transfer.item.key
        yield key
        yield from spare_names(key)


_STOPPED = AppError("It was not waited for", "The transfer was cancelled when it was stored.")
