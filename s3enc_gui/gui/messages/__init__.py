"""The only place that turns enums, values and errors into what the window shows.

The words themselves are the domain's, for the command line says the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain import words
from s3enc_gui.domain.encryption import Encryption, EncryptionChoice, EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.object_details import ObjectDetails
from s3enc_gui.domain.outcome import Outcome, Result
from s3enc_gui.domain.stray import Stray
from s3enc_gui.domain.weather import Forecast, Weather
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.models.transfer_row import Phase, TransferRow


@dataclass(frozen=True, slots=True)
class Sign:
    """How a result looks: an icon's name and its tone; the word is always beside it."""

    icon: str
    tone: Tone


RESULT_SIGNS: dict[Result, Sign] = {
    Result.VERIFIED: Sign("verified", "ok"),
    Result.CANNOT_TELL: Sign("question", "warning"),
    Result.DIFFERENT: Sign("error", "error"),
    Result.FAILED: Sign("error", "error"),
    Result.EXISTS: Sign("warning", "warning"),
    Result.SKIPPED: Sign("skipped", "muted"),
    Result.CANCELLED: Sign("cancelled", "muted"),
}

PHASE_WORDS: dict[Phase, str] = {
    Phase.WAITING: "Waiting",
    Phase.UPLOADING: "Uploading",
    Phase.CHECKING: "Checking",
    Phase.PAUSED: "Paused",
}

PHASE_SIGNS: dict[Phase, Sign] = {
    Phase.WAITING: Sign("waiting", "muted"),
    Phase.UPLOADING: Sign("upload", "accent"),
    Phase.CHECKING: Sign("inspect", "accent"),
    Phase.PAUSED: Sign("pause", "muted"),
}


@dataclass(frozen=True, slots=True)
class WeatherWords:
    """What is the matter, and what the user is to do about it, or need not."""

    title: str
    advice: str
    sign: Sign


WEATHER_WORDS: dict[Weather, WeatherWords] = {
    Weather.OFFLINE: WeatherWords(
        "Connection lost", "it goes on by itself", Sign("offline", "warning")
    ),
    Weather.BUSY: WeatherWords(
        "The service is busy", "it goes on by itself", Sign("waiting", "warning")
    ),
    Weather.SIGNED_OUT: WeatherWords(
        "Signed out", "sign in again, then press Try now", Sign("person", "warning")
    ),
    Weather.CLOCK: WeatherWords(
        "This computer’s clock is wrong",
        "set it right, then press Try now",
        Sign("waiting", "warning"),
    ),
    Weather.DISK: WeatherWords(
        "What is sent cannot be noted on this disk",
        "make room on it, then press Try now",
        Sign("disk", "warning"),
    ),
}


def result_word(result: Result) -> str:
    """Return the word on a file."""
    return QCoreApplication.translate("Result", words.RESULT_WORDS[result])


def kind_word(kind: Encryption) -> str:
    """Return the name of a kind of encryption."""
    return QCoreApplication.translate("Encryption", words.KIND_WORDS[kind])


def transfer_sign(row: TransferRow) -> Sign:
    """Return how a transfer's state looks."""
    return RESULT_SIGNS[row.outcome.result] if row.outcome else PHASE_SIGNS[row.phase]


def transfer_text(row: TransferRow) -> str:
    """Return a transfer's state for a table; of a failure its reason too."""
    if row.outcome is None:
        return QCoreApplication.translate("Phase", PHASE_WORDS[row.phase])
    word = result_word(row.outcome.result)
    if row.outcome.result is Result.FAILED and row.outcome.error:
        return f"{word}: {error_text(row.outcome.error)[0]}"
    return word


def transfer_tip(row: TransferRow) -> str:
    """Return a transfer's state with all that is to be said about it."""
    if row.outcome is None:
        return transfer_text(row)
    return str(row.outcome.error) if row.outcome.error else words.verdict_words(row.outcome)


def weather_text(forecast: Forecast) -> tuple[str, str]:
    """Return what keeps the queue waiting, and since when with what to do about it."""
    told = WEATHER_WORDS[forecast.weather]
    title = QCoreApplication.translate("Weather", told.title)
    advice = QCoreApplication.translate("Weather", told.advice)
    since = time_text(forecast.since)
    return f"{title}.", _tr("Waiting since {}; {}.").format(since, advice)


def time_text(time: datetime) -> str:
    """Return a time as the clock here shows it; with the date where it is not of today."""
    here = time.astimezone()
    today = here.date() == datetime.now(here.tzinfo).date()
    return here.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")


def origin_text(stray: Stray) -> str:
    """Return whose program began an upload, by its looks; some servers do not tell enough."""
    if stray.checksum is None:
        return words.NOT_KNOWN
    return "S3enc" if stray.is_like_ours else _tr("another program")


def origin_tip(stray: Stray) -> str:
    """Return what that is concluded from."""
    if stray.checksum is None:
        return _tr("The server does not tell how it was begun.")
    if stray.is_like_ours:
        return _tr("Begun as S3enc begins its uploads (CRC64NVME); other programs may do so, too.")
    return _tr("Begun otherwise than S3enc begins its uploads ({}).").format(stray.checksum)


def choice_text(choice: EncryptionChoice) -> str:
    """Return what is asked for, as on the Review page."""
    return words.choice_words(choice)


def details_rows(
    details: ObjectDetails | None, outcome: Outcome | None = None
) -> list[tuple[str, str]]:
    """Return the rows of the Encryption details; see `domain.words`.

    `Verified` names only what is in doubt: the banner above the rows has both sides of it.
    """
    rows = dict(words.details_rows(details, outcome))
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
        return words.NOT_KNOWN if outcome.result is Result.CANNOT_TELL else words.NOTHING
    text = words.stored_words(outcome.details)
    # The details have the rest.
    return ", ".join(part for part in text.split(", ") if not part.startswith("bucket key"))


def error_text(error: AppError) -> tuple[str, str, str]:
    """Return title, detail and hint as they are shown."""
    return tuple(  # type: ignore[return-value]  # three go in, three come out
        QCoreApplication.translate("AppError", text) if text else ""
        for text in (error.title, error.detail, error.hint)
    )


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
    detail = "\n".join(words.finding_words(doubt) for doubt in doubts)
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


def status_remark(status: EncryptionStatus) -> tuple[AppError, str] | None:
    """Return what is remarkable about how an object is encrypted, for a banner; or None."""
    if status.customer_algorithm:
        return _remark(
            "Encrypted with a customer's own key (SSE-C)",
            "S3 tells nothing more about it to whoever has not that key.",
        ), "info"
    if status.client_side:
        return _remark(
            "Encrypted before it was uploaded",
            "The S3 Encryption Client did so; only whoever has its key can read the object.",
        ), "info"
    if status.algorithm is None:
        return _remark("Not encrypted", "S3 reports no encryption for this object."), "warning"
    return None


def _remark(title: str, detail: str) -> AppError:
    return AppError(_tr(title), _tr(detail))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
