"""Reads the encryption status of many objects by HeadObject; listings don't contain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind, kind_of
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.s3.objects.error_probe import ErrorProbe
from s3enc_gui.s3.objects.inspection import requires_customer_key
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag, read_status

_SECOND = timedelta(seconds=1)  # resolution of Last-Modified, which may be rounded
_CUSTOMER_KEY = EncryptionStatus(customer_algorithm="AES256")

# Codes that are HTTP statuses are those of HEAD.
_KINDS = {
    "403": StatusKind.DENIED,
    "AccessDenied": StatusKind.DENIED,
    "404": StatusKind.GONE,
    "NoSuchKey": StatusKind.GONE,
    "NoSuchVersion": StatusKind.GONE,
}


@dataclass(frozen=True, slots=True)
class StatusReading:
    """The status of an object, or the error.

    `as_listed`: the object is the one listed, not one written since. `found`: the object that the
    key has now, if another one was listed. `fields` are those of HeadObject.
    """

    looked: ObjectStatus
    as_listed: bool = False
    error: AppError | None = None
    found: ListedObject | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


class StatusReader:
    """Reads the status of a bucket's objects in parallel; on one loop.

    `aws_s3`: the KMS keys known to be aws/s3, as S3 names them; it may grow.
    """

    def __init__(self, transport: Transport, bucket: str, aws_s3: set[str]) -> None:
        self._transport, self._bucket = transport, bucket
        self._aws_s3 = aws_s3
        self._error_probe = ErrorProbe(transport, bucket)
        self._statuses: dict[EncryptionStatus, EncryptionStatus] = {}

    def use(self, transport: Transport) -> None:
        """Send requests with another transport from now on."""
        self._transport = self._error_probe.transport = transport

    async def read(self, listed: ListedObject) -> StatusReading:
        """Read an object's encryption (HeadObject without the checksum: no kms:Decrypt needed).

        Raises nothing: errors are part of the reading.
        """
        if listed.is_delete_marker:
            return StatusReading(
                ObjectStatus(StatusKind.GONE, None, datetime.now(UTC)), as_listed=True
            )
        try:
            return await self._head(listed)
        except AppError as error:
            head_error = error
        try:
            return await self._after(head_error, listed)
        except AppError as error:
            kind = _kind_of(error, listed)
            looked = ObjectStatus(kind, None, datetime.now(UTC), error.code)
            return StatusReading(looked, error=error)

    async def _after(self, head_error: AppError, listed: ListedObject) -> StatusReading:
        """Return the status of an object whose HEAD failed. Raises AppError."""
        if head_error.code == "403":
            return await self._denied(listed, head_error)
        if head_error.code != "400":
            raise head_error
        # Without a body: SSE-C, expired credentials, or a transient error.
        get_error = await self._error_probe.of(listed)
        if get_error is None:
            return await self._head(listed)
        if requires_customer_key(get_error):
            looked = ObjectStatus(StatusKind.SSE_C, _CUSTOMER_KEY, datetime.now(UTC))
            return StatusReading(looked, as_listed=True)
        raise get_error

    async def _denied(self, listed: ListedObject, head_error: AppError) -> StatusReading:
        """Retry where the error was transient, else raise the reason.

        HEAD returns 403 for a wrong clock or a deleted access key, too. Those affect every request,
        so the error of any object explains it.
        """
        get_error = await self._error_probe.of_any(listed)
        if get_error is None:
            return await self._head(listed)
        raise get_error if concerns_all(get_error) or outage_kind_of(get_error) else head_error

    async def _head(self, listed: ListedObject) -> StatusReading:
        fields = await self._transport.head_object(self._bucket, listed.key, listed.version_id)
        status = read_status(fields)
        # Equal statuses share one object: memory for a million of them matters.
        status = self._statuses.setdefault(status, status)
        kind = kind_of(status, key_is_aws_s3=status.key in self._aws_s3)
        looked = ObjectStatus(kind, status, datetime.now(UTC))
        as_listed, found = _is_listed(fields, listed), _found(fields, listed)
        return StatusReading(looked, as_listed, found=found, fields=fields)


def _kind_of(error: AppError, listed: ListedObject) -> StatusKind:
    if error.code == "405" and listed.version_id:  # a delete marker
        return StatusKind.GONE
    return _KINDS.get(error.code, StatusKind.UNKNOWN)


def _is_listed(fields: Mapping[str, object], listed: ListedObject) -> bool:
    return read_etag(fields) == listed.etag


def _found(fields: Mapping[str, Any], listed: ListedObject) -> ListedObject | None:
    etag, modified = read_etag(fields), fields.get("LastModified")
    if modified is not None and modified.tzinfo is None:
        modified = modified.replace(tzinfo=UTC)
    # The same bytes may have been stored again with another encryption.
    is_newer = modified and listed.modified and modified - listed.modified >= _SECOND
    if not is_newer and etag in ("", listed.etag):
        return None
    return replace(
        listed,
        size=fields.get("ContentLength", listed.size),
        modified=modified,
        etag=etag,
        storage_class=fields.get("StorageClass") or "STANDARD",
    )
