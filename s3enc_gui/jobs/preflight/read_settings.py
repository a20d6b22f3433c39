"""Reads the settings of a bucket that decide about uploads, and whose bucket it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.preflight.facts import BucketSettings
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.readings import read_each
from s3enc_gui.s3.buckets import permissions
from s3enc_gui.s3.buckets.versioning import read_versioning
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.messages.access import needs_sign_in

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class ReadBucketSettings:
    """Read the settings, one after the other; reports BucketSettings after each.

    `region` is that of the bucket, None: the connection's. Nothing fails: what can't be read is an
    AppError in the result. Each setting is requested once, without retries and with short timeouts;
    after an error that concerns all requests, none is sent.
    """

    connection: Connection
    bucket: str
    region: str | None = None

    def run(self, context: Context) -> BucketSettings:
        """Return the settings. Raises AppError if the connection can't be opened."""
        client = _client(context, self.connection, self.region)
        found = BucketSettings(secure=client.meta.endpoint_url.startswith("https:"))
        silence = _access_point() if is_access_point(self.bucket) else None
        return read_each(found, _readings(client, self.bucket), silence, context)


@dataclass(frozen=True, slots=True)
class ReadOwner:
    """Find out whether a bucket belongs to the caller's account."""

    connection: Connection
    bucket: str
    account: str
    region: str | None = None

    def run(self, context: Context) -> bool:
        """Return whether it does.

        Raises AppError where the server doesn't report it, and for an anonymous caller, whose
        account is empty.
        """
        if not self.account:
            raise needs_sign_in(text("An anonymous caller has no account"))
        if is_access_point(self.bucket):
            raise _access_point()
        client = _client(context, self.connection, self.region)
        if not is_amazon(client.meta.endpoint_url):  # other servers ignore ExpectedBucketOwner
            raise AppError(text("The server doesn't report it"), code="NotReported")
        return permissions.belongs_to(client, self.bucket, self.account)


def _client(context: Context, connection: Connection, region: str | None) -> S3Client:
    aws_session = context.services.aws_session(connection)
    return aws_session.probe_client(region or aws_session.region)


def _readings(client: S3Client, bucket: str) -> Mapping[str, Callable[[], object]]:
    """Return what to read, by the field of BucketSettings; the most important first."""
    return {
        "policy": lambda: permissions.bucket_policy(client, bucket),
        "ownership": lambda: permissions.object_ownership(client, bucket),
        "blocks_public_acls": lambda: permissions.blocks_public_acls(client, bucket),
        "versioning": lambda: read_versioning(client, bucket),
    }


def _access_point() -> AppError:
    return AppError(text("An access point doesn't report it"), code="AccessPoint")
