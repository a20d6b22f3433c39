"""The second half of a move: the source of a proved copy is deleted, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.domain.copy_outcome import CopyOutcome
from s3enc_gui.domain.copy_proof import CopyProof, Stored, Trait, unseen
from s3enc_gui.domain.copying import NO_VERSION, ObjectRef
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.object_details import ObjectDetails
from s3enc_gui.domain.outcome import Result
from s3enc_gui.domain.proof import Verdict
from s3enc_gui.s3.copy_places import COPY_GONE, NOT_DELETED
from s3enc_gui.s3.copying import Copier

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


async def delete_source(
    copier: Copier, source: Stored, ref: ObjectRef, outcome: CopyOutcome
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
    version, this = latest.details.version_id, details.version_id
    return version == this or {version, this} <= set(NO_VERSION)


def _not_kept(outcome: CopyOutcome, error: AppError) -> CopyOutcome:
    if error.code == COPY_GONE:
        proof = unseen("no such object", Verdict.DIFFERENT)
        return replace(outcome, result=Result.FAILED, details=None, proof=proof, error=error)
    told = AppError(
        "The source is deleted, and nothing can be said of the copy any more",
        f"{error.title}. {error.detail}".strip(),
        "See whether the copy is there.",
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
        "The server deleted the copy in place of its source",
        f"“{outcome.target.key}” is gone; “{outcome.source.key}” is still there.",
        "Leave the source where it is: this server takes one name for another.",
        code=COPY_GONE,
    )
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
