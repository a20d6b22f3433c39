"""How an object is encrypted, asked of S3 for many objects: no list tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind, kind_of
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.s3.errors.error_probe import ErrorProbe
from s3enc_gui.s3.objects.inspection import wants_customer_key
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag, read_status

_SECOND = timedelta(seconds=1)  # a HEAD tells no parts of it, and may have rounded
_CUSTOMER_KEY = EncryptionStatus(customer_algorithm="AES256")

# What says nothing but the status comes from HEAD.
_KINDS = {
    "403": StatusKind.DENIED,
    "AccessDenied": StatusKind.DENIED,
    "404": StatusKind.GONE,
    "NoSuchKey": StatusKind.GONE,
    "NoSuchVersion": StatusKind.GONE,
}


@dataclass(frozen=True, slots=True)
class StatusReading:
    """What was seen of an object; `error` in words where nothing was learnt.

    `as_listed`: it is the very object that was listed, not one that was written since. `found` is
    what is there now where something else was listed; None: nothing else.
    """

    looked: ObjectStatus
    as_listed: bool = False
    error: AppError | None = None
    found: ListedObject | None = None


class StatusReader:
    """Looks at the objects of a bucket; many at once, on one loop.

    `aws_s3` holds the KMS keys known to be aws/s3, by the names S3 gives them; it may grow.
    """

    def __init__(self, transport: Transport, bucket: str, aws_s3: set[str]) -> None:
        self._transport, self._bucket = transport, bucket
        self._aws_s3 = aws_s3
        self._words = ErrorProbe(transport, bucket)
        self._met: dict[EncryptionStatus, EncryptionStatus] = {}

    async def look(self, listed: ListedObject) -> StatusReading:
        """Ask for its encryption (HeadObject, without what would need kms:Decrypt).

        Never raises for an object: what may not be seen, is gone or does not answer is told.
        """
        if listed.is_delete_marker:
            return StatusReading(
                ObjectStatus(StatusKind.GONE, None, datetime.now(UTC)), as_listed=True
            )
        try:
            return await self._seen(listed)
        except AppError as error:
            kind = _kind_of(error, listed)
            looked = ObjectStatus(kind, None, datetime.now(UTC), error.code)
            return StatusReading(looked, error=error)

    async def _seen(self, listed: ListedObject) -> StatusReading:
        try:
            return await self._headed(listed)
        except AppError as error:
            refusal = error
        if refusal.code == "403":
            return await self._denied(listed, refusal)
        if refusal.code != "400":
            raise refusal
        # That has no words: it may be a customer's key, a session that expired, or nothing at all.
        said = await self._words.of(listed)
        if said is None:
            return await self._headed(listed)
        if wants_customer_key(said):
            looked = ObjectStatus(StatusKind.SSE_C, _CUSTOMER_KEY, datetime.now(UTC))
            return StatusReading(looked, as_listed=True)
        raise said

    async def _denied(self, listed: ListedObject, refusal: AppError) -> StatusReading:
        """Look again where it was refused for nothing, else raise why.

        A wrong clock and an access key that is gone are answered so, too, and then to everybody:
        what is said of another object tells as well.
        """
        said = await self._words.of_any(listed)
        if said is None:
            return await self._headed(listed)
        raise said if concerns_all(said) or outage_kind_of(said) else refusal

    async def _headed(self, listed: ListedObject) -> StatusReading:
        fields = await self._transport.head_object(self._bucket, listed.key, listed.version_id)
        status = read_status(fields)
        # A status of its own for each of a million objects would fill the memory.
        status = self._met.setdefault(status, status)
        kind = kind_of(status, key_is_aws_s3=status.key in self._aws_s3)
        looked = ObjectStatus(kind, status, datetime.now(UTC))
        return StatusReading(looked, _is_listed(fields, listed), found=_found(fields, listed))


def _kind_of(error: AppError, listed: ListedObject) -> StatusKind:
    if error.code == "405" and listed.version_id:  # a delete marker, by its version
        return StatusKind.GONE
    return _KINDS.get(error.code, StatusKind.UNKNOWN)


def _is_listed(fields: Mapping[str, object], listed: ListedObject) -> bool:
    return read_etag(fields) == listed.etag


def _found(fields: Mapping[str, Any], listed: ListedObject) -> ListedObject | None:
    etag, modified = read_etag(fields), fields.get("LastModified")
    if modified is not None and modified.tzinfo is None:
        modified = modified.replace(tzinfo=UTC)
    # The same bytes may have been written again with another encryption.
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
