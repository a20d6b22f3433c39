"""Verifies that an object is stored as requested."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.access_point import is_multi_region
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import (
    Aspect,
    Expectation,
    Finding,
    Proof,
    Sent,
    Verdict,
    compare,
    content_finding,
    of_another_version,
    unconfirmed,
)
from s3enc_gui.domain.encryption.finding import ACCESS_DENIED, other_writer
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.requested_properties import is_same_type
from s3enc_gui.domain.encryption.status import BucketEncryption, EncryptionStatus
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError, unexpected
from s3enc_gui.domain.keys.kms_key import KeyForm, KeyReference, check_region, parse_key_reference
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.i18n import text
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.customer_keys.confirmation import confirmed, status_without_key
from s3enc_gui.s3.errors.messages.access import ANONYMOUS
from s3enc_gui.s3.kms import keys
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.kms.key_names import parsed_for
from s3enc_gui.s3.multipart.upload import abort_completed
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.tagging import read_tags, with_tags
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.s3.transport.interface import WriteResponse
from s3enc_gui.wording.key_problems import key_problem

_log = logging.getLogger(__name__)


def expect(at_bucket: BucketSession, choice: EncryptionChoice) -> Expectation:
    """Return what S3 must report of an object that is stored with this encryption.

    Raises AppError if the KMS key is malformed, unknown, unusable or in another Region.
    """
    aws_session, region = at_bucket.session, at_bucket.key_region
    if choice.key and is_multi_region(at_bucket.bucket):  # the Regions of its buckets aren't known
        region = parse_key_reference(choice.key).region or region
    if choice.kind is not Encryption.BUCKET_DEFAULT:
        return _expected(aws_session, region, choice, choice)
    try:
        default = config.default_encryption(at_bucket.client, at_bucket.bucket)
    except AppError:
        return Expectation(choice, known=False)
    return _expected_default(aws_session, region, choice, default)


def _expected_default(
    aws_session: AwsSession, region: str, choice: EncryptionChoice, default: BucketEncryption
) -> Expectation:
    """Return what S3 must report of an object with the bucket's default encryption.

    An invalid default raises nothing: S3 decides about each request.
    """
    if default.algorithm is None:
        return Expectation(choice)
    explicit = default.as_choice()
    if explicit is None or (default.key and not explicit.kind.uses_kms):
        return Expectation(choice, default.algorithm, known=False)
    try:
        return _expected(aws_session, region, choice, explicit)
    except AppError:
        return Expectation(choice, default.algorithm, default.key, known=False)


def _expected(
    aws_session: AwsSession, region: str, choice: EncryptionChoice, explicit: EncryptionChoice
) -> Expectation:
    if explicit.kind is Encryption.SSE_C:
        return Expectation(choice)
    expectation = Expectation(choice, explicit.kind.value, bucket_key=explicit.bucket_key)
    if not explicit.kind.uses_kms:
        return expectation
    if explicit.key is None:
        return replace(expectation, aws_s3=True)
    reference = parsed_for(aws_session, explicit.key)
    check_region(reference, region)
    if reference.is_aws_s3:
        return replace(expectation, aws_s3=True)
    # A name in no form of AWS KMS: only the server knows the key.
    is_other = reference.form is KeyForm.NAME
    arn = None if is_other else usable_arn(aws_session, region, reference)
    return replace(expectation, key_name=reference.text, key_arn=arn)


def usable_arn(aws_session: AwsSession, region: str, reference: KeyReference) -> str | None:
    """Return the key's ARN; None: KMS denies the lookup. Raises AppError if it is unusable."""
    try:
        client = aws_session.kms(region)
    except AppError as error:
        if error.code != ANONYMOUS:
            raise
        return reference.text if reference.form is KeyForm.KEY_ARN else None
    try:
        description = keys.describe(client, reference.text)
    except AppError as error:
        if error.code in keys.NOT_FOUND:
            raise
        return keys.resolve(client, reference)
    problem = key_problem(description.usability(region), reference.text, region)
    if problem:
        raise problem
    return reference.text if reference.form is KeyForm.KEY_ARN else description.arn


@dataclass(frozen=True, slots=True)
class Verifier:
    """Compares objects of one bucket with what was requested.

    Requests are signed for `region`; `location` is the Region that is reported.
    """

    aws_session: AwsSession
    region: str
    expectation: Expectation
    keys: KeyCache
    location: str = ""

    async def verify(
        self,
        location: Location,
        sent: Sent,
        answer: WriteResponse,
        content_types: Sequence[str] = (),
    ) -> tuple[ObjectDetails, Proof]:
        """Return what S3 reports of the object, and the proof.

        `answer` only identifies the object, and names its encryption context; `content_types` are
        those of which one was sent. Raises AppError only for transient errors, which can be
        retried; the proof contains all others.
        """
        try:
            details = await self._read_details(location, answer)
            details = await confirmed(self.aws_session.s3(self.region), details)
            if self.expectation.properties.tags:
                details = await self._with_tags(details, answer)
        except AppError as error:
            if outage_kind_of(error):
                raise
            return await self.unverified(location, answer, error)
        except Exception as error:  # noqa: BLE001 - the object is stored all the same
            _log.exception("Unexpected error")
            return await self.unverified(location, answer, unexpected(error))
        details = await self._with_key_names(replace(details, context=answer.context))
        return details, self.compared(details, sent, answer, content_types)

    def compared(
        self,
        details: ObjectDetails,
        sent: Sent,
        answer: WriteResponse,
        content_types: Sequence[str] = (),
    ) -> Proof:
        """Compare what S3 reports of the object with what was requested and sent."""
        known = (one for one in content_types if is_same_type(one, details.content_type))
        sent_type = next(known, next(iter(content_types), None))
        proof = compare(self.expectation, details, sent, sent_type)
        version = named_version(answer.version_id)
        if version is not None and details.version_id != version:
            return of_another_version(proof, version, details)
        if details.etag != answer.etag and not _is_same(details, sent):
            other = Finding(
                Aspect.OBJECT,
                f"ETag {answer.etag}",
                other_writer(details.etag),
                Verdict.CANNOT_TELL,
            )
            proof = Proof((*proof.findings, other))
        return proof

    async def _with_key_names(self, details: ObjectDetails) -> ObjectDetails:
        if self.keys.knows(details):
            return self.keys.explain(details)
        return await asyncio.to_thread(self.keys.explain, details)

    async def _read_details(self, location: Location, answer: WriteResponse) -> ObjectDetails:
        """Read the version just written, or the latest version if only that is allowed.

        HeadObject with a version needs s3:GetObjectVersion, without one s3:GetObject.
        """
        client, transport = (
            self.aws_session.s3(self.region),
            self.aws_session.transport(self.region),
        )
        version, region = named_version(answer.version_id), self.location or self.region
        try:
            return await inspection.read_details(client, transport, location, version, region)
        except AppError as error:
            if version is None or error.code != "403":
                raise
            latest = await inspection.read_details(client, transport, location, region=region)
            if latest.version_id != version:
                raise
            return latest

    async def _with_tags(self, details: ObjectDetails, answer: WriteResponse) -> ObjectDetails:
        """Add the tags; the version is named as in `_read_details`."""
        client, version = self.aws_session.s3(self.region), named_version(answer.version_id)
        try:
            return await in_thread(read_tags, client, details, version)
        except AppError as error:
            if outage_kind_of(error):
                raise
            if version is None or error.code not in DENIED:
                return replace(details, tags_refused=error.code)
        return await in_thread(with_tags, client, details)

    async def unverified(
        self, location: Location, answer: WriteResponse, error: AppError
    ) -> tuple[ObjectDetails, Proof]:
        """Return what the response to the upload says if the object couldn't be read."""
        status = answer.status
        if inspection.has_no_customer_key(error):  # stored without it, whatever the response says
            client = self.aws_session.s3(self.region)
            found = await status_without_key(client, location, answer.version_id)
            status = found or EncryptionStatus(unreported=True)
        details = await self._with_key_names(
            ObjectDetails(
                location,
                status,
                size=-1,
                etag=answer.etag,
                checksum=answer.checksum,
                version_id=answer.version_id,
                region=self.location or self.region,
                context=answer.context,
            )
        )
        if error.code == "404":
            await in_thread(abort_completed, self.aws_session.s3(self.region), location, answer)
            gone = Finding(Aspect.OBJECT, text("stored"), text("no such object"), Verdict.DIFFERENT)
            return details, Proof((gone,))
        title, detail, _ = error.texts
        failed = text("{title}. {detail}", title=title, detail=detail)
        why = ACCESS_DENIED if error.code == "403" else failed
        return details, unconfirmed(self.expectation, details, why)


def _is_same(details: ObjectDetails, sent: Sent) -> bool:
    """Whether S3's checksum is that of the bytes that were sent, whatever the ETag."""
    content = content_finding(sent, details.checksum, details.etag)
    return content.verdict is Verdict.VERIFIED
