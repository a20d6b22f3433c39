"""A file that goes in one PutObject."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.journal_changes import Began
from s3enc_gui.domain.parts import SINGLE_PUT_BELOW
from s3enc_gui.domain.proof import Sent
from s3enc_gui.domain.transfer import FileMark, Transfer
from s3enc_gui.jobs.queue.cargo import Arrival
from s3enc_gui.jobs.queue.dispatch import Dispatch
from s3enc_gui.s3.arrival import undecided
from s3enc_gui.s3.checksums import as_header, crc64nvme, md5
from s3enc_gui.s3.errors import may_have_arrived
from s3enc_gui.s3.transport import Answer, Body
from s3enc_gui.store.source_file import SourceFile


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
    begun: str | None = None

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
        """See Cargo: where the server is known to refuse what is taken, it may say so itself."""
        return self.dispatch.conditions.honoured

    async def is_same(self) -> bool:
        """See Cargo."""
        return True

    async def earlier(self) -> Arrival | None:
        """See Cargo."""
        key = self.transfer.key
        if key is None or not self.dispatch.if_absent:  # replacing it once more does no harm
            return None
        answer = await self.dispatch.shelter.ask(lambda: self._found(key))
        return Arrival(key, self.sent, answer) if answer else None

    async def store(self, key: str) -> Arrival:
        """See Cargo."""
        dispatch = self.dispatch
        if self.begun != key:
            dispatch.ledger.note(Began(self.transfer.id, key, self.mark, datetime.now(UTC)))
            await dispatch.ledger.flush()
            self.begun = key
        parameters = dispatch.parameters_for(key)
        if dispatch.if_absent:
            parameters = {**parameters, "IfNoneMatch": "*"}
        unsure = False  # whether an earlier try may have been obeyed

        async def put() -> Answer:
            nonlocal unsure
            if unsure and dispatch.if_absent:
                answer = await self._found(key)
                if answer:
                    return answer
            await dispatch.rooms.rest(len(self.contents.data))
            try:
                return await dispatch.uploader.put(key, self.body, self.contents.crc, parameters)
            except AppError as error:
                unsure = unsure or may_have_arrived(error)
                if unsure and error.code == "PreconditionFailed":
                    return await self._refused(key, error)
                raise

        answer = await dispatch.shelter.ask(put, dispatch.rooms.whole.pace.trouble)
        if dispatch.if_absent and dispatch.conditions.wants_trial():
            uploader, data = dispatch.uploader, self.contents.data
            again = await dispatch.conditions.try_on(
                uploader.transport, uploader.bucket, key, data, dispatch.parameters_for(key)
            )
            answer = again or answer
        return Arrival(key, self.sent, answer)

    async def undo(self) -> None:
        """See Cargo."""

    async def exact(self, sent: Sent, etag: str) -> Sent:
        """See Cargo."""
        return replace(sent, md5_etag=md5(self.contents.data).hex())

    @property
    def sent(self) -> Sent:
        """What is sent; the MD5 only where it is asked for, it takes long."""
        return Sent(len(self.contents.data), as_header(self.contents.crc))

    async def _found(self, key: str) -> Answer | None:
        """Return what there is if it is ours; None also where nobody may look."""
        try:
            return await self.dispatch.found(key, self.sent, self.exact)
        except AppError as error:
            if error.code == "403":
                return None
            raise

    async def _refused(self, key: str, error: AppError) -> Answer:
        """Return what is there if it is ours: a name taken by ourselves is not taken."""
        try:
            answer = await self.dispatch.found(key, self.sent, self.exact)
        except AppError as blind:
            raise undecided(key) if blind.code == "403" else blind from error
        if answer is None:
            raise error
        return answer
