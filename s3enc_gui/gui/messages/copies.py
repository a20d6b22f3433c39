"""Texts and icons of copying, moving and renaming."""

from __future__ import annotations

from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan
from s3enc_gui.domain.errors import UNEXPECTED, AppError
from s3enc_gui.domain.location import plain_name
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.messages.counts import amount_text
from s3enc_gui.gui.messages.locale import count_text, size_text
from s3enc_gui.gui.messages.results import RESULT_SIGNS, RESULT_TONES
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.i18n import (
    N_,
    AnyText,
    Sentences,
    Text,
    _,
    ngettext,
    sentences,
    text,
    text_plural,
    translate,
)
from s3enc_gui.jobs.copies.copy_objects import CopyProgress
from s3enc_gui.wording.copies.results import COPY_TEXTS, MOVED, NOT_MOVED
from s3enc_gui.wording.labels import finding_text

_SOURCE_LEFT = StateIcon("warning", "warning")


class CopyAction(Enum):
    """What the user called the operation."""

    COPY = "copy"
    MOVE = "move"
    RENAME = "rename"

    @classmethod
    def of(cls, plan: CopyPlan) -> CopyAction:
        """Return a plan's action: a rename is a move of one object or folder to a key."""
        if not plan.move:
            return cls.COPY
        return cls.MOVE if plan.destination.key is None else cls.RENAME


@dataclass(frozen=True, slots=True)
class _ActionTexts:
    done: str
    verified: str
    source_left: str
    object_not: str
    folder_not: str
    none: str
    not_all: str


_ACTION_TEXTS: dict[CopyAction, _ActionTexts] = {
    CopyAction.COPY: _ActionTexts(
        N_("Copied"),
        N_("Copied and verified"),
        N_("Copied and verified"),
        N_("“{name}” wasn't copied"),
        N_("The folder “{name}” wasn't copied"),
        N_("Nothing was copied"),
        N_("Not everything was copied"),
    ),
    CopyAction.MOVE: _ActionTexts(
        N_("Moved"),
        MOVED,
        NOT_MOVED,
        N_("“{name}” wasn't moved"),
        N_("The folder “{name}” wasn't moved"),
        N_("Nothing was moved"),
        N_("Not everything was moved"),
    ),
    CopyAction.RENAME: _ActionTexts(
        N_("Renamed"),
        N_("Renamed and verified"),
        N_("Copied and verified, but not renamed"),
        N_("“{name}” wasn't renamed"),
        N_("The folder “{name}” wasn't renamed"),
        N_("Nothing was renamed"),
        N_("Not everything was renamed"),
    ),
}


def copy_result_text(outcome: CopyOutcome, action: CopyAction) -> str:
    """Return the label of one object's result."""
    return translate(_label(outcome, action))


def _label(outcome: CopyOutcome, action: CopyAction) -> str:
    if outcome.result is Result.VERIFIED and outcome.moved:
        return _ACTION_TEXTS[action].verified
    if outcome.result is Result.VERIFIED and outcome.left:
        return _ACTION_TEXTS[action].source_left
    return COPY_TEXTS[outcome.result]


def copy_sign(outcome: CopyOutcome) -> StateIcon:
    """Return the icon of one object's result."""
    if outcome.result is Result.VERIFIED and outcome.left:
        return _SOURCE_LEFT
    return RESULT_SIGNS[outcome.result]


def copy_verdict(outcome: CopyOutcome, action: CopyAction) -> tuple[AppError, str]:
    """Return the verdict on one object for a banner: its text, and the tone of ErrorBanner."""
    if outcome.error:
        error = outcome.error
        if outcome.result is Result.EXISTS:
            # The buttons offer what can be done.
            error = error.rewritten(*error.texts[:2])
        return error, RESULT_TONES[outcome.result]
    doubts = outcome.proof.doubts if outcome.proof else ()
    lines = [finding_text(doubt) for doubt in doubts]
    hint: AnyText = ""
    if outcome.left:
        lines.append(f"{outcome.left.title}. {outcome.left.detail}")
        hint = outcome.left.texts[2]
    if not lines and outcome.result is Result.VERIFIED:
        lines = [
            _("S3 reports the same encryption, metadata, tags and storage class as for the source.")
        ]
    tone = "warning" if copy_sign(outcome) is _SOURCE_LEFT else RESULT_TONES[outcome.result]
    return AppError(Text(_label(outcome, action)), "\n".join(lines), hint), tone


def copy_refusal(error: AppError, plan: CopyPlan) -> AppError:
    """Return the message for a plan that couldn't start, or that a bug ended."""
    texts = _ACTION_TEXTS[CopyAction.of(plan)]
    if error.code == UNEXPECTED:  # some objects may be done
        title = Text(texts.not_all)
    elif len(plan.sources) == 1:
        (thing,) = plan.sources
        message = texts.folder_not if plan.prefixes else texts.object_not
        title = Text(message, {"name": plain_name(thing)})
    else:
        title = Text(texts.none)
    return with_reason(title, error)


def copy_summary(result: CopyResult, plan: CopyPlan) -> tuple[AppError, str]:
    """Return the summary for a banner; of a single object, with its name and the reason."""
    action = CopyAction.of(plan)
    texts = _ACTION_TEXTS[action]
    if result.error and not result.count:
        return copy_refusal(result.error, plan), "error"
    if result.count == 1 and result.complete and len(result.outcomes) == 1:
        return _single_summary(result.outcomes[0], action)
    if result.all_done:
        return AppError(Text(texts.done), _done_counts(result)), "ok"
    parts = [
        f"{translate(COPY_TEXTS[one])}: {count_text(result.counts[one])}"
        for one in Result
        if result.counts.get(one)
    ]
    if result.left and plan.move:
        parts.append(_("Sources not deleted: {count}").format(count=count_text(result.left)))
    if result.error:
        return interrupted_error(Text(texts.not_all), "; ".join(parts), result.error), "error"
    title = Text(texts.not_all) if result.complete else text("Stopped before it was complete")
    tones = {RESULT_TONES[one] for one in result.counts}
    tone = next((one for one in ("error", "warning") if one in tones), "warning")
    denials = (one.error.denial for one in result.outcomes if one.error)
    denial = next(filter(None, denials), None)
    return AppError(title, "; ".join(parts) + ("." if parts else ""), denial=denial), tone


def _done_counts(result: CopyResult) -> Sentences:
    verified = result.counts.get(Result.VERIFIED, 0)
    skipped = result.counts.get(Result.SKIPPED, 0)
    return sentences(
        text_plural(
            "{count} object verified, {size}.",
            "{count} objects verified, {size}.",
            verified,
            count=count_text(verified),
            size=size_text(result.size),
        ),
        text_plural(
            "{count} object skipped.",
            "{count} objects skipped.",
            skipped,
            count=count_text(skipped),
        )
        if skipped
        else "",
    )


def _single_summary(outcome: CopyOutcome, action: CopyAction) -> tuple[AppError, str]:
    error, tone = copy_verdict(outcome, action)
    texts = _ACTION_TEXTS[action]
    name = plain_name(outcome.source.key)
    not_done = Text(texts.object_not, {"name": name})
    target = outcome.target.uri
    if action is CopyAction.RENAME:
        target = plain_name(outcome.target.key)
    if outcome.result is Result.VERIFIED and not outcome.left:
        if action is CopyAction.COPY:
            detail = text("“{name}” was copied to “{target}”.", name=name, target=target)
        else:
            detail = text("“{name}” is now “{target}”.", name=name, target=target)
        return AppError(Text(texts.verified), detail), tone
    if outcome.result is Result.EXISTS:
        detail = text("“{name}” already exists.", name=target)
        return AppError(not_done, detail, code=error.code), tone
    if outcome.error:
        return with_reason(not_done, error), tone
    return error.rewritten(f"“{name}”: {error.title}", *error.texts[1:]), tone


def interrupted_error(title: AnyText, done: str, error: AppError) -> AppError:
    """Return a message with what was done, and the error that ended it."""
    return with_reason(title, error, f"{done.rstrip('.')}.")


def with_reason(title: AnyText, why: AppError, done: str = "") -> AppError:
    """Return a message with the reason `why`; `done` is a sentence before it."""
    return why.rewritten(title, sentences(done, f"{why.title}.", why.texts[1]), why.texts[2])


def progress_text(progress: CopyProgress) -> str:
    """Return how far it is: `12 of 40 objects, 1.2 MB of 3 MB`; without totals if unknown."""
    if progress.total is None or progress.total_size is None:
        return amount_text(progress.done, progress.size)
    return ngettext(
        "{done} of {count} object, {size} of {total_size}",
        "{done} of {count} objects, {size} of {total_size}",
        progress.total,
    ).format(
        done=count_text(progress.done),
        count=count_text(progress.total),
        size=size_text(progress.size),
        total_size=size_text(progress.total_size),
    )
