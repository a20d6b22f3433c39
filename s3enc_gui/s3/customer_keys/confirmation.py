"""Confirms that an object can't be read without its customer-provided key (SSE-C).

Some S3-compatible servers ignore the key, and repeat its MD5 in their responses: only a request
without the key tells that they have stored the object without it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.customer_keys.key_headers import WITHOUT_KEYS
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.transport.responses import read_status

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


async def confirmed(client: S3Client, details: ObjectDetails) -> ObjectDetails:
    """Return the details; with the status that a request without a key reports, if it succeeds.

    Amazon S3 isn't asked. Servers that report SSE-C also without the key are believed.
    """
    if details.status.customer_key is None or is_amazon(client.meta.endpoint_url):
        return details
    found = await status_without_key(client, details.location, details.version_id)
    if found is None or found.customer_algorithm is not None:
        return details
    return replace(details, status=found)


async def status_without_key(
    client: S3Client, location: Location, version_id: str | None
) -> EncryptionStatus | None:
    """Return what HEAD without a key reports; None where it is refused."""
    return await in_thread(_without_key, client, location, named_version(version_id))


def _without_key(
    client: S3Client, location: Location, version: str | None
) -> EncryptionStatus | None:
    params: Any = {"VersionId": version} if version else {}
    token = WITHOUT_KEYS.set(True)
    try:
        with translated(bucket=location.bucket, key=location.key):
            fields: Any = client.head_object(Bucket=location.bucket, Key=location.key, **params)
    except AppError:
        return None
    finally:
        WITHOUT_KEYS.reset(token)
    return read_status(fields)
