"""The state of a transfer: its text and its icon."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.messages.errors import error_text
from s3enc_gui.gui.messages.results import RESULT_SIGNS, result_word
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.gui.transfers.models.transfer_row import Phase, TransferRow
from s3enc_gui.wording import labels

PHASE_TEXTS: dict[Phase, str] = {
    Phase.WAITING: "Waiting",
    Phase.UPLOADING: "Uploading",
    Phase.CHECKING: "Checking",
    Phase.PAUSED: "Paused",
}


PHASE_SIGNS: dict[Phase, StateIcon] = {
    Phase.WAITING: StateIcon("waiting", "muted"),
    Phase.UPLOADING: StateIcon("upload", "accent"),
    Phase.CHECKING: StateIcon("inspect", "accent"),
    Phase.PAUSED: StateIcon("pause", "muted"),
}


def transfer_sign(row: TransferRow) -> StateIcon:
    """Return how a transfer's state looks."""
    return RESULT_SIGNS[row.outcome.result] if row.outcome else PHASE_SIGNS[row.phase]


def transfer_text(row: TransferRow) -> str:
    """Return a transfer's state for a table; of a failure its reason too."""
    if row.outcome is None:
        return QCoreApplication.translate("Phase", PHASE_TEXTS[row.phase])
    word = result_word(row.outcome.result)
    if row.outcome.result is Result.FAILED and row.outcome.error:
        return f"{word}: {error_text(row.outcome.error)[0]}"
    return word


def transfer_tip(row: TransferRow) -> str:
    """Return a transfer's state with all that is to be said about it."""
    if row.outcome is None:
        return transfer_text(row)
    return str(row.outcome.error) if row.outcome.error else labels.verdict_text(row.outcome)
