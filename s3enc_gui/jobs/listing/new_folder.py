"""A new folder: an empty object whose key ends with a slash, encrypted like an upload."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import check_target_key
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.encryption.request_parameters import storing_parameters
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.location import Location, key_for
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.domain.uploads.ownership import Attempt, Owner, owner_of, server_start
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.uploads.upload_target import UploadTarget
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.listing.pages import object_pages
from s3enc_gui.s3.objects.checksums import as_header, crc64nvme, md5
from s3enc_gui.s3.objects.lost_response import answered_at, found
from s3enc_gui.s3.objects.uploader import Uploader
from s3enc_gui.s3.transport.interface import Body, WriteResponse

CONTENT_TYPE = "application/x-directory"  # what S3's console and most programs give it
_SENT = Sent(0, as_header(crc64nvme(b"")), md5(b"").hex())


@dataclass(frozen=True, slots=True)
class NewFolder:
    """Make a folder; `choice` None takes what an upload to the bucket would have preselected.

    That is the choice last used there, else the bucket's default made explicit, else SSE-S3.
    """

    connection: Connection
    bucket: str
    prefix: str
    choice: EncryptionChoice | None = None

    def run(self, context: Context) -> Outcome:
        """Return the folder's object with its proof.

        Raises AppError where it cannot be made, with code FolderExists where there is one.
        """
        key = key_for(self.prefix, "")
        check_target_key(key)
        aws_session = context.services.aws_session(self.connection)
        options = UploadOptions(self.choice or self._preselected(context))
        target = UploadTarget.find(aws_session, self.bucket, options)
        client = aws_session.s3(target.region)
        place = CopyBucket(client, aws_session.transport(target.region), self.bucket)
        if _is_in_use(place, key):
            raise _exists(key)
        context.checkpoint()
        try:
            return context.services.run(self._made(target, place, key, options))
        except CancelledError:
            raise Cancelled from None

    def _preselected(self, context: Context) -> EncryptionChoice:
        last = context.services.settings.last_choice(self.bucket)
        if last:
            return last
        at_bucket = context.services.aws_session(self.connection).at(self.bucket)
        try:
            default = config.default_encryption(at_bucket.client, self.bucket).as_choice()
        except AppError:
            default = None
        return default or EncryptionChoice(Encryption.SSE_S3)

    async def _made(
        self, target: UploadTarget, place: CopyBucket, key: str, options: UploadOptions
    ) -> Outcome:
        if not await place.is_free(key, conditional=place.is_amazon):
            raise _exists(key)
        expectation = target.verifier.expectation
        parameters = storing_parameters(options, expectation.key_arn)
        parameters |= {"ContentType": CONTENT_TYPE, "IfNoneMatch": "*"}
        answer = await _stored(place, key, parameters)
        location = Location(self.bucket, key)
        try:
            details, proof = await target.verifier.verify(location, _SENT, answer, CONTENT_TYPE)
        except AppError as error:  # it is stored, whatever is wrong with looking
            details, proof = await target.verifier.unverified(location, answer, error)
        return Outcome.proved(
            UploadItem("", key, 0),
            proof,
            expectation=expectation,
            details=details,
            request_id=answer.request_id,
            version_id=details.version_id or answer.version_id,
        )


async def _stored(place: CopyBucket, key: str, parameters: Mapping[str, object]) -> WriteResponse:
    """Store the empty object; where the answer was lost, or the request came twice, find it."""
    uploader, started = Uploader(place.client, place.transport, place.bucket), monotonic()
    try:
        return await uploader.put(key, Body(b""), crc64nvme(b""), parameters)
    except AppError as error:
        is_taken, lost = error.code == "PreconditionFailed", may_have_arrived(error)
        began = server_start(answered_at(error), monotonic() - started)
        attempt = Attempt(was_free=True, response_lost=lost, server_start=began)
        there = None
        with suppress(AppError):  # what was said before counts
            location = Location(place.bucket, key)
            if is_taken or lost:
                there = await found(place.client, place.transport, location)
        if there and owner_of(attempt, there.holds(_SENT), there.modified) is Owner.OURS:
            return there.answer
        raise (_exists(key) if is_taken else error) from error


def _is_in_use(place: CopyBucket, key: str) -> bool:
    """Whether anything is in the folder; no where nobody may list."""
    try:
        page = next(object_pages(place.client, place.bucket, key))
    except AppError:
        return False
    return bool(page.objects or page.prefixes)


def _exists(key: str) -> AppError:
    return AppError(
        "There is a folder of that name already",
        f"“{key}” was left as it is.",
        "Choose another name.",
        code="FolderExists",
    )
