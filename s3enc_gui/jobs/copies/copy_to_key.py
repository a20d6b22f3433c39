"""Copies one object to one key, and finds the copy if a response was lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from s3enc_gui.domain.copies.comparison import CopySource, compare
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.ownership import is_before, server_start
from s3enc_gui.s3.copies.byte_comparison import same_bytes
from s3enc_gui.s3.copies.copier import Copier
from s3enc_gui.s3.copies.copy_bucket import changed
from s3enc_gui.s3.copies.folder_marker import refuses_copy
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.objects.lost_response import responded_at
from s3enc_gui.s3.transport.interface import WriteResponse

_PRECONDITION_FAILED = ("PreconditionFailed", "412")
_NO_UPLOAD = ("NoSuchUpload",)  # an earlier completion of the multipart copy may have succeeded


@dataclass(slots=True)
class CopyToKey:
    """The copy of an object under one key; on one loop.

    `if_absent`: an object that has the key is not overwritten.
    """

    copier: Copier
    source: CopySource
    ref: ObjectRef
    key: str
    if_absent: bool
    checkpoint: Callable[[], None]
    _started: float = field(default_factory=monotonic)
    _began: datetime | None = None  # by the server's clock; None: not known
    _failed: bool = False
    _may_exist: bool = False  # an attempt failed, but may have been carried out

    async def is_free(self) -> bool:
        """Whether the copy may have the key. Raises AppError."""
        if not self.if_absent:
            await self.copier.seen_target.check_not_source(self.source.details, self.key)
            return True
        return await self.copier.is_free(self.key)

    async def run(self, on_copied: Callable[[int], None]) -> WriteResponse | None:
        """Copy the object, again after an outage; return the response.

        None: an object with this key exists. `on_copied` gets the number of bytes as they are
        copied, negative where they are copied again. Raises AppError, Cancelled.
        """
        if self.copier.is_in_parts(self.source):  # its requests are sent again by themselves
            return await self._attempt(on_copied)
        return await self.copier.target.gate.run(lambda: self._attempt(on_copied))

    async def _attempt(self, on_copied: Callable[[int], None]) -> WriteResponse | None:
        if self._failed:  # the outage may have been long
            found = await self.find(self._began) if self._may_exist else None
            if found or not await self.is_free():
                return found
        reported = 0

        def report(size: int) -> None:
            nonlocal reported
            reported += size
            on_copied(size)

        try:
            return await self.copier.copy(
                self.source,
                self.ref.version_id,
                self.key,
                if_absent=self.if_absent,
                checkpoint=self.checkpoint,
                on_copied=report,
            )
        except AppError as error:
            found = await self._after(error)
            if found:
                return found
            on_copied(-reported)
            if is_empty_folder(self.source) and refuses_copy(error):
                return await self._recreate()
            if error.code not in _PRECONDITION_FAILED:
                raise
            if await self._has_source_changed():
                raise changed(self.source.details.location) from error
            return None
        except BaseException:
            on_copied(-reported)
            raise

    async def _after(self, error: AppError) -> WriteResponse | None:
        """Return the response for the copy, if it exists in spite of an error."""
        # Also a refused copy may exist, if a proxy sent the request twice.
        refused_codes = _NO_UPLOAD + (_PRECONDITION_FAILED if self.if_absent else ())
        may_exist = may_have_arrived(error) or error.code in refused_codes
        self._failed, self._may_exist = True, self._may_exist or may_exist
        self._began = server_start(responded_at(error), monotonic() - self._started)
        return await self.find(self._began) if may_exist else None

    async def _recreate(self) -> WriteResponse | None:
        """Create a folder's object that the server can't copy; None: it already exists."""
        if not self.ref.version_id:  # a version can't change
            await self.copier.source.check_unchanged(self.source.details)
        try:
            return await self.copier.recreate(self.source, self.key, if_absent=self.if_absent)
        except AppError as error:
            if error.code in _PRECONDITION_FAILED:
                return None
            raise

    async def _has_source_changed(self) -> bool:
        """Whether the condition on the source failed, not the one on the target."""
        if not self.if_absent:
            return True
        try:
            return await self.copier.plain_target.is_free(self.key, conditional=False)
        except AppError as error:
            if error.code != "AccessDenied":
                raise
        if not self.ref.version_id:  # a version can't change
            await self.copier.source.check_unchanged(self.source.details)
        return False

    async def find(self, began: datetime | None = None) -> WriteResponse | None:
        """Return the response for an object that is our copy: equal, and not older than `began`."""
        try:
            copy = await self.copier.target.read(self.key)
        except AppError:
            return None
        proof = compare(self.source, copy)
        if proof.lacks_only_content:
            same = await same_bytes(self.copier, self.source.details, copy.details)
            proof = compare(self.source, copy, same_bytes=same)
        if proof.verdict is not Verdict.VERIFIED:
            return None
        details = copy.details
        if is_before(details.last_modified, began):
            return None
        return WriteResponse(details.etag, details.status, details.checksum, details.version_id)


def is_empty_folder(source: CopySource) -> bool:
    """Whether the object only represents a folder; an existing one is no conflict."""
    return source.details.location.key.endswith("/") and source.details.size == 0
