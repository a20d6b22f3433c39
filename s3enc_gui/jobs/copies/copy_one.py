"""Copies or moves one object, and compares the copy with its source."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

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
from s3enc_gui.domain.copies.request import check_annotations, check_source
from s3enc_gui.domain.copies.unreported import with_context
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.encryption.finding import ACCESS_DENIED
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.uploads.outcome import RESULTS, Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import text
from s3enc_gui.jobs.copies.copy_to_key import CopyToKey, is_empty_folder
from s3enc_gui.jobs.copies.source_deletion import OTHER_FOLDER, SourceDeletion
from s3enc_gui.jobs.customer_keys.copiers import Copiers
from s3enc_gui.jobs.history.known_context import KnownContexts
from s3enc_gui.s3.copies.annotation_reader import AnnotationReader
from s3enc_gui.s3.copies.byte_comparison import same_bytes
from s3enc_gui.s3.copies.copier import Copier
from s3enc_gui.s3.copies.copy_bucket import ABSENT, changed
from s3enc_gui.s3.multipart.upload import abort_completed
from s3enc_gui.s3.transport.interface import WriteResponse

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class CopyOne:
    """Copies single objects of a plan; several concurrently, on the event loop."""

    plan: CopyPlan
    copiers: Copiers
    checkpoint: Callable[[], None]
    contexts: KnownContexts
    _annotations: AnnotationReader = field(default_factory=AnnotationReader)
    _reserved: set[str] = field(default_factory=set)
    _sources: SourceDeletion = field(init=False)

    def __post_init__(self) -> None:
        self._sources = SourceDeletion(self.copiers.plain.target.is_amazon)

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
        copier, source = await self._source(ref)
        outcome = replace(outcome, size=max(0, source.details.size))
        refusals = RefusedWrites(outcome.target.key)
        for key in self._names(ref, outcome.target.key):
            self.checkpoint()
            self.plan.check_apart(ref, key)
            with self._reserve(key) as is_reserved:
                response = None
                if_absent = self.plan.if_exists is not IfExists.OVERWRITE
                copy = CopyToKey(copier, source, ref, key, if_absent, self.checkpoint)
                if is_reserved and await copy.is_free():
                    response = await copy.run(on_copied)
                    refusals.note(refused=response is None)
                if response is None and is_empty_folder(source):
                    response = await copy.find()
                    if response is None:
                        left = OTHER_FOLDER if self.plan.move else None
                        return replace(outcome, result=Result.SKIPPED, left=left)
                if response:
                    copied = replace(outcome, target=Location(outcome.target.bucket, key))
                    return await self._finish(copier, source, ref, copied, response)
            if self.plan.if_exists is IfExists.SKIP:
                return replace(outcome, result=Result.SKIPPED)
            if self.plan.if_exists is not IfExists.RENAME:
                return replace(
                    outcome, result=Result.EXISTS, error=exists_error(outcome.target.key)
                )
        raise AppError(
            text("Couldn't find a free name"), outcome.target.key, text("Choose another folder.")
        )

    async def _source(self, ref: ObjectRef) -> tuple[Copier, CopySource]:
        """Return what copies the object, and everything that the copy must have.

        Raises AppError if it can't be copied.
        """
        source_key, source = await self.copiers.read(ref.key, ref.version_id)
        source = await self.contexts.of(source.sized(ref.size))
        check_source(source)
        if ref.etag and source.details.etag != ref.etag:
            raise changed(source.details.location)
        source = await self._with_annotations(source, ref.version_id)
        source = _wanted(source, self.plan.target or _same_key(source_key))
        copier = await self.copiers.copier(source_key, source.details.status.customer_key or "")
        target, to = copier.target, self.plan.destination.bucket
        elsewhere = to != self.plan.bucket and target.is_amazon and not is_multi_region(to)
        if elsewhere and source.details.key_region not in (None, target.region):
            raise _other_region(source.details, target.region)
        return copier, source

    async def _with_annotations(self, source: CopySource, version_id: str | None) -> CopySource:
        """Return the source with its annotations, which are compared with those of the copy.

        Copies in parts lose them. One CopyObject copies them or fails, so that they needn't be
        readable.
        """
        copier = self.copiers.plain
        in_parts = copier.is_in_parts(source)
        source = await self._annotations.of(copier.source, source, version_id, needed=in_parts)
        if in_parts and source.details.annotations:
            check_annotations(source.details)
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

    async def _finish(
        self,
        copier: Copier,
        source: CopySource,
        ref: ObjectRef,
        outcome: CopyOutcome,
        response: WriteResponse,
    ) -> CopyOutcome:
        """Verify the copy; if it is verified, delete the source of a move."""
        details, proof = await _verify(copier, source, outcome.target.key, response)
        if details:
            in_parts = copier.is_in_parts(source)
            proof = await self._annotations.compared(
                copier.plain_target, proof, source.details, details, in_parts=in_parts
            )
        outcome = replace(outcome, result=RESULTS[proof.verdict], details=details, proof=proof)
        if not self.plan.move:
            return outcome
        return await self._sources.delete(copier, source, ref, outcome)


def _same_key(key: str) -> Target | None:
    return Target(Encryption.SSE_C, customer_key=key) if key else None


def _wanted(source: CopySource, target: Target | None) -> CopySource:
    """Return what S3 must report for the copy: everything as it is, but the encryption."""
    if target is None:
        return source
    details = replace(source.details, status=target.status, key_arn=None)
    had_key = source.details.status.customer_algorithm is not None
    return replace(source, details=details, had_customer_key=had_key)


async def _verify(
    copier: Copier, source: CopySource, key: str, response: WriteResponse
) -> tuple[ObjectDetails | None, CopyProof]:
    target = copier.target
    try:
        copy = await copier.read_copy(key, response.version_id)
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
        same = await same_bytes(copier, source.details, copy.details)
        proof = compare(source, copy, response.etag, same, response.version_id)
    return copy.details, with_context(proof, source, response.context)


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
