"""A file that goes in one PutObject."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.journal_changes import Began
from s3enc_gui.domain.uploads.ownership import (
    Attempt,
    Whose,
    began_at,
    is_before,
    is_clearly_older,
    whose,
)
from s3enc_gui.domain.uploads.parts import SINGLE_PUT_BELOW
from s3enc_gui.domain.uploads.transfer import FileMark, Transfer
from s3enc_gui.jobs.uploads.sending.batch_context import Dispatch
from s3enc_gui.jobs.uploads.sending.send_strategy import Arrival
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.objects.checksums import as_header, crc64nvme, md5
from s3enc_gui.s3.objects.lost_response import answered_at, contradicted, undecided
from s3enc_gui.s3.transport.interface import Answer, Body
from s3enc_gui.store.files.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class Contents:
    """A small file, read: its bytes and their CRC64NVME."""

    mark: FileMark
    data: bytes
    crc: int
    lacks_numbers: bool = False

    @classmethod
    def read(cls, path: str) -> Contents | None:
        """Read a file; None where it is too large for that. Blocks; raises AppError."""
        with SourceFile(path) as source:
            if source.size >= SINGLE_PUT_BELOW:
                return None
            data = source.read(0, source.size)
            source.check_unchanged(lambda: source.read(0, source.size) == data)
            return cls(source.mark, data, crc64nvme(data), source.lacks_numbers)


@dataclass(slots=True)
class Whole:
    """See Cargo. `begun` is the key that the journal already knows it may be under."""

    dispatch: Dispatch
    transfer: Transfer
    contents: Contents
    body: Body
    begun: str | None

    @property
    def mark(self) -> FileMark:
        """See Cargo."""
        return self.contents.mark

    @property
    def begun_at(self) -> str | None:
        """See Cargo: a single request leaves nothing half done."""
        return None

    @property
    def is_cheap(self) -> bool:
        """See Cargo: where the server is known to refuse what is taken, it may say so itself.

        A refusal must be surely meant for the request that it answers.
        """
        conditions = self.dispatch.conditions
        return conditions.honoured and not conditions.repeated

    async def is_same(self) -> bool:
        """See Cargo."""
        return True

    async def earlier(self) -> Arrival | None:
        """See Cargo."""
        key = self.transfer.key
        if key is None or not self.dispatch.if_absent:  # replacing it once more does no harm
            return None
        return await self.dispatch.shelter.ask(lambda: self._ours(key, self.transfer.begun))

    async def store(self, key: str, *, was_free: bool = False) -> Arrival | None:
        """See Cargo."""
        dispatch = self.dispatch
        if self.begun != key:
            dispatch.ledger.note(Began(self.transfer.id, key, self.mark, datetime.now(UTC)))
            await dispatch.ledger.flush()
            self.begun = key
        parameters = dispatch.parameters_for(key)
        if dispatch.if_absent:
            parameters = {**parameters, "IfNoneMatch": "*"}
        lost = False  # whether an earlier try may have been obeyed
        started = 0.0

        async def put() -> Arrival | None:
            nonlocal lost, started
            if lost and dispatch.if_absent:
                ours = await self._ours(key, _ago(monotonic() - started), started)
                if ours:
                    return ours
            await dispatch.rooms.rest(len(self.contents.data))
            started = started or monotonic()
            try:
                answer = await dispatch.uploader.put(key, self.body, self.contents.crc, parameters)
            except AppError as error:
                lost = lost or may_have_arrived(error)
                if dispatch.if_absent and error.code == "PreconditionFailed":
                    took = monotonic() - started
                    began = began_at(answered_at(error), took)
                    attempt = Attempt(was_free, lost, began, _ago(took))
                    return await self._refused(key, attempt, error)
                raise
            return Arrival(key, self.sent, answer)

        arrival = await dispatch.shelter.ask(put, dispatch.rooms.whole.pace.trouble)
        if arrival and dispatch.if_absent and dispatch.conditions.wants_trial():
            uploader, data = dispatch.uploader, self.contents.data
            again = await dispatch.conditions.try_on(
                uploader.transport, uploader.bucket, key, data, dispatch.parameters_for(key)
            )
            arrival = replace(arrival, answer=again or arrival.answer)
        return arrival

    async def undo(self) -> None:
        """See Cargo."""

    async def exact(self, sent: Sent, etag: str) -> Sent:
        """See Cargo."""
        return replace(sent, md5_etag=md5(self.contents.data).hex())

    @property
    def sent(self) -> Sent:
        """What is sent; the MD5 only where it is asked for, it takes long."""
        return Sent(len(self.contents.data), as_header(self.contents.crc))

    async def content(self, answer: Answer) -> Sent:
        """See Cargo."""
        return await self.exact(self.sent, answer.etag)

    async def _ours(
        self, key: str, begun: datetime | None, started: float | None = None
    ) -> Arrival | None:
        """Return what there is if it is ours; None also where nobody may look.

        `begun` is when it may have been stored at the earliest, `started` the same by the monotonic
        clock: so what the server says of the time can be used.
        """
        try:
            found = await self.dispatch.found(key)
        except AppError as error:
            if error.code == "403":
                return None
            raise
        if not found or is_clearly_older(found.modified, begun):
            return None
        if started and is_before(found.modified, began_at(found.at, monotonic() - started)):
            return None
        if not await found.compared(self.sent, self.exact):
            return None
        return Arrival.of(key, self.sent, found)

    async def _refused(self, key: str, attempt: Attempt, error: AppError) -> Arrival | None:
        """Return what there is if it is ours: a name taken by ourselves is not taken."""
        dispatch = self.dispatch
        try:
            found = await dispatch.found(key)
        except AppError as blind:
            if blind.code != "403":
                raise blind from error
            if attempt.lost or dispatch.conditions.repeated:
                raise undecided(key) from error
            raise error from None
        if found is None:
            raise contradicted(key) from error
        same = await found.compared(self.sent, self.exact)
        verdict = whose(attempt, same, found.modified)
        if verdict is Whose.THEIRS:
            return None
        if not attempt.lost:
            dispatch.conditions.note_repetition()
        return Arrival.of(key, self.sent, found, verdict)


def _ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)
