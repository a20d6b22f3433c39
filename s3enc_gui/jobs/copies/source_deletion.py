"""The second half of a move: the source of a proved copy is deleted, and nothing else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from s3enc_gui.domain.copies.outcome import CopyOutcome
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.copies.proof import CopyProof, CopySource, Trait, unseen
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.proof import Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.s3.copies.copier import Copier
from s3enc_gui.s3.copies.copy_bucket import COPY_GONE, NOT_DELETED

OTHER_FOLDER = AppError(
    "The source was not deleted",
    "The folder is there already, and its own object is stored otherwise.",
    "Delete the empty folder, if you want to.",
    code="NotProved",
)
_OLDER = AppError(
    "The source was not deleted",
    "It is an older version: deleting its name would hide the newest one.",
    "Delete the version itself, if you want to.",
    code="OlderVersion",
)

_ANOTHER_WAS_LOST = AppError(
    "The source was not deleted",
    "This server deleted the copy of another object together with its source.",
    "Leave the sources where they are.",
    code="CopiesNotKept",
)


@dataclass(slots=True)
class SourceDeletion:
    """Deletes the sources of a move, on one loop; none any more once a copy went with its source.

    Where the server is not Amazon's, one after the other until the first copy was kept.
    """

    copier: Copier
    _one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)
    _kept: bool = False
    _lost: bool = False

    async def delete(self, source: CopySource, ref: ObjectRef, outcome: CopyOutcome) -> CopyOutcome:
        """See `delete_source`."""
        if self._kept or self.copier.target.is_amazon:
            return await self._delete(source, ref, outcome)
        async with self._one_by_one:
            return await self._delete(source, ref, outcome)

    async def _delete(
        self, source: CopySource, ref: ObjectRef, outcome: CopyOutcome
    ) -> CopyOutcome:
        if self._lost:
            return replace(outcome, left=_ANOTHER_WAS_LOST)
        outcome = await delete_source(self.copier, source, ref, outcome)
        if outcome.error and outcome.error.code == COPY_GONE:
            self._lost = True
        elif outcome.moved and outcome.result is Result.VERIFIED:
            self._kept = True
        return outcome


async def delete_source(
    copier: Copier, source: CopySource, ref: ObjectRef, outcome: CopyOutcome
) -> CopyOutcome:
    """Delete the source of a copy that is verified, and look at the copy once more.

    Returns the outcome of the move. Where the copy is gone with its source, because the server took
    both names for one object, that is a failure, whatever was proved before.
    """
    proof, copy = outcome.proof, outcome.details
    if proof is None or copy is None or proof.verdict is not Verdict.VERIFIED:
        return replace(outcome, left=_not_proved(proof) if proof else None)
    try:
        if ref.version_id and not await _is_latest(copier, source.details):
            return replace(outcome, left=_OLDER)
        await copier.source.delete(source.details, copy)
    except AppError as error:
        outcome = replace(outcome, left=error)
        if error.code != NOT_DELETED:
            return outcome
    try:
        await copier.target.check_kept(copy)
    except AppError as error:
        if not outcome.left:
            return _not_kept(outcome, error)
        return _only_source(outcome) if error.code == COPY_GONE else outcome
    return outcome if outcome.left else replace(outcome, moved=True)


async def _is_latest(copier: Copier, details: ObjectDetails) -> bool:
    latest = await copier.source.look(details.location.key)
    return named_version(latest.details.version_id) == named_version(details.version_id)


def _not_kept(outcome: CopyOutcome, error: AppError) -> CopyOutcome:
    if error.code == COPY_GONE:
        return _lost(outcome, error)
    told = AppError(
        "The source was deleted, and the copy can't be checked",
        f"{error.title}. {error.detail}".strip(),
        "Check whether the copy is there.",
        code=error.code,
    )
    return replace(
        outcome,
        result=Result.CANNOT_TELL,
        proof=unseen("not looked at after its source was deleted"),
        error=told,
        moved=True,
    )


def _only_source(outcome: CopyOutcome) -> CopyOutcome:
    error = AppError(
        "The server deleted the copy instead of its source",
        f"“{outcome.target.key}” is gone; “{outcome.source.key}” is still there.",
        "Leave the source where it is: this server treats the two names as one.",
        code=COPY_GONE,
    )
    return _lost(outcome, error)


def _lost(outcome: CopyOutcome, error: AppError) -> CopyOutcome:
    proof = unseen("no such object", Verdict.DIFFERENT)
    return replace(outcome, result=Result.FAILED, details=None, proof=proof, error=error)


def _not_proved(proof: CopyProof) -> AppError:
    doubts = ", ".join(dict.fromkeys(one.trait.value for one in proof.doubts))
    differs = proof.verdict is Verdict.DIFFERENT or any(
        one.trait is not Trait.CONTENT for one in proof.doubts
    )
    return AppError(
        "The source was not deleted",
        f"The copy is not what it should be, or that cannot be told: {doubts}."
        if differs
        else "No checksum tells whether the copy holds the same bytes.",
        "Look at both, then delete the one you do not want.",
        code="NotProved",
    )
