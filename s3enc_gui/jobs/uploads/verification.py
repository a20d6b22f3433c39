"""What an encryption choice promises, and whether S3 kept it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.access_point import is_multi_region
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.finding import OTHER_WRITER
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.proof import (
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
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError, unexpected
from s3enc_gui.domain.keys.kms_key import KeyForm, KeyReference, check_region, parse_key_reference
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.kms import keys
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.multipart.upload import abort_completed
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.tagging import read_tags, with_tags
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.transport.interface import WriteResponse
from s3enc_gui.wording.key_problems import key_problem

_log = logging.getLogger(__name__)


def expect(
    aws_session: AwsSession, region: str, bucket: str, choice: EncryptionChoice
) -> Expectation:
    """Return what an object must show for the choice to be proved.

    Raises AppError before a byte is sent where the key is malformed, unknown, unusable or of
    another Region.
    """
    if choice.key and is_multi_region(bucket):  # where its buckets are is not known: by the key
        region = parse_key_reference(choice.key).region or region
    if choice.kind is not Encryption.BUCKET_DEFAULT:
        return _expected(aws_session, region, choice, choice)
    try:
        default = config.default_encryption(aws_session.s3(region), bucket)
    except AppError:
        return Expectation(choice, known=False)
    return _expected_default(aws_session, region, choice, default)


def _expected_default(
    aws_session: AwsSession, region: str, choice: EncryptionChoice, default: BucketEncryption
) -> Expectation:
    """Return what the bucket's default makes of an object.

    One that makes no sense must not decide about files: what is wrong with it is S3's to say.
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
    expectation = Expectation(choice, explicit.kind.value, bucket_key=explicit.bucket_key)
    if not explicit.kind.uses_kms:
        return expectation
    if explicit.key is None:
        return replace(expectation, aws_s3=True)
    reference = parse_key_reference(explicit.key)
    check_region(reference, region)
    if reference.is_aws_s3:
        return replace(expectation, aws_s3=True)
    arn = _usable_arn(aws_session, region, reference)
    return replace(expectation, key_name=explicit.key, key_arn=arn)


def _usable_arn(aws_session: AwsSession, region: str, reference: KeyReference) -> str | None:
    """Return the key's ARN; None where KMS does not say. Raises AppError on an unusable key."""
    client = aws_session.kms(region)
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
    """Looks at what was stored in one bucket and compares it with what was asked."""

    aws_session: AwsSession
    region: str
    expectation: Expectation
    keys: KeyCache

    async def verify(
        self, location: Location, sent: Sent, answer: WriteResponse, content_type: str | None = None
    ) -> tuple[ObjectDetails, Proof]:
        """Return what S3 says of the object and the proof.

        `answer` says only which object it is; `content_type` is what was sent with it. Raises
        AppError only where it is the weather: it can be asked again. Any other failure to look is
        part of the proof.
        """
        try:
            details = await self._look(location, answer)
            if self.expectation.properties.tags:
                details = await self._tagged(details, answer)
        except AppError as error:
            if outage_kind_of(error):
                raise
            return await self.unseen(location, answer, error)
        except Exception as error:  # noqa: BLE001 - it is stored, whatever is wrong with looking
            _log.exception("Unexpected error")
            return await self.unseen(location, answer, unexpected(error))
        details = await self._explained(details)
        return details, self.compared(details, sent, answer, content_type)

    def compared(
        self,
        details: ObjectDetails,
        sent: Sent,
        answer: WriteResponse,
        content_type: str | None = None,
    ) -> Proof:
        """Compare what S3 says of the object with what was asked and sent."""
        proof = compare(self.expectation, details, sent, content_type)
        version = named_version(answer.version_id)
        if version is not None and details.version_id != version:
            return of_another_version(proof, version, details)
        if details.etag != answer.etag and not _is_same(details, sent):
            other = Finding(
                Aspect.OBJECT,
                f"ETag {answer.etag}",
                f"ETag {details.etag}: {OTHER_WRITER}",
                Verdict.CANNOT_TELL,
            )
            proof = Proof((*proof.findings, other))
        return proof

    async def _explained(self, details: ObjectDetails) -> ObjectDetails:
        if self.keys.knows(details):
            return self.keys.explain(details)
        return await asyncio.to_thread(self.keys.explain, details)

    async def _look(self, location: Location, answer: WriteResponse) -> ObjectDetails:
        """Look at the version just written, or at the latest where only that may be looked at.

        HeadObject of a version takes s3:GetObjectVersion, without one s3:GetObject.
        """
        client, transport = (
            self.aws_session.s3(self.region),
            self.aws_session.transport(self.region),
        )
        version = named_version(answer.version_id)
        try:
            return await inspection.look(client, transport, location, version)
        except AppError as error:
            if version is None or error.code != "403":
                raise
            latest = await inspection.look(client, transport, location)
            if latest.version_id != version:
                raise
            return latest

    async def _tagged(self, details: ObjectDetails, answer: WriteResponse) -> ObjectDetails:
        """Read the tags, too; the version is named or not as in `_look`."""
        client, version = self.aws_session.s3(self.region), named_version(answer.version_id)
        try:
            return await aside(read_tags, client, details, version)
        except AppError as error:
            if outage_kind_of(error):
                raise
            if version is None or error.code not in DENIED:
                return replace(details, tags_refused=error.code)
        return await aside(with_tags, client, details)

    async def unseen(
        self, location: Location, answer: WriteResponse, error: AppError
    ) -> tuple[ObjectDetails, Proof]:
        """Return what the upload's own answer says, where nobody could look."""
        details = await self._explained(
            ObjectDetails(
                location,
                answer.status,
                size=-1,
                etag=answer.etag,
                checksum=answer.checksum,
                version_id=answer.version_id,
                region=self.region,
            )
        )
        if error.code == "404":
            await aside(abort_completed, self.aws_session.s3(self.region), location, answer)
            gone = Finding(Aspect.OBJECT, "stored", "no such object", Verdict.DIFFERENT)
            return details, Proof((gone,))
        why = "not allowed to look" if error.code == "403" else f"{error.title}. {error.detail}"
        return details, unconfirmed(self.expectation, details, why)


def _is_same(details: ObjectDetails, sent: Sent) -> bool:
    """Whether S3 shows that it has the bytes that were sent, whatever their ETag."""
    content = content_finding(sent, details.checksum, details.etag)
    return content.verdict is Verdict.VERIFIED
