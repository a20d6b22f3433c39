"""The second half of a move: deletes the source of a verified copy."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from s3enc_gui.domain.copies.comparison import CopyProof, CopySource, Trait, unseen
from s3enc_gui.domain.copies.outcome import CopyOutcome
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.i18n import sentences, text
from s3enc_gui.s3.copies.copier import Copier
from s3enc_gui.s3.copies.copy_bucket import COPY_GONE, NOT_DELETED
from s3enc_gui.wording.aspects import aspect_text

_NOT_DELETED = text("The source wasn't deleted")
OTHER_FOLDER = AppError(
    _NOT_DELETED,
    text("The folder already exists, and its object is stored differently."),
    text("Delete the empty source folder if you don't need it."),
    code="NotProved",
)
_OLDER = AppError(
    _NOT_DELETED,
    text("It is an older version. Deleting it by name would hide the current version."),
    text("Delete the version itself if you don't need it."),
    code="OlderVersion",
)
_ANOTHER_WAS_LOST = AppError(
    _NOT_DELETED,
    text("This server deleted the copy of another object together with its source."),
    text("Keep the sources where they are."),
    code="CopiesNotKept",
)


@dataclass(slots=True)
class SourceDeletion:
    """Deletes the sources of a move, on the event loop; `amazon`: the target is on AWS.

    Stops if the server deletes a copy together with its source. On servers other than AWS, sources
    are deleted one at a time until the first copy has survived.
    """

    amazon: bool
    _one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)
    _survived: bool = False
    _lost: bool = False

    async def delete(
        self, copier: Copier, source: CopySource, ref: ObjectRef, outcome: CopyOutcome
    ) -> CopyOutcome:
        """See `delete_source`."""
        if self._survived or self.amazon:
            return await self._delete(copier, source, ref, outcome)
        async with self._one_by_one:
            return await self._delete(copier, source, ref, outcome)

    async def _delete(
        self, copier: Copier, source: CopySource, ref: ObjectRef, outcome: CopyOutcome
    ) -> CopyOutcome:
        if self._lost:
            return replace(outcome, left=_ANOTHER_WAS_LOST)
        outcome = await delete_source(copier, source, ref, outcome)
        if outcome.error and outcome.error.code == COPY_GONE:
            self._lost = True
        elif outcome.moved and outcome.result is Result.VERIFIED:
            self._survived = True
        return outcome


async def delete_source(
    copier: Copier, source: CopySource, ref: ObjectRef, outcome: CopyOutcome
) -> CopyOutcome:
    """Delete the source of a verified copy, then check the copy again.

    Returns the outcome of the move: a failure if the copy was deleted with its source, because the
    server treats both names as one object.
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
        await copier.target.check_copy_exists(copy)
    except AppError as error:
        if not outcome.left:
            return _not_kept(outcome, error)
        return _only_source(outcome) if error.code == COPY_GONE else outcome
    return outcome if outcome.left else replace(outcome, moved=True)


async def _is_latest(copier: Copier, details: ObjectDetails) -> bool:
    latest = await copier.source.read(details.location.key)
    return named_version(latest.details.version_id) == named_version(details.version_id)


def _not_kept(outcome: CopyOutcome, error: AppError) -> CopyOutcome:
    if error.code == COPY_GONE:
        return _lost(outcome, error)
    title, detail, _ = error.texts
    unchecked = AppError(
        text("The source was deleted, but the copy couldn't be checked"),
        sentences(text("The check failed: {problem}.", problem=title), detail),
        text("Check whether the copy exists."),
        code=error.code,
    )
    return replace(
        outcome,
        result=Result.CANNOT_TELL,
        proof=unseen(text("not checked after its source was deleted")),
        error=unchecked,
        moved=True,
    )


def _only_source(outcome: CopyOutcome) -> CopyOutcome:
    error = AppError(
        text("The server deleted the copy instead of its source"),
        text(
            "“{copy}” no longer exists; “{source}” still does.",
            copy=outcome.target.key,
            source=outcome.source.key,
        ),
        text("Keep the source where it is: this server treats the two names as one."),
        code=COPY_GONE,
    )
    return _lost(outcome, error)


def _lost(outcome: CopyOutcome, error: AppError) -> CopyOutcome:
    proof = unseen(text("no such object"), Verdict.DIFFERENT)
    return replace(outcome, result=Result.FAILED, details=None, proof=proof, error=error)


def _not_proved(proof: CopyProof) -> AppError:
    traits = list(dict.fromkeys(one.trait for one in proof.doubts))
    if proof.verdict is Verdict.DIFFERENT or any(one is not Trait.CONTENT for one in traits):
        detail = text(
            "The copy differs from its source or couldn't be compared with it: {traits}.",
            traits=", ".join(map(aspect_text, traits)),
        )
    else:
        detail = text("No checksum shows whether the copy has the same content.")
    hint = text("Check both, then delete the one that you don't need.")
    return AppError(_NOT_DELETED, detail, hint, code="NotProved")
