"""What the desktop tells at the end of uploads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from s3enc_gui.domain.desktop.notification import Notification, NotificationKind, Subject
from s3enc_gui.domain.location import last_name
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.messages.results import short_result_text
from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.gui.transfers.throughput import BY_SEVERITY
from s3enc_gui.i18n import _

_PROBLEMS = frozenset({Result.FAILED, Result.DIFFERENT})
_NOT_DONE = frozenset({*_PROBLEMS, Result.EXISTS})
_UNTOLD = frozenset({Result.CANCELLED, Result.SKIPPED})  # what the user chose


def rows_of_run(rows: Iterable[TransferRow], run: int) -> list[TransferRow]:
    """Return the rows of a run that have ended."""
    return [row for row in rows if row.run == run and row.outcome]


def worst_of(rows: Sequence[TransferRow]) -> TransferRow | None:
    """Return the first row with the most serious result; None if there are no rows."""
    return max(rows, key=lambda row: BY_SEVERITY.index(_result(row)), default=None)


def end_notification(rows: Sequence[TransferRow]) -> Notification | None:
    """Return what these rows came to; None where there is nothing to tell."""
    counts = Counter(map(_result, rows))
    if not counts.keys() - _UNTOLD:
        return None
    if len(rows) == 1:
        name = last_name((rows[0].outcome.item if rows[0].outcome else rows[0].item).key)
        result = short_result_text(_result(rows[0]))
        body = _("{name}: {result}").format(name=name, result=result)
    else:
        body = " · ".join(
            _("{result}: {count:,}").format(result=short_result_text(result), count=counts[result])
            for result in Result
            if counts[result]
        )
    kind = NotificationKind.ENDED
    if counts.keys() & {Result.EXISTS} or not counts.keys() - _NOT_DONE - _UNTOLD:
        kind = NotificationKind.ATTENTION
    has_problems = bool(counts.keys() & _NOT_DONE)
    return Notification(
        kind, Subject.UPLOADS, _title(counts), body, _("Show"), has_problems=has_problems
    )


def _title(counts: Counter[Result]) -> str:
    if not counts.keys() - _PROBLEMS - _UNTOLD:
        return _("The upload failed")
    if counts.keys() & _PROBLEMS:
        return _("The upload ended with problems")
    if counts[Result.EXISTS]:
        return _("The upload needs your decision")
    return _("The upload is complete")


def _result(row: TransferRow) -> Result:
    return row.outcome.result if row.outcome else Result.CANCELLED
