"""Reads the settings of a bucket that decide about uploads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.preflight.facts import BucketSettings
from s3enc_gui.domain.transient_errors import concerns_all, has_no_response
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets import permissions
from s3enc_gui.s3.buckets.versioning import read_versioning
from s3enc_gui.s3.endpoints import is_amazon

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NO_STS = AppError(text("The server doesn't report accounts"), code="NoAccount")


@dataclass(frozen=True, slots=True)
class ReadBucketSettings:
    """Read the settings, one after the other; reports BucketSettings after each.

    `region` is that of the bucket, `account` the caller's, None if it isn't known. Nothing fails:
    what can't be read is an AppError in the result. Each setting is requested once, without retries
    and with short timeouts; after an error that concerns all requests, none is sent.
    """

    connection: Connection
    bucket: str
    region: str
    account: str | None

    def run(self, context: Context) -> BucketSettings:
        """Return the settings. Raises AppError if the connection can't be opened."""
        client = context.services.aws_session(self.connection).probe_client(self.region)
        found = BucketSettings(secure=client.meta.endpoint_url.startswith("https:"))
        silence: AppError | None = _access_point() if is_access_point(self.bucket) else None
        for name, read in self._readings(client).items():
            context.checkpoint()
            value: object = silence
            if silence is None:
                try:
                    value = read()
                except AppError as error:
                    value = error
                    silence = error if _fails_always(error) else None
            change: Any = {name: value}
            found = replace(found, **change)
            context.report(found)
        return found

    def _readings(self, client: S3Client) -> Mapping[str, Callable[[], object]]:
        """Return what to read, by the field of BucketSettings; the most important first."""
        bucket = self.bucket
        return {
            "policy": lambda: permissions.bucket_policy(client, bucket),
            "ownership": lambda: permissions.object_ownership(client, bucket),
            "own_account": lambda: self._own_account(client),
            "blocks_public_acls": lambda: permissions.blocks_public_acls(client, bucket),
            "versioning": lambda: read_versioning(client, bucket),
        }

    def _own_account(self, client: S3Client) -> bool:
        if self.account is None or not is_amazon(client.meta.endpoint_url):
            raise _NO_STS  # other servers ignore ExpectedBucketOwner
        return permissions.belongs_to(client, self.bucket, self.account)


def _fails_always(error: AppError) -> bool:
    return has_no_response(error) or concerns_all(error)


def _access_point() -> AppError:
    return AppError(
        text("An access point doesn't report its bucket's settings"), code="AccessPoint"
    )
