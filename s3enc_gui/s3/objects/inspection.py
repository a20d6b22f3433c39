"""Details of stored objects, by HeadObject."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import UNKNOWN_SIZE
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.s3.errors.translation import subject, translated
from s3enc_gui.s3.objects.missing_length import with_length
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

# Messages of a GET without the SSE-C key, as S3 returns them. Errors about SSE-KMS have the same
# codes.
_SSE_C_CODES = ("InvalidRequest", "InvalidArgument")  # SeaweedFS and Ceph use the second
_SSE_C_TEXTS = (
    "stored using a form of server side encryption",
    "server side encryption with customer",
)
_OTHER_KEY = "must provide the correct secret key"
_NO_SSE_C = "encryption parameters are not applicable"  # a key for an object without SSE-C
_REFUSED = ("400", "403")
# Whether the object exists, by the code of an error; None: not known.
_EXISTS: dict[str, bool | None] = {"404": False, "NoSuchKey": False, **dict.fromkeys(DENIED)}


async def read_details(
    client: S3Client,
    transport: Transport,
    location: Location,
    version_id: str | None = None,
    region: str = "",
) -> ObjectDetails:
    """Read an object's details by HeadObject; `region` is reported, or the client's.

    Raises AppError.
    """
    fields: Any = await head(client, transport, location, version_id)
    if fields is None:
        sse_c = EncryptionStatus(customer_algorithm="AES256")
        return ObjectDetails(location, sse_c, UNKNOWN_SIZE, region=region or None)
    if "ContentLength" not in fields:
        fields = await with_length(transport, location, version_id, fields)
    return ObjectDetails(
        location=location,
        status=read_status(fields),
        size=fields.get("ContentLength", UNKNOWN_SIZE),
        etag=read_etag(fields),
        raw_etag=raw_etag(fields),
        checksum=read_checksum(fields),
        version_id=fields.get("VersionId") or version_id,
        storage_class=fields.get("StorageClass") or "STANDARD",
        last_modified=fields.get("LastModified"),
        link=link(client, location),
        region=region or client.meta.region_name,
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
    """Return HeadObject's fields by their boto3 names; None: the object is encrypted with SSE-C.

    The checksum of SSE-KMS objects needs kms:Decrypt (403 without it) and a usable key (400 where
    it is disabled), so after such an error HEAD is sent without it. Error responses to HEAD have no
    body: a GET tells SSE-C, a transient error and expired credentials apart. Raises AppError.
    """
    names = location.bucket, location.key, version_id
    try:
        return await transport.head_object(*names, checksum=True)
    except AppError as error:
        head_error = error
    if head_error.code in _REFUSED:
        try:
            fields = await transport.head_object(*names)
        except AppError as error:
            head_error = error
        else:
            return await _with_checksum(transport, names, fields)
    if head_error.code not in _REFUSED:
        raise head_error
    get_error = await asyncio.to_thread(_error_of_get, client, location, version_id)
    if get_error is None:  # it was transient
        try:
            return await transport.head_object(*names, checksum=True)
        except AppError as error:
            raise (_as_transient(error) if error.code == "400" else error) from error
    if requires_customer_key(get_error):
        return None
    if get_error.code == "AccessDenied" and not requires_other_key(get_error):
        raise head_error
    raise get_error


async def _with_checksum(
    transport: Transport, names: tuple[str, str, str | None], fields: Mapping[str, object]
) -> Mapping[str, object]:
    """Request the checksum again, in case the error was transient; only KMS denies it."""
    uses_kms = str(fields.get("ServerSideEncryption", "")).startswith("aws:kms")
    for _ in range(1 if uses_kms else 2):
        try:
            return await transport.head_object(*names, checksum=True)
        except AppError as error:
            if error.code not in _REFUSED:
                raise
    return fields


async def explained(client: S3Client, location: Location, error: AppError) -> AppError:
    """Return why HEAD failed, where the same GET fails for every object, such as signed out.

    Otherwise the error of HEAD, whose response has no body.
    """
    if error.code not in _REFUSED:
        return error
    found = await asyncio.to_thread(_error_of_get, client, location, None)
    return found if found and (outage_kind_of(found) or concerns_all(found)) else error


def requires_customer_key(error: AppError) -> bool:
    """Whether this is the error of a GET without the key of an SSE-C object."""
    detail = error.source.detail.lower()
    return error.code in _SSE_C_CODES and any(part in detail for part in _SSE_C_TEXTS)


def requires_other_key(error: AppError) -> bool:
    """Whether the object is encrypted with another key (SSE-C) than the request had."""
    return _OTHER_KEY in error.source.detail.lower()


def has_no_customer_key(error: AppError) -> bool:
    """Whether the request had a key (SSE-C), and the object isn't encrypted with one."""
    return _NO_SSE_C in error.source.detail.lower()


def _as_transient(error: AppError) -> AppError:
    """Return the error of a server whose GET and HEAD contradict each other, to be retried."""
    return AppError(*error.texts, code="RequestTimeout")


async def exists(client: S3Client, transport: Transport, location: Location) -> bool | None:
    """Whether an object exists; None where the check is denied. Raises AppError."""
    try:
        await transport.head_object(location.bucket, location.key)
    except AppError as error:
        if error.code in _EXISTS:
            return _EXISTS[error.code]
        if error.code != "400":
            raise
    else:
        return True
    get_error = await asyncio.to_thread(_error_of_get, client, location, None)
    about_key = (requires_customer_key, requires_other_key, has_no_customer_key)
    if get_error is None or any(one(get_error) for one in about_key):
        return True
    if get_error.code in _EXISTS:
        return _EXISTS[get_error.code]
    raise get_error


def _error_of_get(client: S3Client, location: Location, version_id: str | None) -> AppError | None:
    """Return S3's error for a GET of the first byte, None where it succeeds; blocks."""
    named = {"Bucket": location.bucket, "Key": location.key}
    error = _get_error(client, named, version_id, {"Range": "bytes=0-0"})
    if error is not None and error.code == "InvalidRange":
        # The object is empty. Some servers (SeaweedFS) check the range before the key.
        error = _get_error(client, named, version_id, {})
    return error


def _get_error(
    client: S3Client, named: Mapping[str, str], version_id: str | None, more: Mapping[str, str]
) -> AppError | None:
    params: Any = {**named, **more, **({"VersionId": version_id} if version_id else {})}
    try:
        with translated(**subject(params)):
            response: Any = client.get_object(**params)
            response["Body"].close()
    except AppError as error:
        return error
    return None


def link(client: S3Client, location: Location) -> str:
    """Return the object's URL at the endpoint in use, without a signature."""
    before, _, after = _url(client, location.bucket).rpartition(KEY)
    return f"{before}{escaped(location.key)}{after}"


@lru_cache(maxsize=16)
def _url(client: S3Client, bucket: str) -> str:
    """Return the URL of an object with the key `KEY`; botocore takes a millisecond for each."""
    from s3enc_gui.s3.objects.presigned_url import presigned

    return presigned(client, Location(bucket, KEY), None, 60).partition("?")[0]
