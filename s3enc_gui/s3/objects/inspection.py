"""What S3 says about a stored object."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.errors.translation import translated, unreadable
from s3enc_gui.s3.objects.presigning import presigned
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.request_template import KEY, escaped
from s3enc_gui.s3.transport.responses import (
    raw_etag,
    read_checksum,
    read_content_headers,
    read_etag,
    read_lock,
    read_status,
)

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# The words of a GET that lacks the customer's key (aws-facts: recorded from S3). Other refusals
# have the same codes, and speak of server side encryption as well: that with KMS.
_SSE_C_CODES = ("InvalidRequest", "InvalidArgument")  # SeaweedFS and Ceph have the second
_SSE_C_TEXTS = (
    "stored using a form of server side encryption",
    "server side encryption with customer",
)
_REFUSED = ("400", "403")
# Whether there is an object, by the code of a refusal; None: nobody may look.
_EXISTS: dict[str, bool | None] = {"404": False, "NoSuchKey": False, **dict.fromkeys(DENIED)}


async def look(
    client: S3Client, transport: Transport, location: Location, version_id: str | None = None
) -> ObjectDetails:
    """Read an object's details by HeadObject. Raises AppError."""
    fields: Any = await head(client, transport, location, version_id)
    if fields is None:
        return ObjectDetails(location, EncryptionStatus(customer_algorithm="AES256"), size=-1)
    if "ContentLength" not in fields:  # not known is not empty
        raise unreadable("HeadObject")
    return ObjectDetails(
        location=location,
        status=read_status(fields),
        size=fields["ContentLength"],
        etag=read_etag(fields),
        raw_etag=raw_etag(fields),
        checksum=read_checksum(fields),
        version_id=fields.get("VersionId") or version_id,
        storage_class=fields.get("StorageClass") or "STANDARD",
        last_modified=fields.get("LastModified"),
        link=link(client, location),
        region=client.meta.region_name,
        metadata=dict(fields.get("Metadata") or {}),
        content_type=fields.get("ContentType", ""),
        content=read_content_headers(fields),
        metadata_left_out=fields.get("MissingMeta") or 0,
        tag_count=fields.get("TagCount"),
        lock=read_lock(fields),
        replication=fields.get("ReplicationStatus") or "",
        archive_status=fields.get("ArchiveStatus") or "",
        restore=fields.get("Restore") or "",
        expiration=fields.get("Expiration") or "",
    )


async def head(
    client: S3Client, transport: Transport, location: Location, version_id: str | None = None
) -> Mapping[str, object] | None:
    """Return HeadObject's fields by their boto3 names; None: the object has a key of its own.

    The checksum of KMS objects needs kms:Decrypt (403 without it) and a key that works (400 where
    it is disabled), so where it is refused HEAD is asked again plainly. Its refusals have no words:
    those of a GET tell SSE-C, a passing trouble and an expired session apart. Raises AppError.
    """
    where = location.bucket, location.key, version_id
    try:
        return await transport.head_object(*where, checksum=True)
    except AppError as error:
        refusal = error
    if refusal.code in _REFUSED:
        try:
            plain = await transport.head_object(*where)
        except AppError as error:
            refusal = error
        else:
            return await _with_checksum(transport, where, plain)
    if refusal.code not in _REFUSED:
        raise refusal
    said = await asyncio.to_thread(_words_of_get, client, location, version_id)
    if said is None:  # it was a passing trouble
        try:
            return await transport.head_object(*where, checksum=True)
        except AppError as error:
            raise (_unsteady(error) if error.code == "400" else error) from error
    if wants_customer_key(said):
        return None
    raise refusal if said.code == "AccessDenied" else said


async def _with_checksum(
    transport: Transport, where: tuple[str, str, str | None], plain: Mapping[str, object]
) -> Mapping[str, object]:
    """Ask again for the checksum: what refused it may have passed. Only KMS refuses it for good."""
    uses_kms = str(plain.get("ServerSideEncryption", "")).startswith("aws:kms")
    for _ in range(1 if uses_kms else 2):
        try:
            return await transport.head_object(*where, checksum=True)
        except AppError as error:
            if error.code not in _REFUSED:
                raise
    return plain


def wants_customer_key(said: AppError) -> bool:
    """Whether these are the words of a GET that lacks the key of an SSE-C object."""
    detail = said.detail.lower()
    return said.code in _SSE_C_CODES and any(words in detail for words in _SSE_C_TEXTS)


def _unsteady(error: AppError) -> AppError:
    """Return the same for a server that gives an object and refuses to tell of it, in turns."""
    return AppError(error.title, error.detail, error.hint, code="RequestTimeout")


async def exists(client: S3Client, transport: Transport, location: Location) -> bool | None:
    """Whether there is an object; None where nobody may look: a conditional write decides then.

    Raises AppError where the server cannot be asked.
    """
    try:
        await transport.head_object(location.bucket, location.key)
    except AppError as error:
        if error.code in _EXISTS:
            return _EXISTS[error.code]
        if error.code != "400":
            raise
    else:
        return True
    said = await asyncio.to_thread(_words_of_get, client, location, None)
    if said is None or wants_customer_key(said):
        return True
    if said.code in _EXISTS:
        return _EXISTS[said.code]
    raise said


def _words_of_get(client: S3Client, location: Location, version_id: str | None) -> AppError | None:
    """Return what S3 says where the first byte is asked for, None where it gives it; blocks."""
    named = {"Bucket": location.bucket, "Key": location.key}
    said = _refusal(client, named, version_id, {"Range": "bytes=0-0"})
    if said is not None and said.code == "InvalidRange":
        # It is empty, and some servers (SeaweedFS) look at the range before the key.
        said = _refusal(client, named, version_id, {})
    return said


def _refusal(
    client: S3Client, named: Mapping[str, str], version_id: str | None, more: Mapping[str, str]
) -> AppError | None:
    params: Any = {**named, **more, **({"VersionId": version_id} if version_id else {})}
    try:
        with translated(bucket=named["Bucket"], key=named["Key"]):
            answer: Any = client.get_object(**params)
            answer["Body"].close()
    except AppError as error:
        return error
    return None


def link(client: S3Client, location: Location) -> str:
    """Return the object's address at the endpoint in use, without a signature."""
    before, _, after = _address(client, location.bucket).rpartition(KEY)
    return f"{before}{escaped(location.key)}{after}"


@lru_cache(maxsize=16)
def _address(client: S3Client, bucket: str) -> str:
    """Return the address of an object called `KEY`: botocore takes a millisecond for each."""
    return presigned(client, Location(bucket, KEY), None, 60).partition("?")[0]
