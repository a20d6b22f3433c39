"""The sessions of uploads with customer-provided keys (SSE-C), and what they need before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.known_key import bucket_name, no_copy_error
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import UploadOptions, UploadPlan
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.bucket_session import BucketSession


def session_for(services: Services, connection: Connection, options: UploadOptions) -> AwsSession:
    """Return the session whose requests send the key of the options, if they have one.

    Raises AppError where the key isn't on this computer.
    """
    return services.aws_session(connection.with_customer_key(options.encryption.customer_key))


def note_customer_key(services: Services, connection: Connection, plan: UploadPlan) -> None:
    """Record that the bucket needs the key of a plan, if it has one.

    Raises AppError where the key isn't known, or no copy of it was read back.
    """
    md5 = plan.options.encryption.customer_key
    if md5 is None or services.customer_keys.is_held(md5):
        return
    known = services.customer_keys.find(md5)
    if not known.has_copy:
        raise no_copy_error(known.name)
    services.customer_keys.note_bucket(md5, bucket_name(connection.endpoint_url, plan.bucket))


def known_connections(
    services: Services, connection: Connection, bucket: str
) -> Iterator[Connection]:
    """Yield the connection with each key that is known for a bucket.

    Keys of other buckets aren't sent: whoever runs the server could read the objects with them.
    """
    if connection.customer_key:
        return
    name = bucket_name(connection.endpoint_url, bucket)
    for known in services.customer_keys.known():
        if name in known.buckets:
            yield connection.with_customer_key(known.md5)


def keyed_sessions(
    services: Services, connection: Connection, bucket: str
) -> Iterator[BucketSession]:
    """Yield the sessions of `known_connections`, without those that can't be opened; blocks."""
    for keyed in known_connections(services, connection, bucket):
        with suppress(AppError):  # such as a key that the keyring doesn't have any more
            yield services.aws_session(keyed).at(bucket)


def note_bucket(services: Services, connection: Connection, bucket: str) -> None:
    """Record that an object of a bucket was read with the connection's key."""
    name = bucket_name(connection.endpoint_url, bucket)
    with suppress(AppError):  # only costs the user the choice of the key next time
        services.customer_keys.note_bucket(connection.customer_key, name)
