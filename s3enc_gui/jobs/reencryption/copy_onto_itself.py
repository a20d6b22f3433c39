"""Changes the encryption of one object by copying it onto itself, and compares both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.copies.comparison import CopyProof, CopySource, compare
from s3enc_gui.domain.copies.request import check_annotations, check_source
from s3enc_gui.domain.copies.unreported import with_context
from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import GONE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.reencryption.run import Changed, Planned
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Way
from s3enc_gui.domain.transient_errors import concerns_all
from s3enc_gui.i18n import untranslated
from s3enc_gui.jobs.customer_keys.copiers import Copiers
from s3enc_gui.jobs.history.known_context import KnownContexts
from s3enc_gui.jobs.reencryption.change_one import Found, Start, changed, check_unchanged, is_same
from s3enc_gui.jobs.reencryption.copied_source import (
    must_be_read,
    pack_source,
    unpack_read,
    unpack_source,
    wanted_copy,
)
from s3enc_gui.s3.copies.annotation_reader import AnnotationReader
from s3enc_gui.s3.copies.byte_comparison import read_checksum, same_bytes
from s3enc_gui.s3.copies.copier import Copier
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.multipart.incomplete_uploads import abort_incomplete_uploads
from s3enc_gui.s3.transport.interface import WriteResponse

_PRECONDITION_FAILED = ("PreconditionFailed", "412", "NoSuchUpload")
_CHANGED = ("PreconditionFailed", "412", *GONE)
_STATES = {
    Verdict.VERIFIED: State.VERIFIED,
    Verdict.CANNOT_TELL: State.CANNOT_TELL,
    Verdict.DIFFERENT: State.DIFFERENT,
}


@dataclass(frozen=True, slots=True)
class CopyOntoItself:
    """Copies objects onto themselves; several concurrently, on the event loop."""

    copiers: Copiers
    checkpoint: Callable[[], None]
    contexts: KnownContexts
    annotations: AnnotationReader = field(default_factory=AnnotationReader)

    async def run(self, planned: Planned, start: Start) -> Changed:
        """Change one object, and return its end. Raises AppError, Cancelled."""
        target = planned.target
        if target is None:
            raise ValueError(planned)
        if planned.state is State.STARTED:
            await self._abort_parts(planned)
        try:
            source_key, source = await self._read(planned)
        except AppError as error:
            if error.code in GONE:
                return Changed(State.GONE)
            raise
        if source.details.status.needs_customer_key:
            check_source(source)  # raises
        copier = await self.copiers.copier(source_key, target.customer_key)
        found = _found(source.details)
        if planned.source and not is_same(planned, found):
            return await self._resumed(copier, planned, planned.source, target, source)
        if end := check_unchanged(planned, found):
            return end
        check_source(source)
        source = await self.contexts.of(source)
        in_parts = copier.is_in_parts(source)
        source = await self.annotations.of(copier.source, source, None, needed=in_parts)
        if in_parts:
            check_annotations(source.details)
        read = await _read_before(copier.source, source.details, target)
        await start(pack_source(source.details, read))
        wanted = wanted_copy(source.details, target, planned.context)
        response = await self._copy(copier, planned, wanted)
        try:
            copy = await copier.read_copy(planned.key, response.version_id)
        except AppError as error:
            former = source.details.context
            return Changed(State.CANNOT_TELL, error=error, former_context=former)
        return await self._proved(copier, wanted, source.details, copy, response, read)

    async def _read(self, planned: Planned) -> tuple[str, CopySource]:
        """Read an object with its key (SSE-C): that of before, or the new one. Raises AppError."""
        before = planned.before.customer_key if planned.before else None
        new = planned.target.customer_key if planned.target else ""
        return await self.copiers.read(planned.key, hints=(before or "", new))

    async def _resumed(
        self, copier: Copier, planned: Planned, packed: bytes, target: Target, now: CopySource
    ) -> Changed:
        """Return the end of an object whose copy was interrupted: is what is there the copy?"""
        before = unpack_source(packed)
        wanted = wanted_copy(before, target, planned.context)
        if not _is_copy(wanted, now):
            found = _found(now.details)
            state, error = State.CHANGED, changed(planned)
            return Changed(state, found.status, found.etag, found.version_id, error)
        response = WriteResponse(now.details.etag, now.details.status)
        return await self._proved(copier, wanted, before, now, response, unpack_read(packed))

    async def _copy(self, copier: Copier, planned: Planned, wanted: CopySource) -> WriteResponse:
        if planned.choice.way is Way.PARTS:  # its requests are sent again by themselves
            return await self._attempt(copier, planned, wanted)
        return await copier.target.gate.run(lambda: self._attempt(copier, planned, wanted))

    async def _attempt(self, copier: Copier, planned: Planned, wanted: CopySource) -> WriteResponse:
        """Copy; where an earlier attempt may have succeeded, look first."""
        details = wanted.details
        _, now = await self._read(planned)
        if _is_copy(wanted, now):
            return _response(now.details)
        if not is_same(planned, _found(now.details)):
            raise changed(planned)
        try:
            return await copier.copy(
                wanted,
                named_version(details.version_id),
                planned.key,
                if_absent=False,
                checkpoint=self.checkpoint,
                on_copied=lambda _: None,
                replaces=details.if_match or "",
            )
        except AppError as error:
            refused = error.code in _PRECONDITION_FAILED
            if refused or may_have_arrived(error):
                _, now = await self._read(planned)
                if _is_copy(wanted, now):
                    return _response(now.details)
            if refused:
                raise changed(planned) from error
            raise

    async def _proved(
        self,
        copier: Copier,
        wanted: CopySource,
        before: ObjectDetails,
        copy: CopySource,
        response: WriteResponse,
        read: tuple[int, int] | None,
    ) -> Changed:
        proof = compare(wanted, copy, response.etag, None, response.version_id)
        if proof.lacks_only_content and named_version(before.version_id):
            same = await same_bytes(copier, before, copy.details)
            proof = compare(wanted, copy, response.etag, same, response.version_id)
        elif proof.lacks_only_content and read:
            same = await _is_as_read(copier.target, copy.details, read)
            proof = compare(wanted, copy, response.etag, same, response.version_id)
        proof = with_context(proof, wanted, response.context)
        proof = await self.annotations.compared(
            copier.plain_target,
            proof,
            before,
            copy.details,
            in_parts=copier.is_in_parts(CopySource(before)),
        )
        found = _found(copy.details)
        return Changed(
            _STATES[proof.verdict],
            found.status,
            found.etag,
            found.version_id,
            doubts=_doubts(proof),
            former_context=before.context,
        )

    async def _abort_parts(self, planned: Planned) -> None:
        """Abort the multipart upload of an attempt that was interrupted: its parts are billed."""
        if planned.choice.way is not Way.PARTS:
            return
        target = self.copiers.plain.target

        def abort() -> None:
            known = self.copiers.plain.known_uploads()
            abort_incomplete_uploads(
                target.client, target.bucket, planned.key, planned.started, known
            )

        await target.gate.run(lambda: in_thread(abort))


async def _read_before(
    bucket: CopyBucket, details: ObjectDetails, target: Target
) -> tuple[int, int] | None:
    """Read what nothing else can prove afterwards; None: not needed, or it can't be read."""
    if not must_be_read(details, target):
        return None
    try:
        return await bucket.gate.run(lambda: read_checksum(bucket, details))
    except AppError as error:
        if concerns_all(error) or error.code in _CHANGED:
            raise
        return None


async def _is_as_read(
    bucket: CopyBucket, copy: ObjectDetails, read: tuple[int, int]
) -> bool | None:
    """Whether a copy has the bytes that were read before; None: it can't be read."""
    try:
        return await bucket.gate.run(lambda: read_checksum(bucket, copy)) == read
    except AppError:
        return None


def _is_copy(wanted: CopySource, now: CopySource) -> bool:
    """Whether an object is the copy: it has the new encryption, which it didn't have before."""
    target = Target.of(wanted.details.status)
    if target is None or not target.is_met_by(now.details.status):
        return False
    proof = compare(wanted, now)
    return proof.verdict is Verdict.VERIFIED or proof.lacks_only_content


def _found(details: ObjectDetails) -> Found:
    return Found(details.etag, details.version_id, details.status, details.size)


def _response(details: ObjectDetails) -> WriteResponse:
    return WriteResponse(details.etag, details.status, details.checksum, details.version_id)


def _doubts(proof: CopyProof) -> str:
    found = (replace(one, source=untranslated(one.source)) for one in proof.doubts)
    return "; ".join(f"{one.trait.value}: {one.source}, {untranslated(one.copy)}" for one in found)
