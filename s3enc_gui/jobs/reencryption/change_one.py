"""Changes the encryption of one object in place, and proves it.

The object is pinned to what the dry run looked at: ETag, version and encryption.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import Gate
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.comparison import algorithm_text
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.finding import bytes_text
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.error_codes import GONE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.reencryption.run import Changed, Planned
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.i18n import text, untranslated
from s3enc_gui.jobs.history.known_context import KnownContexts
from s3enc_gui.jobs.reencryption.bucket import Bucket
from s3enc_gui.s3.reencryption.update import update_encryption
from s3enc_gui.s3.transport.responses import read_etag, read_status

Start = Callable[[bytes | None], Awaitable[None]]
"""Records that a request may be sent, with the packed source of a copy."""


@dataclass(frozen=True, slots=True)
class Found:
    """An object as it is now."""

    etag: str
    version_id: str | None
    status: EncryptionStatus
    size: int | None = None
    modified: datetime | None = None


def check_unchanged(planned: Planned, found: Found) -> Changed | None:
    """Return the end of an object that isn't to be changed any more; None: it is as planned."""
    if not is_same(planned, found):
        return Changed(State.CHANGED, found.status, found.etag, found.version_id, changed(planned))
    if planned.target and planned.target.is_met_by(found.status):
        # After an interruption it was this run's request that changed it.
        state = State.VERIFIED if planned.state is State.STARTED else State.ALREADY
        return Changed(state, found.status, found.etag, found.version_id)
    if found.status != planned.before:
        return Changed(State.CHANGED, found.status, found.etag, found.version_id, changed(planned))
    return None


def is_same(planned: Planned, found: Found) -> bool:
    """Whether it is the object that the dry run looked at, whatever its encryption."""
    same_version = named_version(planned.version_id) == named_version(found.version_id)
    return planned.etag == found.etag and same_version


def changed(planned: Planned) -> AppError:
    """Return the error for an object that somebody else changed after the dry run."""
    return AppError(
        text("The object changed after the dry run"),
        text("“{key}” isn't the object that was looked at. S3enc left it alone.", key=planned.key),
        text("Start another dry run."),
        code="ObjectChanged",
    )


@dataclass(frozen=True, slots=True)
class UpdateInPlace:
    """Changes encryption by UpdateObjectEncryption; several concurrently, on the event loop."""

    bucket: Bucket
    gate: Gate
    contexts: KnownContexts

    async def run(self, planned: Planned, start: Start) -> Changed:
        """Change one object, and return its end. Raises AppError, Cancelled."""
        version = None if planned.is_latest else planned.version_id
        try:
            found = await self._head(planned, version)
        except AppError as error:
            if error.code in GONE:
                return Changed(State.GONE)
            raise
        former = await self._former_context(planned, found)
        if end := check_unchanged(planned, found):
            return replace(end, former_context=former)
        await start(None)
        await self.gate.run(lambda: in_thread(self._update, planned, found))
        try:
            now = await self._head(planned, version)
        except AppError as error:
            return Changed(State.CANNOT_TELL, error=error, former_context=former)
        return replace(_proved(planned, now), former_context=former)

    async def _former_context(self, planned: Planned, found: Found) -> ContextPairs | None:
        """Return the encryption context that the history knows; ETag and date stay in a change."""
        if planned.before is None or not is_same(planned, found):
            return None
        details = ObjectDetails(
            Location(self.bucket.at.bucket, planned.key),
            planned.before,
            planned.size,
            planned.etag,
            version_id=found.version_id,
            last_modified=found.modified,
        )
        return (await self.contexts.named(details)).context

    def _update(self, planned: Planned, found: Found) -> None:
        at = self.bucket.at
        known = at.session.server(at.region).in_place_updates
        version = named_version(found.version_id)
        if planned.target is None:
            raise ValueError(planned)
        update_encryption(at.client, known, at.bucket, planned.key, version, planned.target)

    async def _head(self, planned: Planned, version: str | None) -> Found:
        async def head() -> Mapping[str, Any]:
            at = self.bucket.at
            return await at.transport.head_object(at.bucket, planned.key, version)

        fields = await self.gate.run(head)
        return Found(
            read_etag(fields),
            fields.get("VersionId") or version,
            read_status(fields),
            fields.get("ContentLength"),
            fields.get("LastModified"),
        )


def _proved(planned: Planned, now: Found) -> Changed:
    """Compare what S3 reports with the target: kind, key and bucket key; ETag, version and size."""
    target, doubts = planned.target, []
    if target is None or not target.is_met_by(now.status):
        doubts.append(f"Server-side encryption – stored: {_stored(now.status)}")
    if not is_same(planned, now):
        doubts.append(f"ETag and version – stored: {now.etag}, {now.version_id}")
    if now.size is not None and planned.size >= 0 and now.size != planned.size:
        doubts.append(f"Size – stored: {untranslated(bytes_text(now.size))}")
    state = State.DIFFERENT if doubts else State.VERIFIED
    return Changed(state, now.status, now.etag, now.version_id, doubts="; ".join(doubts))


def _stored(status: EncryptionStatus) -> str:
    """Name an encryption in a receipt, in the source language."""
    bucket_key = "S3 Bucket Key on" if status.bucket_key else ""
    parts = (untranslated(algorithm_text(status)), status.key, bucket_key)
    return ", ".join(filter(None, parts))
