"""Lists buckets, and reads what the upload wizard needs of one."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.managed.managed_settings import UNMANAGED, ManagedSettings
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.messages.access import needs_sign_in


@dataclass(frozen=True, slots=True)
class BucketFacts:
    """A bucket's properties; None: no permission, or the server doesn't report it.

    `region` is that of requests. `location` is the Region or place that the server reports;
    `key_region` that of KMS keys that it accepts (None: `region`).
    `amazon`: whether it is at Amazon S3; None: not known. `error` is why the default encryption
    couldn't be read. `reports_encryption`: the server reports how it encrypts an object.
    `managed`: what the administrator allows.
    """

    bucket: str
    region: str | None
    default: BucketEncryption | None
    last_choice: EncryptionChoice | None
    location: str | None = None
    key_region: str | None = None
    amazon: bool | None = None
    error: AppError | None = None
    reports_encryption: bool = True
    managed: ManagedSettings = UNMANAGED


@dataclass(frozen=True, slots=True)
class ListBuckets:
    """List the names of the caller's buckets."""

    connection: Connection

    def run(self, context: Context) -> tuple[str, ...]:
        """Return the names; of a connection to one bucket, that one, without a request.

        Raises AppError, as when access is denied. Amazon S3 redirects an anonymous request for them
        to a web page.
        """
        if self.connection.bucket:
            return (self.connection.bucket,)
        if self.connection.anonymous:
            raise needs_sign_in(text("Buckets can't be listed without signing in"))
        aws_session = context.services.aws_session(self.connection)
        return tuple(config.bucket_names(aws_session.s3()))


@dataclass(frozen=True, slots=True)
class ReadBucket:
    """Read a bucket's Region, default encryption and last used encryption choice."""

    connection: Connection
    bucket: str

    def run(self, context: Context) -> BucketFacts:
        """Return the properties. Raises AppError if the bucket doesn't exist."""
        aws_session = context.services.aws_session(self.connection)
        at_bucket = aws_session.at(self.bucket)
        default, problem = None, None
        try:
            default = config.default_encryption(at_bucket.client, self.bucket)
        except AppError as error:
            problem = error
        last = context.services.settings.last_choice(self.bucket)
        regions = at_bucket.location, at_bucket.key_region
        amazon = is_amazon(at_bucket.client.meta.endpoint_url)
        reports = not at_bucket.learn_encryption().is_silent
        facts = self.bucket, at_bucket.region, default, last
        return BucketFacts(*facts, *regions, amazon, problem, reports, aws_session.managed)
