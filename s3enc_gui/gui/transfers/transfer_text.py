"""Text and icon of a transfer's state."""

from __future__ import annotations

from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.messages.outage import OUTAGE_TEXTS, waiting_text
from s3enc_gui.gui.messages.results import PHASE_SIGNS, PHASE_TEXTS, RESULT_SIGNS, short_result_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.i18n import _, translate
from s3enc_gui.wording import labels


def transfer_sign(row: TransferRow, outage: Outage | None = None) -> StateIcon:
    """Return the icon of a transfer's state; `outage` is what it waits for."""
    if row.outcome is None and outage is not None:
        return OUTAGE_TEXTS[outage.kind].sign
    return RESULT_SIGNS[row.outcome.result] if row.outcome else PHASE_SIGNS[row.phase]


def transfer_text(row: TransferRow, outage: Outage | None = None) -> str:
    """Return a transfer's state for the table, with the reason if it failed or waits."""
    if row.outcome is None:
        return waiting_text(outage) if outage else translate(PHASE_TEXTS[row.phase])
    result = short_result_text(row.outcome.result)
    if row.outcome.result is Result.FAILED and row.outcome.error:
        return _("{result}: {reason}").format(result=result, reason=row.outcome.error.title)
    return result


def transfer_tip(row: TransferRow, outage: Outage | None = None) -> str:
    """Return a transfer's state in full."""
    if row.outcome is None:
        return str(outage.error) if outage else transfer_text(row)
    return str(row.outcome.error) if row.outcome.error else labels.verdict_text(row.outcome)
