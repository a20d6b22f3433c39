"""The lines of a report: what became of each object of an operation."""

from __future__ import annotations

from s3enc_gui.domain.copies.outcome import CopyOutcome
from s3enc_gui.domain.deletion import NotDeleted
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.browser.operations.report_dialog import ReportLine
from s3enc_gui.gui.messages.copies import CopyAction, copy_result_text, copy_sign, copy_verdict
from s3enc_gui.gui.messages.state_icon import StateIcon


def copy_line(outcome: CopyOutcome, action: CopyAction) -> ReportLine:
    """Return the line of an object that was copied or moved, or wasn't."""
    title, detail, hint = map(str, copy_verdict(outcome, action)[0].texts)
    result = copy_result_text(outcome, action)
    head = f"{title}." if title != result else ""
    details = " ".join(part for part in (head, detail, hint) if part).replace("\n", " ")
    is_conflict = outcome.result is Result.EXISTS
    return ReportLine(outcome.source.key, copy_sign(outcome), result, details, is_conflict)


def not_deleted_line(one: NotDeleted) -> ReportLine:
    """Return the line of an object that wasn't deleted."""
    details = " ".join(part for part in (one.error.detail, one.error.hint) if part)
    return ReportLine(one.key, StateIcon("error", "error"), one.error.title, details)
