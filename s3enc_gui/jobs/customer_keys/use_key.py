"""The sessions of uploads with customer-provided keys (SSE-C), and what they need before."""

from __future__ import annotations

from contextlib import suppress

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.known_key import blocked_error, bucket_name, no_copy_error
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import UploadOptions, UploadPlan
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.buckets import config
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
    if md5 is None:
        return
    check_copy(services, md5)
    services.customer_keys.note_bucket(md5, bucket_name(connection.endpoint_url, plan.bucket))


def check_copy(services: Services, md5: str) -> None:
    """Raise AppError where a key isn't known, or no copy of it was read back.

    A key that the user has in a file needs no copy.
    """
    if not services.customer_keys.is_held(md5):
        known = services.customer_keys.find(md5)
        if not known.has_copy:
            raise no_copy_error(known.name)


def check_sending(services: Services, connection: Connection) -> None:
    """Raise AppError where the connection's keys aren't known, or would be sent over http://.

    To be called before any request of a job.
    """
    if connection.customer_key:
        services.aws_session(connection).s3()


def check_target_key(services: Services, connection: Connection, md5: str) -> None:
    """Raise AppError where objects can't be stored with a key.

    It isn't known, no copy of it was read back, or it would be sent over http://.
    """
    check_copy(services, md5)
    check_sending(services, connection.with_customer_key(md5))


def check_unblocked(at_bucket: BucketSession) -> None:
    """Raise AppError where a bucket blocks SSE-C; one whose settings can't be read may; blocks."""
    try:
        default = config.default_encryption(at_bucket.client, at_bucket.bucket)
    except AppError:
        return
    if Encryption.SSE_C.value in default.blocked:
        raise blocked_error(at_bucket.bucket)


def keys_to_try(services: Services, connection: Connection, bucket: str) -> tuple[str, ...]:
    """Return the MD5s of the keys for objects of a bucket: the connection's, and the known ones.

    Keys of other buckets aren't sent: whoever runs the server could read the objects with them.
    """
    name = bucket_name(connection.endpoint_url, bucket)
    known = [one.md5 for one in services.customer_keys.known() if name in one.buckets]
    given = [connection.customer_key] if connection.customer_key else []
    return tuple(dict.fromkeys((*given, *known)))


def note_bucket(services: Services, connection: Connection, bucket: str, md5: str) -> None:
    """Record that a bucket has an object with this key."""
    name = bucket_name(connection.endpoint_url, bucket)
    if not md5:
        return
    with suppress(AppError):  # only costs the user the choice of the key next time
        services.customer_keys.note_bucket(md5, name)
