"""Creates a folder: an empty object whose key ends with a slash, encrypted like an upload."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from time import monotonic

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import check_target_key
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.headers.content_types import FOLDER_CONTENT_TYPE
from s3enc_gui.domain.location import Location, key_for
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.domain.uploads.ownership import Attempt, Owner, owner_of, server_start
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions
from s3enc_gui.domain.uploads.request_parameters import storing_parameters
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.uploads.upload_target import UploadTarget
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.checksums import as_header, crc64nvme, md5
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.listing.pages import object_pages
from s3enc_gui.s3.objects.conditional_writes import ConditionalWrites
from s3enc_gui.s3.objects.lost_response import find_object, responded_at
from s3enc_gui.s3.objects.uploader import Uploader
from s3enc_gui.s3.transport.interface import Body, WriteResponse

_SENT = Sent(0, as_header(crc64nvme(b"")), md5(b"").hex())


@dataclass(frozen=True, slots=True)
class NewFolder:
    """Create a folder; `choice` None: the choice that an upload would preselect.

    That is the bucket's last used choice, else its default encryption, else SSE-S3.
    """

    connection: Connection
    bucket: str
    prefix: str
    choice: EncryptionChoice | None = None

    def run(self, context: Context) -> Outcome:
        """Return the folder's object with its proof.

        Raises AppError if it can't be created; code FolderExists if it already exists.
        """
        key = key_for(self.prefix, "")
        check_target_key(key)
        aws_session = context.services.aws_session(self.connection)
        options = UploadOptions(self.choice or self._preselected(context))
        target = UploadTarget.find(aws_session, self.bucket, options)
        client = aws_session.s3(target.region)
        transport, server = aws_session.transport(target.region), aws_session.server(target.region)
        bucket = CopyBucket(client, transport, self.bucket, server.refused_headers)
        if _has_objects(bucket, key):
            raise _exists(key)
        context.checkpoint()
        try:
            return context.services.run(
                self._create(target, bucket, key, options, server.conditional_writes)
            )
        except CancelledError:
            raise Cancelled from None

    def _preselected(self, context: Context) -> EncryptionChoice:
        last = context.services.settings.last_choice(self.bucket)
        if last:
            return last
        aws_session = context.services.aws_session(self.connection)
        at_bucket = aws_session.at(self.bucket)
        if at_bucket.learn_encryption().is_silent:
            return EncryptionChoice(Encryption.BUCKET_DEFAULT)
        try:
            default = config.default_encryption(at_bucket.client, self.bucket).as_choice()
        except AppError:
            default = None
        return default or EncryptionChoice(Encryption.SSE_S3)

    async def _create(
        self,
        target: UploadTarget,
        bucket: CopyBucket,
        key: str,
        options: UploadOptions,
        conditions: ConditionalWrites,
    ) -> Outcome:
        if not await bucket.is_free(key, conditional=bucket.is_amazon):
            raise _exists(key)
        expectation = target.verifier.expectation
        parameters = storing_parameters(options, expectation.key_arn)
        parameters["ContentType"] = FOLDER_CONTENT_TYPE
        try:
            response = await _put(bucket, key, {**parameters, **conditions.condition})
        except AppError as error:
            if not conditions.refused_by(error):
                raise
            response = await _put(bucket, key, parameters)
            conditions.note_refusal()
        location = Location(self.bucket, key)
        try:
            details, proof = await target.verifier.verify(
                location, _SENT, response, (FOLDER_CONTENT_TYPE,)
            )
        except AppError as error:  # the folder is stored, but can't be read
            details, proof = await target.verifier.unverified(location, response, error)
        return Outcome.proved(
            UploadItem("", key, 0),
            proof,
            expectation=expectation,
            details=details,
            request_id=response.request_id,
            version_id=details.version_id or response.version_id,
        )


async def _put(bucket: CopyBucket, key: str, parameters: Mapping[str, object]) -> WriteResponse:
    """Store the empty object; find it if the response was lost or the request was sent twice."""
    uploader = Uploader(bucket.client, bucket.transport, bucket.bucket, bucket.refused)
    started = monotonic()
    try:
        return await uploader.put(key, Body(b""), crc64nvme(b""), parameters)
    except AppError as error:
        exists, lost = error.code == "PreconditionFailed", may_have_arrived(error)
        began = server_start(responded_at(error), monotonic() - started)
        attempt = Attempt(was_free=True, response_lost=lost, server_start=began)
        found = None
        with suppress(AppError):  # the first error is raised instead
            location = Location(bucket.bucket, key)
            if exists or lost:
                found = await find_object(bucket.client, bucket.transport, location)
        if found and owner_of(attempt, found.matches(_SENT), found.modified) is Owner.OURS:
            return found.response
        raise (_exists(key) if exists else error) from error


def _has_objects(bucket: CopyBucket, key: str) -> bool:
    """Whether the folder contains anything; False without permission to list."""
    try:
        page = next(object_pages(bucket.client, bucket.bucket, key))
    except AppError:
        return False
    return bool(page.objects or page.prefixes)


def _exists(key: str) -> AppError:
    return AppError(
        text("A folder with this name already exists"),
        text("“{key}” wasn't changed.", key=key),
        text("Choose another name."),
        code="FolderExists",
    )
