"""Copying and moving in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan
from s3enc_gui.domain.errors import UNEXPECTED, AppError
from s3enc_gui.domain.location import plain_name
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.messages.counts import amount_text, objects_text
from s3enc_gui.gui.messages.locale import count_text, size_text
from s3enc_gui.gui.messages.results import RESULT_SIGNS, RESULT_TONES
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.jobs.copies.copy_objects import CopyProgress

COPY_TEXTS: dict[Result, str] = {
    Result.VERIFIED: "Copied and verified",
    Result.CANNOT_TELL: "Copied, cannot tell whether like its source",
    Result.DIFFERENT: "The copy is not like its source",
    Result.FAILED: "Failed",
    Result.EXISTS: "Already there",
    Result.SKIPPED: "Skipped",
    Result.CANCELLED: "Cancelled",
}

_NOT_GONE = StateIcon("warning", "warning")


class CopyAction(Enum):
    """What is done with objects, as the user calls it."""

    COPY = "copy"
    MOVE = "move"
    RENAME = "rename"

    @classmethod
    def of(cls, plan: CopyPlan) -> CopyAction:
        """Return what a plan is: a rename is a move of one thing to a key."""
        if not plan.move:
            return cls.COPY
        return cls.MOVE if plan.destination.key is None else cls.RENAME


@dataclass(frozen=True, slots=True)
class _Verbs:
    done: str
    verified: str
    left: str
    one_not: str
    folder_not: str
    none: str
    not_all: str


_VERBS: dict[CopyAction, _Verbs] = {
    CopyAction.COPY: _Verbs(
        "Copied",
        "Copied and verified",
        "Copied and verified",
        "“{}” was not copied",
        "The folder “{}” was not copied",
        "Nothing was copied",
        "Not everything was copied",
    ),
    CopyAction.MOVE: _Verbs(
        "Moved",
        "Moved and verified",
        "Copied and verified, but not moved",
        "“{}” was not moved",
        "The folder “{}” was not moved",
        "Nothing was moved",
        "Not everything was moved",
    ),
    CopyAction.RENAME: _Verbs(
        "Renamed",
        "Renamed and verified",
        "Copied and verified, but not renamed",
        "“{}” was not renamed",
        "The folder “{}” was not renamed",
        "Nothing was renamed",
        "Not everything was renamed",
    ),
}


def copy_word(outcome: CopyOutcome, action: CopyAction) -> str:
    """Return the word on one object."""
    if outcome.moved and outcome.result is Result.VERIFIED:
        return _tr(_VERBS[action].verified)
    if outcome.result is Result.VERIFIED and outcome.left:
        return _tr(_VERBS[action].left)
    return _tr(COPY_TEXTS[outcome.result])


def copy_sign(outcome: CopyOutcome) -> StateIcon:
    """Return how that looks."""
    if outcome.result is Result.VERIFIED and outcome.left:
        return _NOT_GONE
    return RESULT_SIGNS[outcome.result]


def copy_verdict(outcome: CopyOutcome, action: CopyAction) -> tuple[AppError, str]:
    """Return the verdict on one object for a banner: words, and the tone of ErrorBanner."""
    if outcome.error:
        error = outcome.error
        if outcome.result is Result.EXISTS:
            # The buttons say what can be done.
            error = AppError(error.title, error.detail, code=error.code)
        return error, RESULT_TONES[outcome.result]
    doubts = outcome.proof.doubts if outcome.proof else ()
    lines = [doubt.words for doubt in doubts]
    hint = ""
    if outcome.left:
        lines += [f"{outcome.left.title}. {outcome.left.detail}"]
        hint = outcome.left.hint
    if not lines and outcome.result is Result.VERIFIED:
        lines = [_tr("S3 shows the encryption, metadata, tags and storage class of its source.")]
    tone = "warning" if copy_sign(outcome) is _NOT_GONE else RESULT_TONES[outcome.result]
    return AppError(copy_word(outcome, action), "\n".join(lines), hint), tone


def copy_refusal(error: AppError, plan: CopyPlan) -> AppError:
    """Return the words for a plan that could not be begun, or that something unforeseen ended."""
    verbs = _VERBS[CopyAction.of(plan)]
    if error.code == UNEXPECTED:  # then nobody knows how far it had come
        title = _tr(verbs.not_all)
    elif len(plan.things) == 1:
        (thing,) = plan.things
        words = verbs.folder_not if plan.prefixes else verbs.one_not
        title = _tr(words).format(plain_name(thing))
    else:
        title = _tr(verbs.none)
    return because(title, error)


def copy_summary(result: CopyResult, plan: CopyPlan) -> tuple[AppError, str]:
    """Return what became of all, for a banner; of a single object, with its name and the reason."""
    action = CopyAction.of(plan)
    verbs = _VERBS[action]
    if result.error and not result.count:
        return copy_refusal(result.error, plan), "error"
    if result.count == 1 and result.complete and len(result.outcomes) == 1:
        return _single_summary(result.outcomes[0], action)
    if result.all_done:
        count = result.counts.get(Result.VERIFIED, 0)
        skipped = result.counts.get(Result.SKIPPED, 0)
        detail = _tr("{} verified, {}.").format(objects_text(count), size_text(result.size))
        if skipped:
            detail += " " + _tr("{} skipped.").format(objects_text(skipped))
        return AppError(_tr(verbs.done), detail), "ok"
    parts = [
        f"{_tr(COPY_TEXTS[one])}: {count_text(result.counts[one])}"
        for one in Result
        if result.counts.get(one)
    ]
    if result.left and plan.move:
        parts.append(_tr("Sources still there: {}").format(count_text(result.left)))
    title = _tr(verbs.not_all)
    if result.error:
        return broken_off(title, "; ".join(parts), result.error), "error"
    if not result.complete:
        title = _tr("Stopped before everything was done")
    tones = {RESULT_TONES[one] for one in result.counts}
    tone = next((one for one in ("error", "warning") if one in tones), "warning")
    return AppError(title, "; ".join(parts) + ("." if parts else "")), tone


def broken_off(title: str, done: str, error: AppError) -> AppError:
    """Say what was done, and what ended it."""
    return because(title, error, f"{done.rstrip('.')}. ")


def _single_summary(outcome: CopyOutcome, action: CopyAction) -> tuple[AppError, str]:
    error, tone = copy_verdict(outcome, action)
    verbs = _VERBS[action]
    name = plain_name(outcome.source.key)
    target = outcome.target.uri
    if action is CopyAction.RENAME:
        target = plain_name(outcome.target.key)
    if outcome.result is Result.VERIFIED and not outcome.left:
        words = _tr("“{}” to “{}”.") if action is CopyAction.COPY else _tr("“{}” is now “{}”.")
        return AppError(_tr(verbs.verified), words.format(name, target)), tone
    if outcome.result is Result.EXISTS:
        taken = _tr("“{}” is already there.").format(target)
        return AppError(_tr(verbs.one_not).format(name), taken, code=error.code), tone
    if outcome.error:
        return because(_tr(verbs.one_not).format(name), error), tone
    return AppError(f"“{name}”: {error.title}", error.detail, error.hint, error.code), tone


def because(title: str, why: AppError, done: str = "") -> AppError:
    """Say what was not done, and why; before that what was `done`."""
    return AppError(title, f"{done}{why.title}. {why.detail}".strip(), why.hint, why.code)


def progress_text(progress: CopyProgress) -> str:
    """Return how far it is: `12 of 40 objects, 1.2 MB of 3 MB`, as long as the totals are known."""
    if progress.total is None or progress.total_size is None:
        return amount_text(progress.done, progress.size)
    done, size = count_text(progress.done), size_text(progress.size)
    return _tr("{} of {}, {} of {}").format(
        done, objects_text(progress.total), size, size_text(progress.total_size)
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Copying", text)
