"""A session's clients and transport in the Region of one bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from s3enc_gui.s3.buckets import config

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client

    from s3enc_gui.s3.session.aws_session import AwsSession
    from s3enc_gui.s3.transport.interface import Transport


@dataclass(frozen=True, slots=True)
class BucketSession:
    """Where requests about a bucket go; `known_region` is None if the server doesn't report it."""

    session: AwsSession
    bucket: str
    known_region: str | None

    @classmethod
    def find(cls, session: AwsSession, bucket: str) -> BucketSession:
        """Look up the bucket's Region; blocks. Raises AppError where the bucket doesn't exist."""
        return cls(session, bucket, config.bucket_region(session.s3(), bucket))

    @property
    def region(self) -> str:
        """The bucket's Region, else the session's."""
        return self.known_region or self.session.region

    @property
    def client(self) -> S3Client:
        """The S3 client."""
        return self.session.s3(self.region)

    @property
    def transport(self) -> Transport:
        """The transport of objects and parts."""
        return self.session.transport(self.region)

    def kms(self) -> KMSClient:
        """Return the KMS client; S3 accepts only keys of the bucket's Region."""
        return self.session.kms(self.region)
