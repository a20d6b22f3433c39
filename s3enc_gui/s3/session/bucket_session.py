"""A session's clients and transport in the Region of one bucket."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.key_region import region_of_keys
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.endpoints import is_amazon

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client

    from s3enc_gui.s3.server.reported_encryption import ReportedEncryption
    from s3enc_gui.s3.session.aws_session import AwsSession
    from s3enc_gui.s3.transport.interface import Transport


@dataclass(frozen=True, slots=True)
class BucketSession:
    """Where requests about a bucket go.

    `location` is the Region that the server reports for the bucket, None if it doesn't. On other
    servers than AWS it may be any word: it is shown, but requests aren't signed for it.
    """

    session: AwsSession
    bucket: str
    location: str | None

    @classmethod
    def find(cls, session: AwsSession, bucket: str) -> BucketSession:
        """Look up the bucket's Region; blocks. Raises AppError where the bucket doesn't exist."""
        return cls(session, bucket, config.bucket_region(session.s3(), bucket))

    @property
    def region(self) -> str:
        """The Region that requests about the bucket are signed for."""
        session = self.session
        if is_amazon(session.s3().meta.endpoint_url) or self.bucket.startswith("arn:"):
            return self.location or session.region
        return session.server().signing_regions.of(self.bucket) or session.region

    @property
    def key_region(self) -> str:
        """The Region of KMS keys that the bucket can use."""
        return region_of_keys(self.location, self.region)

    @property
    def client(self) -> S3Client:
        """The S3 client."""
        return self.session.s3(self.region)

    @property
    def transport(self) -> Transport:
        """The transport of objects and parts."""
        return self.session.transport(self.region)

    def learn_encryption(self) -> ReportedEncryption:
        """Return whether the server reports how it encrypts objects; blocks.

        One that doesn't support GetBucketEncryption may not. It is asked once, AWS never.
        """
        encryption = self.session.server(self.region).encryption
        if encryption.needs_probe():
            with suppress(AppError):  # the response is examined by the client
                config.default_encryption(self.client, self.bucket)
        return encryption

    def kms(self) -> KMSClient:
        """Return the KMS client; S3 accepts only keys of the bucket's Region."""
        return self.session.kms(self.key_region)
