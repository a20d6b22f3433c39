"""Reads all settings of a bucket for its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.bucket_page import BucketPage, Owner
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.readings import read_each
from s3enc_gui.s3.buckets import config, overview, permissions
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.session.aws_session import AwsSession

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class ReadBucketPage:
    """Read the settings, one after the other; reports BucketPage after each.

    What can't be read is an AppError in the result. Each setting is requested once, without retries
    and with short timeouts; after an error that concerns all requests, none is sent.
    """

    connection: Connection
    bucket: str

    def run(self, context: Context) -> BucketPage:
        """Return the settings. Raises AppError where the bucket doesn't exist."""
        session = context.services.aws_session(self.connection)
        at = session.at(self.bucket)
        found = BucketPage(self.bucket, region=at.location or _not_reported())
        context.report(found)
        client = session.probe_client(at.region)
        silence: AppError | None = None
        if is_access_point(self.bucket):
            silence = AppError(text("An access point doesn't report it"), code="AccessPoint")
        return read_each(found, _readings(session, client, self.bucket), silence, context)


def _readings(
    session: AwsSession, client: S3Client, bucket: str
) -> Mapping[str, Callable[[], object]]:
    """Return what to read, by the field of BucketPage."""
    return {
        "encryption": lambda: config.default_encryption(client, bucket),
        "policy": lambda: overview.read_policy_summary(client, bucket),
        "versions": lambda: overview.read_versions(client, bucket),
        "object_lock": lambda: overview.read_object_lock(client, bucket),
        "ownership": lambda: permissions.object_ownership(client, bucket),
        "public_access": lambda: overview.read_public_access(client, bucket),
        "owner": lambda: _owner(session, client, bucket),
        "created": lambda: overview.read_created(client, bucket),
        "replication": lambda: overview.read_replication(client, bucket),
        "lifecycle": lambda: overview.read_lifecycle(client, bucket),
        "inventories": lambda: overview.read_inventories(client, bucket),
    }


def _owner(session: AwsSession, client: S3Client, bucket: str) -> Owner:
    """Return the owner; on AWS also whether it is the caller's account."""
    own: bool | None = None
    problem: AppError | None = None
    if is_amazon(client.meta.endpoint_url) and not session.connection.anonymous:
        try:
            caller = session.known_identity or session.identity()
            own = permissions.belongs_to(client, bucket, caller.account)
        except AppError as error:
            problem = error
    try:
        return replace(overview.read_owner(client, bucket), own=own)
    except AppError as error:
        if own is None:
            raise (problem or error) from error
        return Owner("", own=own)


def _not_reported() -> AppError:
    return AppError(text("The server doesn't report it"), code="NotReported")
