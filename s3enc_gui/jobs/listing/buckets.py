"""Buckets: the list, and the facts about one that the wizard needs."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets import config


@dataclass(frozen=True, slots=True)
class BucketFacts:
    """What could be learnt of a bucket; None: it may not be read, or the server does not say."""

    bucket: str
    region: str | None
    default: BucketEncryption | None
    last_choice: EncryptionChoice | None


@dataclass(frozen=True, slots=True)
class ListBuckets:
    """The names of the caller's buckets."""

    connection: Connection

    def run(self, context: Context) -> tuple[str, ...]:
        """Raises AppError where listing is denied: a typed name works all the same."""
        aws_session = context.services.aws_session(self.connection)
        return tuple(config.bucket_names(aws_session.s3()))


@dataclass(frozen=True, slots=True)
class ReadBucket:
    """Region, default encryption and the choice last used for a bucket."""

    connection: Connection
    bucket: str

    def run(self, context: Context) -> BucketFacts:
        """Raises AppError where there is no such bucket."""
        aws_session = context.services.aws_session(self.connection)
        region = config.bucket_region(aws_session.s3(), self.bucket)
        try:
            default = config.default_encryption(aws_session.s3(region), self.bucket)
        except AppError:
            default = None
        last = context.services.settings.last_choice(self.bucket)
        return BucketFacts(self.bucket, region, default, last)
