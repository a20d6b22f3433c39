"""The bucket that an upload goes to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from s3enc_gui.domain.encryption.requested_properties import Properties
from s3enc_gui.domain.uploads.plan import UploadOptions
from s3enc_gui.jobs.uploads.client_side_target import ClientSideTarget
from s3enc_gui.jobs.uploads.content_types import read_types
from s3enc_gui.jobs.uploads.verification import Verifier, expect
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.session.aws_session import AwsSession


@dataclass(slots=True)
class UploadTarget:
    """A bucket, its Region, and the verifier of the objects that are stored in it.

    `client_side` is the key of files that are encrypted before they are sent.
    """

    region: str
    bucket: str
    verifier: Verifier
    client_side: ClientSideTarget | None = None

    @classmethod
    def find(cls, aws_session: AwsSession, bucket: str, options: UploadOptions) -> UploadTarget:
        """Look up the bucket and the KMS key; blocks.

        Raises AppError where no file can be uploaded: the bucket or the key does not exist, or the
        administrator doesn't allow the encryption.
        """
        at_bucket = aws_session.at(bucket)
        region = at_bucket.region
        expected = expect(at_bucket, options.encryption)
        aws_session.managed.check_encryption(options.encryption, expected.key_arn)
        key = options.client_side
        client_side = ClientSideTarget.find(at_bucket, key) if key else None
        expectation = replace(
            expected,
            client_side=client_side.key if client_side else None,
            amazon=is_amazon(at_bucket.client.meta.endpoint_url),
            properties=Properties.of(options),
        )
        read_types()
        at_bucket.learn_encryption()
        key_cache = KeyCache(at_bucket.kms)
        location = at_bucket.location or region
        verifier = Verifier(aws_session, region, expectation, key_cache, location)
        return cls(region, bucket, verifier, client_side)

    @property
    def aws_session(self) -> AwsSession:
        """The session that requests use now."""
        return self.verifier.aws_session

    def use(self, aws_session: AwsSession) -> None:
        """Verify with another session from now on."""
        self.verifier = replace(self.verifier, aws_session=aws_session)

    @property
    def caller_arn(self) -> str | None:
        """The caller's ARN, if it is known already."""
        identity = self.aws_session.known_identity
        return identity.arn if identity else None
