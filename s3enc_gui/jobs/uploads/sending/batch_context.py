"""What all transfers of one batch share."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import OutageGate
from s3enc_gui.domain.client_side.envelope import Envelope
from s3enc_gui.domain.headers.metadata import encoded
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.uploads.journal_changes import RecordUpload
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.domain.uploads.request_parameters import storing_parameters
from s3enc_gui.domain.uploads.transfer import Batch, Transfer
from s3enc_gui.jobs.session_renewal import Renew, RenewableSession
from s3enc_gui.jobs.uploads.content_types import (
    sent_content_type,
    types_that_may_have_been_sent,
)
from s3enc_gui.jobs.uploads.journal_writer import JournalWriter
from s3enc_gui.jobs.uploads.sending.file_encryption import FileEncryption
from s3enc_gui.jobs.uploads.sending.send_limits import SendLimits
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult
from s3enc_gui.jobs.uploads.upload_target import UploadTarget
from s3enc_gui.s3.multipart.incomplete_uploads import abort_incomplete_uploads
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.objects.conditional_writes import ConditionalWrites
from s3enc_gui.s3.objects.lost_response import ExistingObject, find_object
from s3enc_gui.s3.objects.uploader import Uploader
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.store.journal.journal import Journal


@dataclass(slots=True)
class BatchContext:
    """A batch that is being uploaded: its target, requests, limits and journal.

    `encryption` encrypts files before they are sent; None: they are sent as they are.
    """

    batch: Batch
    target: UploadTarget
    limits: SendLimits
    journal_writer: JournalWriter
    journal: Journal
    uploader: Uploader
    session: RenewableSession
    outage_gate: OutageGate
    parameters: dict[str, object]
    conditions: ConditionalWrites
    encryption: FileEncryption | None = None

    @classmethod
    def of(
        cls,
        batch: Batch,
        target: UploadTarget,
        limits: SendLimits,
        journal_writer: JournalWriter,
        journal: Journal,
        renew: Renew,
        on_outage: Callable[[Outage | None], None],
        deadline: float | None,
    ) -> BatchContext:
        """Build the context; `on_outage` and `deadline` are those of OutageGate."""
        aws_session, region = target.aws_session, target.region
        refused = aws_session.server(region).refused_headers
        uploader = Uploader(
            aws_session.s3(region), aws_session.transport(region), batch.bucket, refused
        )

        def use(renewed: AwsSession) -> None:
            uploader.client, uploader.transport = renewed.s3(region), renewed.transport(region)
            target.use(renewed)

        session = RenewableSession(region, batch.bucket, aws_session, renew, use)
        return cls(
            batch,
            target,
            limits,
            journal_writer,
            journal,
            uploader,
            session,
            OutageGate(session.probe, on_outage, deadline, batch.connection),
            storing_parameters(batch.options, target.verifier.expectation.key_arn),
            aws_session.conditional_writes(region),
            _encryption(target),
        )

    @property
    def if_absent(self) -> bool:
        """Whether an object that exists must not be overwritten."""
        return self.batch.options.if_exists is not IfExists.OVERWRITE

    def parameters_for(self, key: str, envelope: Envelope = ()) -> dict[str, object]:
        """Return the parameters of the request that stores a key, but condition and checksum.

        `envelope` is metadata that belongs to this object only.
        """
        content_type = sent_content_type(self.batch.options, key)
        parameters = self.parameters
        if content_type:
            parameters = {**parameters, "ContentType": content_type}
        if envelope:
            own = dict(self.batch.options.metadata)
            metadata = {name: encoded(value) for name, value in own.items()} | dict(envelope)
            parameters = {**parameters, "Metadata": metadata}
        return parameters

    def content_types(self, transfer: Transfer, stored: SendResult) -> tuple[str, ...]:
        """Return the types that may have been sent with what is stored; mostly one."""
        in_earlier_run = transfer.mark is not None or stored.earlier is not None
        return types_that_may_have_been_sent(
            self.batch.options, stored.key, in_earlier_run=in_earlier_run
        )

    async def found(self, key: str) -> ExistingObject | None:
        """Return the object under a key, if there is one (HeadObject). Raises AppError."""
        uploader = self.uploader
        location = Location(uploader.bucket, key)
        return await find_object(uploader.client, uploader.transport, location)

    async def abort_upload(self, transfer: Transfer) -> None:
        """Abort the multipart upload that the journal names for a transfer, if there is one."""
        if transfer.upload is None or transfer.key is None:
            return
        uploader, upload_id = self.uploader, transfer.upload.upload_id
        upload = MultipartUpload.existing(uploader.client, uploader.bucket, transfer.key, upload_id)
        await in_thread(upload.abort)
        self.journal_writer.record(RecordUpload(transfer.id, None))

    async def known_uploads(self) -> set[str]:
        """Return the ids of all multipart uploads to the bucket that the journal names."""
        return await in_thread(self.journal.known_uploads, self.uploader.bucket)

    async def abort_unknown_uploads(
        self, key: str, since: datetime | None, known: Collection[str]
    ) -> None:
        """Abort uploads to exactly this key that began after `since`, but not the known ones.

        Their ids were lost before they could be written to the journal. Raises AppError.
        """
        uploader = self.uploader
        await in_thread(
            abort_incomplete_uploads, uploader.client, uploader.bucket, key, since, known
        )


def _encryption(target: UploadTarget) -> FileEncryption | None:
    chosen = target.client_side
    if chosen is None:
        return None
    return FileEncryption(lambda: target.aws_session.kms(chosen.region), chosen.key)
