"""Copies or moves one object, and compares the copy with its source."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.access_point import is_multi_region
from s3enc_gui.domain.copies.comparison import CopyProof, CopySource, compare, unseen
from s3enc_gui.domain.copies.outcome import CopyOutcome
from s3enc_gui.domain.copies.plan import (
    CopyPlan,
    ObjectRef,
    RefusedWrites,
    check_target_key,
    exists_error,
    spare_names,
)
from s3enc_gui.domain.copies.request import check_source
from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.encryption.finding import ACCESS_DENIED
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import RESULTS, Result
from s3enc_gui.domain.uploads.ownership import is_before, server_start
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import text
from s3enc_gui.jobs.copies.source_deletion import OTHER_FOLDER, SourceDeletion
from s3enc_gui.s3.copies.byte_comparison import same_bytes
from s3enc_gui.s3.copies.copier import Copier
from s3enc_gui.s3.copies.copy_bucket import ABSENT, changed
from s3enc_gui.s3.copies.folder_marker import refuses_copy
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.multipart.upload import abort_completed
from s3enc_gui.s3.objects.lost_response import responded_at
from s3enc_gui.s3.transport.interface import WriteResponse

_log = logging.getLogger(__name__)

_PRECONDITION_FAILED = ("PreconditionFailed", "412")
_NO_UPLOAD = ("NoSuchUpload",)  # an earlier completion of the multipart copy may have succeeded


@dataclass(slots=True)
class CopyOne:
    """Copies single objects of a plan; several concurrently, on the event loop."""

    plan: CopyPlan
    copier: Copier
    checkpoint: Callable[[], None]
    _reserved: set[str] = field(default_factory=set)
    _sources: SourceDeletion = field(init=False)

    def __post_init__(self) -> None:
        self._sources = SourceDeletion(self.copier)

    @property
    def _if_absent(self) -> bool:
        return self.plan.if_exists is not IfExists.OVERWRITE

    async def run(
        self, ref: ObjectRef, key: str, on_copied: Callable[[int], None] = lambda _: None
    ) -> CopyOutcome:
        """Copy an object to a key; return its outcome, also if it fails.

        `on_copied` gets the number of bytes as they are copied.
        """
        outcome = CopyOutcome(
            Location(self.plan.bucket, ref.key),
            Location(self.plan.destination.bucket, key),
            Result.FAILED,
            ref.size,
        )
        try:
            return await self._run(ref, outcome, on_copied)
        except Cancelled:
            return replace(outcome, result=Result.CANCELLED)
        except AppError as error:
            return replace(outcome, error=error)
        except Exception as error:  # noqa: BLE001 - the other objects continue
            _log.exception("Unexpected error")
            return replace(outcome, error=unexpected(error))

    async def _run(
        self, ref: ObjectRef, outcome: CopyOutcome, on_copied: Callable[[int], None]
    ) -> CopyOutcome:
        self.checkpoint()
        check_target_key(outcome.target.key)
        source = await self._source(ref)
        outcome = replace(outcome, size=max(0, source.details.size))
        refusals = RefusedWrites(outcome.target.key)
        for key in self._names(ref, outcome.target.key):
            self.checkpoint()
            self.plan.check_apart(ref, key)
            with self._reserve(key) as is_reserved:
                response = None
                if is_reserved and await self._is_free(source, key):
                    response = await self._copy(source, ref, key, on_copied)
                    refusals.note(refused=response is None)
                if response is None and _is_empty_folder(source):
                    response = await self._find_copy(source, key)
                    if response is None:
                        left = OTHER_FOLDER if self.plan.move else None
                        return replace(outcome, result=Result.SKIPPED, left=left)
                if response:
                    copied = replace(outcome, target=Location(outcome.target.bucket, key))
                    return await self._finish(source, ref, copied, response)
            if self.plan.if_exists is IfExists.SKIP:
                return replace(outcome, result=Result.SKIPPED)
            if self.plan.if_exists is not IfExists.RENAME:
                return replace(
                    outcome, result=Result.EXISTS, error=exists_error(outcome.target.key)
                )
        raise AppError(
            text("Couldn't find a free name"), outcome.target.key, text("Choose another folder.")
        )

    async def _source(self, ref: ObjectRef) -> CopySource:
        """Read the source's details. Raises AppError if it can't be copied."""
        source = (await self.copier.source.read(ref.key, ref.version_id)).sized(ref.size)
        check_source(source)
        if ref.etag and source.details.etag != ref.etag:
            raise changed(source.details.location)
        target, to = self.copier.target, self.plan.destination.bucket
        elsewhere = to != self.plan.bucket and target.is_amazon and not is_multi_region(to)
        if elsewhere and source.details.key_region not in (None, target.region):
            raise _other_region(source.details, target.region)
        return source

    def _names(self, ref: ObjectRef, key: str) -> Iterator[str]:
        if not self.plan.is_onto_itself(ref, key):
            yield key
        elif self.plan.move or self.plan.if_exists is IfExists.OVERWRITE:
            raise AppError(
                text("The source and the destination are the same object"),
                text("“{key}” wasn't changed.", key=key),
                text("Choose another folder or name."),
                code="SameObject",
            )
        elif self.plan.if_exists is not IfExists.RENAME:
            yield key  # it exists
        if self.plan.if_exists is IfExists.RENAME:
            yield from spare_names(key)

    @contextmanager
    def _reserve(self, key: str) -> Iterator[bool]:
        """Reserve a key against other objects of this plan; False if another has reserved it."""
        if key in self._reserved:
            yield False
            return
        self._reserved.add(key)
        try:
            yield True
        finally:
            self._reserved.discard(key)

    async def _is_free(self, source: CopySource, key: str) -> bool:
        target = self.copier.target
        if not self._if_absent:
            await target.check_not_source(source.details, key)
            return True
        return await target.is_free(key, conditional=self.copier.conditional)

    async def _copy(
        self, source: CopySource, ref: ObjectRef, key: str, on_copied: Callable[[int], None]
    ) -> WriteResponse | None:
        """Copy the object; return the response, None: an object with this key exists."""
        reported, started = 0, monotonic()

        def report(size: int) -> None:
            nonlocal reported
            reported += size
            on_copied(size)

        try:
            return await self.copier.copy(
                source,
                ref.version_id,
                key,
                if_absent=self._if_absent,
                checkpoint=self.checkpoint,
                on_copied=report,
            )
        except AppError as error:
            # Also a refused copy may exist, if a proxy sent the request twice.
            refused_codes = _NO_UPLOAD + (_PRECONDITION_FAILED if self._if_absent else ())
            may_exist = may_have_arrived(error) or error.code in refused_codes
            began = server_start(responded_at(error), monotonic() - started)
            found = await self._find_copy(source, key, began) if may_exist else None
            if found:
                return found
            on_copied(-reported)
            if _is_empty_folder(source) and refuses_copy(error):
                return await self._recreate(source, ref, key)
            if error.code not in _PRECONDITION_FAILED:
                raise
            if await self._has_source_changed(source, ref, key):
                raise changed(source.details.location) from error
            return None
        except BaseException:
            on_copied(-reported)
            raise

    async def _recreate(self, source: CopySource, ref: ObjectRef, key: str) -> WriteResponse | None:
        """Create a folder's object that the server can't copy; None: it already exists."""
        if not ref.version_id:  # a version can't change
            await self.copier.source.check_unchanged(source.details)
        try:
            return await self.copier.recreate(source, key, if_absent=self._if_absent)
        except AppError as error:
            if error.code in _PRECONDITION_FAILED:
                return None
            raise

    async def _has_source_changed(self, source: CopySource, ref: ObjectRef, key: str) -> bool:
        """Whether the condition on the source failed, not the one on the target."""
        if not self._if_absent:
            return True
        try:
            return await self.copier.target.is_free(key, conditional=False)
        except AppError as error:
            if error.code != "AccessDenied":
                raise
        if not ref.version_id:  # a version can't change
            await self.copier.source.check_unchanged(source.details)
        return False

    async def _find_copy(
        self, source: CopySource, key: str, began: datetime | None = None
    ) -> WriteResponse | None:
        """Return the response for an existing object that is our copy: equal, and not older."""
        try:
            copy = await self.copier.target.read(key)
        except AppError:
            return None
        if compare(source, copy).verdict is not Verdict.VERIFIED:
            return None
        details = copy.details
        if is_before(details.last_modified, began):
            return None
        return WriteResponse(details.etag, details.status, details.checksum, details.version_id)

    async def _finish(
        self, source: CopySource, ref: ObjectRef, outcome: CopyOutcome, response: WriteResponse
    ) -> CopyOutcome:
        """Verify the copy; if it is verified, delete the source of a move."""
        details, proof = await self._verify(source, outcome.target.key, response)
        outcome = replace(outcome, result=RESULTS[proof.verdict], details=details, proof=proof)
        if not self.plan.move:
            return outcome
        return await self._sources.delete(source, ref, outcome)

    async def _verify(
        self, source: CopySource, key: str, response: WriteResponse
    ) -> tuple[ObjectDetails | None, CopyProof]:
        target = self.copier.target
        try:
            copy = await target.read_new(key, response.version_id)
        except AppError as error:  # the copy is stored, but can't be read
            if error.code in ABSENT:
                location = Location(target.bucket, key)
                await in_thread(abort_completed, target.client, location, response)
                return None, unseen(text("no such object"), Verdict.DIFFERENT)
            denied = error.code in DENIED
            return None, unseen(ACCESS_DENIED if denied else str(error))
        except Exception as error:  # noqa: BLE001 - as above
            _log.exception("Unexpected error")
            return None, unseen(str(unexpected(error)))
        proof = compare(source, copy, response.etag, None, response.version_id)
        if proof.lacks_only_content:
            same = await same_bytes(self.copier, source.details, copy.details)
            proof = compare(source, copy, response.etag, same, response.version_id)
        return copy.details, proof


def _is_empty_folder(source: CopySource) -> bool:
    """Whether the object only represents a folder; an existing one is no conflict."""
    return source.details.location.key.endswith("/") and source.details.size == 0


def _other_region(details: ObjectDetails, region: str) -> AppError:
    return AppError(
        text("The KMS key is in a different Region than the destination"),
        text(
            "“{key}” is encrypted with a KMS key in {key_region}. A bucket in {region} can "
            "only use keys in its own Region.",
            key=details.location.key,
            key_region=details.key_region,
            region=region,
        ),
        text("Download the object, then upload it with a KMS key in the destination's Region."),
        code="KeyInOtherRegion",
    )
