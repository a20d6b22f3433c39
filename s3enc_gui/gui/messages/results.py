"""The phase and the result of an upload: text, icon and verdict."""

from __future__ import annotations

from enum import Enum

from s3enc_gui.domain.encryption.finding import Aspect, Finding
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.i18n import N_, Text, text, translate
from s3enc_gui.wording import labels
from s3enc_gui.wording.aspects import aspect_text
from s3enc_gui.wording.formats import NOT_KNOWN, NOTHING


class Phase(Enum):
    """State of an upload that has not ended, as shown to the user."""

    WAITING = "waiting"
    UPLOADING = "uploading"
    CHECKING = "checking"
    PAUSED = "paused"


PHASE_TEXTS: dict[Phase, str] = {
    Phase.WAITING: N_("Waiting"),
    Phase.UPLOADING: N_("Uploading"),
    Phase.CHECKING: N_("Checking"),
    Phase.PAUSED: N_("Paused"),
}
PHASE_SIGNS: dict[Phase, StateIcon] = {
    Phase.WAITING: StateIcon("waiting", "muted"),
    Phase.UPLOADING: StateIcon("upload", "accent"),
    Phase.CHECKING: StateIcon("inspect", "accent"),
    Phase.PAUSED: StateIcon("pause", "muted"),
}
RESULT_SIGNS: dict[Result, StateIcon] = {
    Result.VERIFIED: StateIcon("verified", "ok"),
    Result.CANNOT_TELL: StateIcon("question", "warning"),
    Result.DIFFERENT: StateIcon("error", "error"),
    Result.FAILED: StateIcon("error", "error"),
    Result.EXISTS: StateIcon("warning", "warning"),
    Result.SKIPPED: StateIcon("skipped", "muted"),
    Result.CANCELLED: StateIcon("cancelled", "muted"),
}
RESULT_TONES: dict[Result, str] = {
    result: "info" if sign.tone == "muted" else sign.tone for result, sign in RESULT_SIGNS.items()
}
"""Tones of ErrorBanner."""
_SHORT_TEXTS = {Result.DIFFERENT: N_("Stored differently")}


def short_result_text(result: Result) -> str:
    """Name the result of a transfer in a table or a count."""
    return translate(_SHORT_TEXTS.get(result, labels.RESULT_TEXTS[result]))


def longest_result_text() -> str:
    """Return a sample for the width of a column of results."""
    return max(map(short_result_text, Result), key=len)


def details_rows(
    details: ObjectDetails | None, outcome: Outcome | None = None
) -> list[tuple[str, str]]:
    """Return the rows of the Encryption details by untranslated label (see `wording.labels`).

    `Verified` names only the aspects in doubt, or says why the object couldn't be read; the banner
    above shows requested and stored values.
    """
    rows = dict(labels.details_rows(details, outcome))
    if outcome:
        rows["Verified"] = _short_verdict(outcome)
    return list(rows.items())


def _short_verdict(outcome: Outcome) -> str:
    doubts = outcome.proof.doubts if outcome.proof else ()
    label = labels.result_text(outcome.result)
    named = ", ".join(dict.fromkeys(map(_in_short, doubts)))
    return f"{label}: {named}" if named else label


def _in_short(doubt: Finding) -> str:
    """Name what is in doubt; of the object as a whole, return what was found."""
    is_whole = doubt.aspect is Aspect.OBJECT
    return labels.found_text(doubt) if is_whole else aspect_text(doubt.aspect)


def encryption_text(outcome: Outcome) -> str:
    """Return for a table how a file is stored; never the request alone, which would look proved."""
    if outcome.details is None:
        unknown = outcome.result is Result.CANNOT_TELL
        return translate(NOT_KNOWN) if unknown else NOTHING
    return labels.stored_text(outcome.details, with_bucket_key=False)


def verdict(outcome: Outcome) -> tuple[AppError, str]:
    """Return the verdict on a file for a banner: its text, and the tone of ErrorBanner."""
    title, tone = Text(labels.RESULT_TEXTS[outcome.result]), RESULT_TONES[outcome.result]
    if outcome.error:
        return outcome.error, tone
    if outcome.result is Result.VERIFIED:
        return AppError(title, text("S3 stored the object as requested.")), tone
    if outcome.result is Result.CANCELLED:
        return AppError(title, text("The upload was canceled before it was complete.")), tone
    doubts = outcome.proof.doubts if outcome.proof else ()
    return AppError(title, "\n".join(str(labels.finding_text(doubt)) for doubt in doubts)), tone
