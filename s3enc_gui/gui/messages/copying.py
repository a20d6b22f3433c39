"""Copying and moving in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.copy_outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outcome import Result
from s3enc_gui.gui.messages import RESULT_SIGNS, RESULT_TONES, Sign
from s3enc_gui.gui.messages.counts import amount_text, objects_text
from s3enc_gui.gui.messages.locale import count_text, size_text
from s3enc_gui.jobs.copying import CopyProgress

COPY_WORDS: dict[Result, str] = {
    Result.VERIFIED: "Copied and verified",
    Result.CANNOT_TELL: "Copied, cannot tell whether like its source",
    Result.DIFFERENT: "The copy is not like its source",
    Result.FAILED: "Failed",
    Result.EXISTS: "Already there",
    Result.SKIPPED: "Skipped",
    Result.CANCELLED: "Cancelled",
}

_LINE = 120  # letters of a sentence that a banner has room for
_NOT_GONE = Sign("warning", "warning")


def copy_word(outcome: CopyOutcome) -> str:
    """Return the word on one object."""
    if outcome.moved:
        return _tr("Moved and verified")
    if outcome.result is Result.VERIFIED and outcome.left:
        return _tr("Copied and verified, but not moved")
    return _tr(COPY_WORDS[outcome.result])


def copy_sign(outcome: CopyOutcome) -> Sign:
    """Return how that looks."""
    if outcome.result is Result.VERIFIED and outcome.left:
        return _NOT_GONE
    return RESULT_SIGNS[outcome.result]


def copy_verdict(outcome: CopyOutcome) -> tuple[AppError, str]:
    """Return the verdict on one object for a banner: words, and the tone of ErrorBanner."""
    if outcome.error:
        return outcome.error, RESULT_TONES[outcome.result]
    doubts = outcome.proof.doubts if outcome.proof else ()
    lines = [doubt.words for doubt in doubts]
    hint = ""
    if outcome.left:
        lines += [f"{outcome.left.title}. {outcome.left.detail}"]
        hint = outcome.left.hint
    if not lines and outcome.result is Result.VERIFIED:
        lines = [_tr("S3 shows the encryption, metadata, tags and storage class of its source.")]
    tone = "warning" if copy_sign(outcome) is _NOT_GONE else RESULT_TONES[outcome.result]
    return AppError(copy_word(outcome), "\n".join(lines), hint), tone


def copy_summary(result: CopyResult, *, move: bool) -> tuple[AppError, str]:
    """Return what became of all, for a banner; of a single object, with its name and the reason."""
    if result.error and not result.count:
        return result.error, "error"
    if result.count == 1 and result.complete and len(result.outcomes) == 1:
        return _single_summary(result.outcomes[0], move=move)
    if result.all_done:
        done = _tr("Moved") if move else _tr("Copied")
        count = result.counts.get(Result.VERIFIED, 0)
        skipped = result.counts.get(Result.SKIPPED, 0)
        detail = _tr("{} verified, {}.").format(objects_text(count), size_text(result.size))
        if skipped:
            detail += " " + _tr("{} skipped.").format(objects_text(skipped))
        return AppError(done, detail), "ok"
    parts = [
        f"{_tr(COPY_WORDS[one])}: {count_text(result.counts[one])}"
        for one in Result
        if result.counts.get(one)
    ]
    if result.left and move:
        parts.append(_tr("Sources still there: {}").format(count_text(result.left)))
    title = _tr("Not everything was moved") if move else _tr("Not everything was copied")
    if result.error:
        return broken_off(title, "; ".join(parts), result.error), "error"
    if not result.complete:
        title = _tr("Stopped before everything was done")
    tones = {RESULT_TONES[one] for one in result.counts}
    tone = next((one for one in ("error", "warning") if one in tones), "warning")
    return AppError(title, "; ".join(parts) + ("." if parts else "")), tone


def broken_off(title: str, done: str, error: AppError) -> AppError:
    """Say what was done, and what ended it."""
    told = f"{done.rstrip('.')}. {error.title}. {error.detail}".strip()
    return AppError(title, told, error.hint, error.code)


def _single_summary(outcome: CopyOutcome, *, move: bool) -> tuple[AppError, str]:
    error, tone = copy_verdict(outcome)
    name = outcome.source.key.rpartition("/")[2] or outcome.source.key
    if outcome.result is Result.VERIFIED and not outcome.left:
        done = _tr("Moved and verified") if move else _tr("Copied and verified")
        return AppError(done, _tr("“{}” is now {}.").format(name, outcome.target.uri)), tone
    if outcome.error:
        head = _tr("“{}” was not moved") if move else _tr("“{}” was not copied")
        return short(head.format(name), error), tone
    return AppError(f"{name}: {error.title}", error.detail, error.hint, error.code), tone


def progress_text(progress: CopyProgress) -> str:
    """Return how far it is: `12 of 40 objects, 1.2 MB of 3 MB`, as long as the totals are known."""
    if progress.total is None or progress.total_size is None:
        return amount_text(progress.done, progress.size)
    done, size = count_text(progress.done), size_text(progress.size)
    return _tr("{} of {}, {} of {}").format(
        done, objects_text(progress.total), size, size_text(progress.total_size)
    )


def short(title: str, why: AppError) -> AppError:
    """Say why in a line or two; what takes more is in the details."""
    detail, hint = (text if len(text) <= _LINE else "" for text in (why.detail, why.hint))
    return AppError(title, f"{why.title}. {detail}".rstrip(), hint, why.code)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Copying", text)
