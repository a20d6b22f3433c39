"""One object, copied or moved: looked at, stored, looked at again, and compared."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.access_point import is_multi_region
from s3enc_gui.domain.copies.outcome import CopyOutcome
from s3enc_gui.domain.copies.plan import (
    CopyPlan,
    ObjectRef,
    RefusedWrites,
    check_target_key,
    exists_error,
    spare_names,
)
from s3enc_gui.domain.copies.proof import CopyProof, CopySource, compare, unseen
from s3enc_gui.domain.copies.request import check_source
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.proof import Verdict
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import RESULTS, Result
from s3enc_gui.domain.uploads.ownership import is_before, server_start
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.copies.source_deletion import OTHER_FOLDER, SourceDeletion
from s3enc_gui.s3.copies.byte_comparison import same_bytes
from s3enc_gui.s3.copies.copier import Copier
from s3enc_gui.s3.copies.copy_bucket import ABSENT, changed
from s3enc_gui.s3.copies.folder_marker import refuses_copy
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.multipart.upload import abort_completed
from s3enc_gui.s3.objects.lost_response import answered_at
from s3enc_gui.s3.transport.interface import WriteResponse

_log = logging.getLogger(__name__)

_TAKEN = ("PreconditionFailed", "412")
_GONE = ("NoSuchUpload",)  # of a copy in parts: its completion may have been obeyed before


@dataclass(slots=True)
class CopyOne:
    """Does so with the objects of a plan; several at once, on one loop."""

    plan: CopyPlan
    copier: Copier
    checkpoint: Callable[[], None]
    _claimed: set[str] = field(default_factory=set)
    _sources: SourceDeletion = field(init=False)

    def __post_init__(self) -> None:
        self._sources = SourceDeletion(self.copier)

    @property
    def _if_absent(self) -> bool:
        """Whether an object that is there already must stay."""
        return self.plan.if_exists is not IfExists.OVERWRITE

    async def run(
        self, ref: ObjectRef, key: str, on_copied: Callable[[int], None] = lambda _: None
    ) -> CopyOutcome:
        """Return what became of one object that is to be stored under a key; nothing is raised.

        `on_copied` gets the bytes as they are copied.
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
        except Exception as error:  # noqa: BLE001 - the others must still be told of
            _log.exception("Unexpected error")
            return replace(outcome, error=unexpected(error))

    async def _run(
        self, ref: ObjectRef, outcome: CopyOutcome, on_copied: Callable[[int], None]
    ) -> CopyOutcome:
        self.checkpoint()
        check_target_key(outcome.target.key)
        source = await self._source(ref)
        outcome = replace(outcome, size=source.details.size)
        refusals = RefusedWrites(outcome.target.key)
        for key in self._names(ref, outcome.target.key):
            self.checkpoint()
            self.plan.check_apart(ref, key)
            with self._claim(key) as claimed:
                answer = None
                if claimed and await self._is_free(source, key):
                    answer = await self._stored(source, ref, key, on_copied)
                    refusals.note(refused=answer is None)
                if answer is None and _is_empty_folder(source):
                    answer = await self._arrived(source, key)
                    if answer is None:
                        left = OTHER_FOLDER if self.plan.move else None
                        return replace(outcome, result=Result.SKIPPED, left=left)
                if answer:
                    here = replace(outcome, target=Location(outcome.target.bucket, key))
                    return await self._finished(source, ref, here, answer)
            if self.plan.if_exists is IfExists.SKIP:
                return replace(outcome, result=Result.SKIPPED)
            if self.plan.if_exists is not IfExists.RENAME:
                return replace(
                    outcome, result=Result.EXISTS, error=exists_error(outcome.target.key)
                )
        raise AppError("No free name was found", outcome.target.key, "Choose another place.")

    async def _source(self, ref: ObjectRef) -> CopySource:
        """Look at what is to be copied. Raises AppError where it cannot be."""
        source = await self.copier.source.look(ref.key, ref.version_id)
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
                "That is the object itself",
                f"“{key}” is where it is already; nothing was changed.",
                "Choose another place or name.",
                code="SameObject",
            )
        elif self.plan.if_exists is not IfExists.RENAME:
            yield key  # it exists
        if self.plan.if_exists is IfExists.RENAME:
            yield from spare_names(key)

    @contextmanager
    def _claim(self, key: str) -> Iterator[bool]:
        """Keep others of this plan from the same name meanwhile; false where another has it."""
        if key in self._claimed:
            yield False
            return
        self._claimed.add(key)
        try:
            yield True
        finally:
            self._claimed.discard(key)

    async def _is_free(self, source: CopySource, key: str) -> bool:
        target = self.copier.target
        if not self._if_absent:
            await target.check_other(source.details, key)
            return True
        return await target.is_free(key, conditional=self.copier.conditional)

    async def _stored(
        self, source: CopySource, ref: ObjectRef, key: str, on_copied: Callable[[int], None]
    ) -> WriteResponse | None:
        """Return the answer of what stored the copy; None where the name turned out to be taken."""
        told, started = 0, monotonic()

        def tell(size: int) -> None:
            nonlocal told
            told += size
            on_copied(size)

        try:
            return await self.copier.copy(
                source,
                ref.version_id,
                key,
                if_absent=self._if_absent,
                checkpoint=self.checkpoint,
                on_copied=tell,
            )
        except AppError as error:
            # So may a refusal, where the request came twice: the name was free a moment before.
            is_refusal = error.code in _GONE or (self._if_absent and error.code in _TAKEN)
            hidden = may_have_arrived(error) or is_refusal
            began = server_start(answered_at(error), monotonic() - started)
            arrived = await self._arrived(source, key, began) if hidden else None
            if arrived:
                return arrived
            on_copied(-told)
            if _is_empty_folder(source) and refuses_copy(error):
                return await self._recreated(source, ref, key)
            if error.code not in _TAKEN:
                raise
            if await self._is_sources_fault(source, ref, key):
                raise changed(source.details.location) from error
            return None
        except BaseException:
            on_copied(-told)
            raise

    async def _recreated(
        self, source: CopySource, ref: ObjectRef, key: str
    ) -> WriteResponse | None:
        """Make a folder's marker that the server does not copy; None where the name is taken."""
        if not ref.version_id:  # what has one cannot change
            await self.copier.source.check_unchanged(source.details)
        try:
            return await self.copier.recreate(source, key, if_absent=self._if_absent)
        except AppError as error:
            if error.code in _TAKEN:
                return None
            raise

    async def _is_sources_fault(self, source: CopySource, ref: ObjectRef, key: str) -> bool:
        """Whether the condition on the source failed, and not the one on the target."""
        if not self._if_absent:
            return True
        try:
            return await self.copier.target.is_free(key, conditional=False)
        except AppError as error:
            if error.code != "AccessDenied":
                raise
        if not ref.version_id:  # what has one cannot change
            await self.copier.source.check_unchanged(source.details)
        return False

    async def _arrived(
        self, source: CopySource, key: str, began: datetime | None = None
    ) -> WriteResponse | None:
        """Return what there is if it is our copy; what is older than our request is not."""
        try:
            copy = await self.copier.target.look(key)
        except AppError:
            return None
        if compare(source, copy).verdict is not Verdict.VERIFIED:
            return None
        details = copy.details
        if is_before(details.last_modified, began):
            return None
        return WriteResponse(details.etag, details.status, details.checksum, details.version_id)

    async def _finished(
        self, source: CopySource, ref: ObjectRef, outcome: CopyOutcome, answer: WriteResponse
    ) -> CopyOutcome:
        """Prove the copy; and delete the source of a move, if all of it is verified."""
        details, proof = await self._proved(source, outcome.target.key, answer)
        outcome = replace(outcome, result=RESULTS[proof.verdict], details=details, proof=proof)
        if not self.plan.move:
            return outcome
        return await self._sources.delete(source, ref, outcome)

    async def _proved(
        self, source: CopySource, key: str, answer: WriteResponse
    ) -> tuple[ObjectDetails | None, CopyProof]:
        location = Location(self.copier.target.bucket, key)
        try:
            copy = await self.copier.target.look_at_new(key, answer.version_id)
        except AppError as error:  # it is stored, whatever is wrong with looking
            if error.code in ABSENT:
                await aside(abort_completed, self.copier.target.client, location, answer)
                return None, unseen("no such object", Verdict.DIFFERENT)
            denied = error.code in DENIED
            return None, unseen("not allowed to look" if denied else str(error))
        except Exception as error:  # noqa: BLE001 - as above
            _log.exception("Unexpected error")
            return None, unseen(str(unexpected(error)))
        proof = compare(source, copy, answer.etag, None, answer.version_id)
        if proof.lacks_only_content:
            same = await same_bytes(self.copier, source.details, copy.details)
            proof = compare(source, copy, answer.etag, same, answer.version_id)
        return copy.details, proof


def _is_empty_folder(source: CopySource) -> bool:
    """Whether it only stands for a folder: where that is there, there is nothing to ask about."""
    return source.details.location.key.endswith("/") and source.details.size == 0


def _other_region(details: ObjectDetails, region: str) -> AppError:
    return AppError(
        "The key is in another Region than the target",
        f"“{details.location.key}” has a key of {details.key_region}, and {region} takes no other.",
        "Download it, and upload it there with a key of that Region.",
        code="KeyInOtherRegion",
    )
