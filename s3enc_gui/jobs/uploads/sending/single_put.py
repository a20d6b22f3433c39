"""Sends a small file with one PutObject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.client_side.envelope import Envelope
from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.journal_changes import RecordContent, RecordStart
from s3enc_gui.domain.uploads.ownership import (
    Attempt,
    Owner,
    is_before,
    is_clearly_older,
    owner_of,
    server_start,
)
from s3enc_gui.domain.uploads.parts import MIB, SINGLE_PUT_BELOW
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.domain.uploads.transfer import FileFingerprint, Transfer
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult
from s3enc_gui.s3.checksums import as_header, crc64nvme, md5
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.conditional_writes import condition_failed, existence_unknown
from s3enc_gui.s3.objects.lost_response import contradiction, responded_at, upload_unknown
from s3enc_gui.s3.transport.interface import Body, WriteResponse
from s3enc_gui.store.files.source_file import SourceFile
from s3enc_gui.store.files.source_folder import folder_mark


@dataclass(frozen=True, slots=True)
class FileContents:
    """The bytes of a small file and their CRC64NVME.

    `lacks_numbers`: the drive keeps no file numbers (see read_errors.no_file_numbers). `envelope`:
    they are encrypted, and this is the metadata without which nobody can read them.
    """

    fingerprint: FileFingerprint
    data: bytes
    crc: int
    lacks_numbers: bool = False
    envelope: Envelope = ()

    @classmethod
    def read(cls, path: str) -> FileContents | None:
        """Read a file; None: it is too large for one PutObject. Blocks; raises AppError."""
        with SourceFile(path) as source:
            if source.size >= SINGLE_PUT_BELOW:
                return None
            if source.size > MIB:
                source.read(0, 1)  # while a cloud drive downloads the file, it takes no memory
            data = source.read(0, source.size)
            source.check_unchanged(lambda: source.read(0, source.size) == data)
            return cls(source.mark, data, crc64nvme(data), source.lacks_numbers)

    @classmethod
    def of(cls, item: UploadItem) -> FileContents | None:
        """Read what an item uploads; None: a file too large for one PutObject. See `read`."""
        if item.is_folder:
            return cls(folder_mark(item.path), b"", crc64nvme(b""))
        return cls.read(item.path)


@dataclass(slots=True)
class SinglePut:
    """Implements SendStrategy. `recorded_key` is the key that the journal names already."""

    context: BatchContext
    transfer: Transfer
    contents: FileContents
    body: Body
    recorded_key: str | None

    @property
    def fingerprint(self) -> FileFingerprint:
        """See SendStrategy."""
        return self.contents.fingerprint

    @property
    def resumed_key(self) -> str | None:
        """See SendStrategy: a single request leaves nothing to resume."""
        return None

    @property
    def skips_lookup(self) -> bool:
        """See SendStrategy.

        A server that got one request twice may refuse the second: then a lookup must come first.
        """
        conditions = self.context.conditions
        return conditions.honored and not conditions.repeated

    async def is_unchanged(self) -> bool:
        """See SendStrategy."""
        return True

    async def find_earlier(self) -> SendResult | None:
        """See SendStrategy."""
        key = self.transfer.key
        if key is None or not self.context.if_absent:  # overwriting once more does no harm
            return None
        begun = self.transfer.begun
        return await self.context.outage_gate.run(lambda: self._find_own(key, begun))

    async def store(self, key: str, *, was_free: bool = False) -> SendResult | None:
        """See SendStrategy."""
        context, envelope = self.context, self.contents.envelope
        if self.recorded_key != key:
            context.journal_writer.record(
                RecordStart(self.transfer.id, key, self.fingerprint, datetime.now(UTC))
            )
        if envelope:  # another run would encrypt other bytes
            context.journal_writer.record(RecordContent(self.transfer.id, self.sent))
        if envelope or self.recorded_key != key:
            await context.journal_writer.flush()
            self.recorded_key = key
        parameters = context.parameters_for(key, envelope)
        lost = False  # whether an earlier attempt may have stored the object
        started = 0.0
        looked_up = was_free

        async def put() -> SendResult | None:
            nonlocal lost, started, looked_up
            if lost and context.if_absent:
                own = await self._find_own(key, _ago(monotonic() - started), started)
                if own:
                    return own
            await context.limits.throttle(len(self.contents.data))
            started = started or monotonic()
            try:
                answer = await self._put(key, parameters, looked_up=looked_up)
            except AppError as error:
                lost, looked_up = lost or may_have_arrived(error), False
                if context.if_absent and error.code == "PreconditionFailed":
                    took = monotonic() - started
                    began = server_start(responded_at(error), took)
                    attempt = Attempt(was_free, lost, began, _ago(took))
                    return await self._refused(key, attempt, error)
                raise
            return SendResult(key, self.sent, answer)

        send_result = await context.outage_gate.run(
            put, context.limits.single_puts.adaptive_limit.back_off
        )
        if send_result and context.if_absent and context.conditions.needs_probe():
            uploader, data = context.uploader, self.contents.data
            again = await context.conditions.probe(
                uploader.transport, uploader.bucket, key, data, parameters
            )
            send_result = replace(send_result, answer=again or send_result.answer)
        return send_result

    async def _put(
        self, key: str, parameters: Mapping[str, object], *, looked_up: bool
    ) -> WriteResponse:
        """Send PutObject, without the condition to a server that refuses it.

        Then a lookup must find that the key is free; `looked_up`: one has just done so.
        """
        uploader, conditions = self.context.uploader, self.context.conditions
        crc = self.contents.crc
        condition = conditions.condition if self.context.if_absent else {}
        if condition:
            try:
                return await uploader.put(key, self.body, crc, {**parameters, **condition})
            except AppError as error:
                if not conditions.refused_by(error):
                    raise
        if self.context.if_absent and not looked_up:
            await self._check_free(key)
        response = await uploader.put(key, self.body, crc, parameters)
        if condition:
            conditions.note_refusal()
        return response

    async def _check_free(self, key: str) -> None:
        """Raise AppError unless a lookup finds no object; PreconditionFailed if there is one."""
        uploader = self.context.uploader
        location = Location(uploader.bucket, key)
        exists = await inspection.exists(uploader.client, uploader.transport, location)
        if exists is None:
            raise existence_unknown(location)
        if exists:
            raise condition_failed(key)

    async def clean_up(self) -> None:
        """See SendStrategy."""

    async def with_md5(self, sent: Sent, etag: str) -> Sent:
        """See SendStrategy."""
        return replace(sent, md5_etag=md5(self.contents.data).hex())

    @property
    def sent(self) -> Sent:
        """What is sent; without the MD5, which is slow to compute."""
        contents = self.contents
        return Sent(len(contents.data), as_header(contents.crc), envelope=contents.envelope)

    async def read_sent(self, answer: WriteResponse) -> Sent:
        """See SendStrategy."""
        return await self.with_md5(self.sent, answer.etag)

    async def _find_own(
        self, key: str, begun: datetime | None, started: float | None = None
    ) -> SendResult | None:
        """Return the object under the key if this transfer stored it; None also on 403.

        It can't have been stored before `begun`, or `started` by the monotonic clock, which is
        compared with the server's time.
        """
        try:
            found = await self.context.found(key)
        except AppError as error:
            if error.code == "403":
                return None
            raise
        if not found or is_clearly_older(found.modified, begun):
            return None
        if started and is_before(
            found.modified, server_start(found.read_at, monotonic() - started)
        ):
            return None
        if not await found.compared(self.sent, self.with_md5):
            return None
        return SendResult.of(key, self.sent, found)

    async def _refused(self, key: str, attempt: Attempt, error: AppError) -> SendResult | None:
        """Return the object that made S3 refuse the request if this transfer stored it."""
        context = self.context
        try:
            found = await context.found(key)
        except AppError as lookup_error:
            if lookup_error.code != "403":
                raise lookup_error from error
            if attempt.response_lost or context.conditions.repeated:
                raise upload_unknown(key) from error
            raise error from None
        if found is None:
            raise contradiction(key) from error
        same = await found.compared(self.sent, self.with_md5)
        owner = owner_of(attempt, same, found.modified)
        if owner is Owner.THEIRS:
            return None
        if not attempt.response_lost:
            context.conditions.note_repetition()
        return SendResult.of(key, self.sent, found, owner)


def _ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


class SmallFiles:
    """Files that one thread reads one after the other.

    `contents` has None for those that can't be read, and those not read yet: reading them alone
    raises the error.
    """

    def __init__(self, items: Sequence[UploadItem]) -> None:
        self._items = items
        self._stopped = False
        self.contents: list[FileContents | None] = [None] * len(items)

    def read(self) -> None:
        """Read the files; blocks."""
        for at, item in enumerate(self._items):
            if self._stopped:
                return
            with suppress(AppError):
                self.contents[at] = FileContents.of(item)

    def stop(self) -> Sequence[FileContents | None]:
        """Return what has been read; the thread reads no further file."""
        self._stopped = True
        return tuple(self.contents)
