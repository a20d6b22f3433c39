"""The result of a transfer: its text, its icon and its verdict."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.wording import labels

RESULT_SIGNS: dict[Result, StateIcon] = {
    Result.VERIFIED: StateIcon("verified", "ok"),
    Result.CANNOT_TELL: StateIcon("question", "warning"),
    Result.DIFFERENT: StateIcon("error", "error"),
    Result.FAILED: StateIcon("error", "error"),
    Result.EXISTS: StateIcon("warning", "warning"),
    Result.SKIPPED: StateIcon("skipped", "muted"),
    Result.CANCELLED: StateIcon("cancelled", "muted"),
}


def result_word(result: Result) -> str:
    """Return the word on a file."""
    return QCoreApplication.translate("Result", labels.RESULT_TEXTS[result])


def details_rows(
    details: ObjectDetails | None, outcome: Outcome | None = None
) -> list[tuple[str, str]]:
    """Return the rows of the Encryption details; see `domain.words`.

    `Verified` names only what is in doubt: the banner above the rows has both sides of it.
    """
    rows = dict(labels.details_rows(details, outcome))
    if outcome:
        rows["Verified"] = _short_verdict(outcome)
    return [(QCoreApplication.translate("Details", label), value) for label, value in rows.items()]


def _short_verdict(outcome: Outcome) -> str:
    doubts = outcome.proof.doubts if outcome.proof else ()
    word = result_word(outcome.result)
    aspects = ", ".join(dict.fromkeys(doubt.aspect.value for doubt in doubts))
    return f"{word}: {aspects}" if aspects else word


def encryption_text(outcome: Outcome) -> str:
    """Return how a file is stored, for a table; what was only asked for would look like proof."""
    if outcome.details is None:
        return labels.NOT_KNOWN if outcome.result is Result.CANNOT_TELL else labels.NOTHING
    text = labels.stored_text(outcome.details)
    # The details have the rest.
    return ", ".join(part for part in text.split(", ") if not part.startswith("bucket key"))


def verdict(outcome: Outcome) -> tuple[AppError, str]:
    """Return the verdict on a file for a banner: words, and `error`, `warning`, `ok` or `info`."""
    word, tone = result_word(outcome.result), RESULT_TONES[outcome.result]
    if outcome.error:
        return outcome.error, tone
    if outcome.result is Result.VERIFIED:
        return AppError(word, _tr("S3 stored it exactly as it was asked for.")), tone
    if outcome.result is Result.CANCELLED:
        return AppError(word, _tr("The upload was stopped before it was complete.")), tone
    doubts = outcome.proof.doubts if outcome.proof else ()
    detail = "\n".join(labels.finding_text(doubt) for doubt in doubts)
    return AppError(word, detail), tone


RESULT_TONES: dict[Result, str] = {
    Result.VERIFIED: "ok",
    Result.CANNOT_TELL: "warning",
    Result.DIFFERENT: "error",
    Result.FAILED: "error",
    Result.EXISTS: "warning",
    Result.SKIPPED: "info",
    Result.CANCELLED: "info",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
