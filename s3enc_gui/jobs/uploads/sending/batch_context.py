"""What all transfers of one batch share: where they go, how, and what proves them."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from time import monotonic, sleep

from s3enc_gui.aio.cancellation import Cancellation, before_waiting
from s3enc_gui.aio.limiter import Limiter
from s3enc_gui.aio.outage_gate import OutageGate
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.request_parameters import storing_parameters
from s3enc_gui.domain.encryption.requested_properties import Properties
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.rate_limit import RateLimit
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.domain.uploads.plan import IfExists, UploadOptions
from s3enc_gui.domain.uploads.transfer import Batch
from s3enc_gui.jobs.uploads.queue.journal_writer import JournalWriter
from s3enc_gui.jobs.uploads.sending.buffers import BufferPool
from s3enc_gui.jobs.uploads.verification import Verifier, expect
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.objects.conditional_writes import ConditionalWrites
from s3enc_gui.s3.objects.lost_response import ExistingObject, found
from s3enc_gui.s3.objects.uploader import Uploader
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.endpoints import is_amazon
from s3enc_gui.store.journal.journal import Journal

Reopen = Callable[[Connection], AwsSession]

ATTENTION = 0.1  # seconds between two looks at the wish to stop


@dataclass(frozen=True, slots=True)
class SendLimits:
    """Room in flight for whole small files, and for parts with the memory they are read into.

    `limit` bounds the bytes a second of all of them.
    """

    whole: Limiter
    parts: Limiter
    buffers: BufferPool = field(default_factory=BufferPool)
    limit: RateLimit = field(default_factory=RateLimit)

    async def rest(self, count: int) -> None:
        """Wait until so many bytes more are allowed to leave, on the loop."""
        if self.limit.rate:
            before_waiting()
            await asyncio.sleep(self.limit.delay(monotonic(), count))

    def brake(self, count: int, stop: Cancellation) -> None:
        """Wait until so many bytes more were allowed to leave, or the wish to stop; blocks."""
        if count <= 0 or not self.limit.rate:
            return
        end = monotonic() + self.limit.delay(monotonic(), count)
        while not stop.is_set and (left := end - monotonic()) > 0:
            sleep(min(left, ATTENTION))


@dataclass(slots=True)
class UploadTarget:
    """A bucket that was found, and what its objects will have to show."""

    aws_session: AwsSession
    region: str
    bucket: str
    verifier: Verifier

    @classmethod
    def find(cls, aws_session: AwsSession, bucket: str, options: UploadOptions) -> UploadTarget:
        """Ask for the bucket and the key; blocks.

        Raises AppError where nothing can be sent at all: there is no such bucket, or no such key.
        """
        region = config.bucket_region(aws_session.s3(), bucket) or aws_session.region
        expectation = replace(
            expect(aws_session, region, bucket, options.encryption),
            amazon=is_amazon(aws_session.s3(region).meta.endpoint_url),
            properties=Properties.of(options),
        )
        mimetypes.init()  # here, once: it would be done by every thread that comes first
        verifier = Verifier(
            aws_session, region, expectation, KeyCache(lambda: aws_session.kms(region))
        )
        return cls(aws_session, region, bucket, verifier)

    def who(self) -> str | None:
        """Return the caller's ARN where it is known by now."""
        identity = self.aws_session.known_identity
        return identity.arn if identity else None


@dataclass(slots=True)
class BatchContext:
    """A batch on its way. `reopen` opens its connection anew, with new credentials."""

    batch: Batch
    target: UploadTarget
    limits: SendLimits
    journal_writer: JournalWriter
    journal: Journal
    uploader: Uploader
    outage_gate: OutageGate
    parameters: dict[str, object]
    reopen: Reopen
    conditions: ConditionalWrites

    @classmethod
    def of(
        cls,
        batch: Batch,
        target: UploadTarget,
        limits: SendLimits,
        journal_writer: JournalWriter,
        journal: Journal,
        reopen: Reopen,
        tell: Callable[[Outage | None], None],
        deadline: float | None,
    ) -> BatchContext:
        """Set up what the transfers of a batch need."""
        aws_session, region = target.aws_session, target.region
        made = cls(
            batch,
            target,
            limits,
            journal_writer,
            journal,
            Uploader(aws_session.s3(region), aws_session.transport(region), batch.bucket),
            None,  # type: ignore[arg-type] # it asks the dispatch
            storing_parameters(batch.options, target.verifier.expectation.key_arn),
            reopen,
            aws_session.conditions(region),
        )
        made.outage_gate = OutageGate(made.probe, tell, deadline)
        return made

    @property
    def if_absent(self) -> bool:
        """Whether an object that is there already must stay."""
        return self.batch.options.if_exists is not IfExists.OVERWRITE

    def parameters_for(self, key: str) -> dict[str, object]:
        """Return what the request that stores a key says, but for condition and checksum."""
        content_type = self.content_type(key)
        return {**self.parameters, "ContentType": content_type} if content_type else self.parameters

    def content_type(self, key: str) -> str | None:
        """Return the content type that is sent with a key, None where none is."""
        return _content_type(key.rpartition("/")[2].partition(".")[2])

    async def found(self, key: str) -> ExistingObject | None:
        """Look what there is under a key; None: nothing. Raises AppError where nobody may say."""
        uploader = self.uploader
        location = Location(uploader.bucket, key)
        return await found(uploader.client, uploader.transport, location)

    def probe(self, outage_kind: OutageKind) -> None:
        """Ask the server something harmless; blocks. Raises AppError where the weather is bad.

        Where the sign-in has run out, with whatever credentials there are by now.
        """
        aws_session = self.target.aws_session
        if outage_kind is OutageKind.SIGNED_OUT:
            aws_session = self.reopen(self.batch.connection)
        try:
            config.reach(aws_session.asking_once(self.target.region), self.batch.bucket)
        except AppError as error:
            if outage_kind_of(error) and error.code != "UnreadableAnswer":  # somebody is there
                raise
        if aws_session is not self.target.aws_session:
            self._move_to(aws_session)

    def _move_to(self, aws_session: AwsSession) -> None:
        region = self.target.region
        self.uploader.client = aws_session.s3(region)
        self.uploader.transport = aws_session.transport(region)
        self.target.verifier = replace(self.target.verifier, aws_session=aws_session)
        self.target.aws_session = aws_session


@lru_cache(maxsize=256)
def _content_type(suffixes: str) -> str | None:
    """Guess by what follows the first dot of a name."""
    return mimetypes.guess_type(f"x.{suffixes}")[0] if suffixes else None
