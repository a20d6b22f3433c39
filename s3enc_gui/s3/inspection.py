"""What S3 says about a stored object."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3enc_gui.domain.encryption import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.object_details import ObjectDetails
from s3enc_gui.s3.answers import read_checksum, read_status
from s3enc_gui.s3.errors import translated
from s3enc_gui.s3.request_template import KEY, escaped
from s3enc_gui.s3.transport import Transport

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# The words of a GET that lacks the customer's key (aws-facts: recorded from S3).
_SSE_C_WORDS = "server side encryption"


async def look(
    client: S3Client, transport: Transport, location: Location, version_id: str | None = None
) -> ObjectDetails:
    """Read an object's details by HeadObject.

    The checksum of KMS objects needs kms:Decrypt, so without it HEAD is asked again plainly.
    Raises AppError.
    """
    try:
        fields: Any = await transport.head_object(
            location.bucket, location.key, version_id, checksum=True
        )
    except AppError as error:
        if error.code == "403":
            fields = await transport.head_object(location.bucket, location.key, version_id)
        elif error.code == "400" and await _needs_customer_key(client, location, version_id):
            return ObjectDetails(location, EncryptionStatus(customer_algorithm="AES256"), size=-1)
        else:
            raise
    return ObjectDetails(
        location=location,
        status=read_status(fields),
        size=fields.get("ContentLength", 0),
        etag=fields.get("ETag", "").strip('"'),
        checksum=read_checksum(fields),
        version_id=fields.get("VersionId") or version_id,
        storage_class=fields.get("StorageClass") or "STANDARD",
        last_modified=fields.get("LastModified"),
        link=link(client, location),
        region=client.meta.region_name,
        metadata=dict(fields.get("Metadata") or {}),
        content_type=fields.get("ContentType", ""),
    )


async def exists(client: S3Client, transport: Transport, location: Location) -> bool:
    """Whether there is an object; no where nobody may look: a conditional write decides then.

    Raises AppError where the server cannot be asked.
    """
    try:
        await transport.head_object(location.bucket, location.key)
    except AppError as error:
        if error.code in ("404", "403", "NoSuchKey"):
            return False
        if error.code == "400" and await _needs_customer_key(client, location, None):
            return True
        raise
    return True


async def _needs_customer_key(client: S3Client, location: Location, version_id: str | None) -> bool:
    return await asyncio.to_thread(_wants_customer_key, client, location, version_id)


def _wants_customer_key(client: S3Client, location: Location, version_id: str | None) -> bool:
    """Tell SSE-C from a wrong Region or an expired session, which HEAD answers alike: 400.

    Raises AppError with what GET says, where it is anything else.
    """
    wish: Any = {"VersionId": version_id} if version_id else {}
    with translated(bucket=location.bucket, key=location.key):
        try:
            client.get_object(Bucket=location.bucket, Key=location.key, Range="bytes=0-0", **wish)
        except ClientError as error:
            answer = error.response["Error"]
            if answer["Code"] == "InvalidRequest" and _SSE_C_WORDS in answer["Message"].lower():
                return True
            raise
    return False


def link(client: S3Client, location: Location) -> str:
    """Return the object's address at the endpoint in use, without a signature."""
    before, _, after = _address(client, location.bucket).partition(KEY)
    return f"{before}{escaped(location.key)}{after}"


@lru_cache(maxsize=16)
def _address(client: S3Client, bucket: str) -> str:
    """Return the address of an object called `KEY`: botocore takes a millisecond for each."""
    url: str = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": KEY})
    return url.partition("?")[0]
