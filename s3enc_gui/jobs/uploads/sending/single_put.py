"""A file that goes in one PutObject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.journal_changes import RecordStart
from s3enc_gui.domain.uploads.ownership import (
    Attempt,
    Owner,
    began_at,
    is_before,
    is_clearly_older,
    whose,
)
from s3enc_gui.domain.uploads.parts import SINGLE_PUT_BELOW
from s3enc_gui.domain.uploads.transfer import FileFingerprint, Transfer
from s3enc_gui.jobs.uploads.sending.batch_context import (
    BatchContext,
)
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.objects.checksums import as_header, crc64nvme, md5
from s3enc_gui.s3.objects.lost_response import answered_at, contradicted, undecided
from s3enc_gui.s3.transport.interface import Body, WriteResponse
from s3enc_gui.store.files.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class FileContents:
    """A small file, read: its bytes and their CRC64NVME."""

    mark: FileFingerprint
    data: bytes
    crc: int
    lacks_numbers: bool = False

    @classmethod
    def read(cls, path: str) -> FileContents | None:
        """Read a file; None where it is too large for that. Blocks; raises AppError."""
        with SourceFile(path) as source:
            if source.size >= SINGLE_PUT_BELOW:
                return None
            data = source.read(0, source.size)
            source.check_unchanged(lambda: source.read(0, source.size) == data)
            return cls(source.mark, data, crc64nvme(data), source.lacks_numbers)


@dataclass(slots=True)
class SinglePut:
    """See Cargo. `begun` is the key that the journal already knows it may be under."""

    context: BatchContext
    transfer: Transfer
    contents: FileContents
    body: Body
    begun: str | None

    @property
    def mark(self) -> FileFingerprint:
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
        conditions = self.context.conditions
        return conditions.honored and not conditions.repeated

    async def is_same(self) -> bool:
        """See Cargo."""
        return True

    async def earlier(self) -> SendResult | None:
        """See Cargo."""
        key = self.transfer.key
        if key is None or not self.context.if_absent:  # replacing it once more does no harm
            return None
        return await self.context.outage_gate.ask(lambda: self._ours(key, self.transfer.begun))

    async def store(self, key: str, *, was_free: bool = False) -> SendResult | None:
        """See Cargo."""
        context = self.context
        if self.begun != key:
            context.journal_writer.note(
                RecordStart(self.transfer.id, key, self.mark, datetime.now(UTC))
            )
            await context.journal_writer.flush()
            self.begun = key
        parameters = context.parameters_for(key)
        if context.if_absent:
            parameters = {**parameters, "IfNoneMatch": "*"}
        lost = False  # whether an earlier try may have been obeyed
        started = 0.0

        async def put() -> SendResult | None:
            nonlocal lost, started
            if lost and context.if_absent:
                ours = await self._ours(key, _ago(monotonic() - started), started)
                if ours:
                    return ours
            await context.limits.rest(len(self.contents.data))
            started = started or monotonic()
            try:
                answer = await context.uploader.put(key, self.body, self.contents.crc, parameters)
            except AppError as error:
                lost = lost or may_have_arrived(error)
                if context.if_absent and error.code == "PreconditionFailed":
                    took = monotonic() - started
                    began = began_at(answered_at(error), took)
                    attempt = Attempt(was_free, lost, began, _ago(took))
                    return await self._refused(key, attempt, error)
                raise
            return SendResult(key, self.sent, answer)

        send_result = await context.outage_gate.ask(
            put, context.limits.whole.adaptive_limit.trouble
        )
        if send_result and context.if_absent and context.conditions.wants_trial():
            uploader, data = context.uploader, self.contents.data
            again = await context.conditions.try_on(
                uploader.transport, uploader.bucket, key, data, context.parameters_for(key)
            )
            send_result = replace(send_result, answer=again or send_result.answer)
        return send_result

    async def undo(self) -> None:
        """See Cargo."""

    async def exact(self, sent: Sent, etag: str) -> Sent:
        """See Cargo."""
        return replace(sent, md5_etag=md5(self.contents.data).hex())

    @property
    def sent(self) -> Sent:
        """What is sent; the MD5 only where it is asked for, it takes long."""
        return Sent(len(self.contents.data), as_header(self.contents.crc))

    async def content(self, answer: WriteResponse) -> Sent:
        """See Cargo."""
        return await self.exact(self.sent, answer.etag)

    async def _ours(
        self, key: str, begun: datetime | None, started: float | None = None
    ) -> SendResult | None:
        """Return what there is if it is ours; None also where nobody may look.

        `begun` is when it may have been stored at the earliest, `started` the same by the monotonic
        clock: so what the server says of the time can be used.
        """
        try:
            found = await self.context.found(key)
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
        return SendResult.of(key, self.sent, found)

    async def _refused(self, key: str, attempt: Attempt, error: AppError) -> SendResult | None:
        """Return what there is if it is ours: a name taken by ourselves is not taken."""
        context = self.context
        try:
            found = await context.found(key)
        except AppError as blind:
            if blind.code != "403":
                raise blind from error
            if attempt.lost or context.conditions.repeated:
                raise undecided(key) from error
            raise error from None
        if found is None:
            raise contradicted(key) from error
        same = await found.compared(self.sent, self.exact)
        verdict = whose(attempt, same, found.modified)
        if verdict is Owner.THEIRS:
            return None
        if not attempt.lost:
            context.conditions.note_repetition()
        return SendResult.of(key, self.sent, found, verdict)


def _ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


def read_files(paths: Sequence[str]) -> list[FileContents | None]:
    """Read files; None for those that say why they cannot be read when they are tried alone."""
    read: list[FileContents | None] = []
    for path in paths:
        try:
            read.append(FileContents.read(path))
        except AppError:
            read.append(None)
    return read
