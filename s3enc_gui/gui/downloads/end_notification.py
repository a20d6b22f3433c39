"""What the desktop tells at the end of downloads."""

from __future__ import annotations

from collections.abc import Sequence

from s3enc_gui.domain.desktop.notification import Notification, NotificationKind, Subject
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.downloads.download_text import download_text
from s3enc_gui.gui.downloads.models.download_row import DownloadPhase, DownloadRow
from s3enc_gui.i18n import _, ngettext


def total_progress(rows: Sequence[DownloadRow]) -> Progress:
    """Return the progress of these rows together."""
    works = [row.work_done for row in rows]
    totals = [work.total for work in works if work.total is not None]
    total = sum(totals) if len(totals) == len(works) else None
    return Progress(sum(work.done for work in works), total)


def worst_of(rows: Sequence[DownloadRow]) -> DownloadRow | None:
    """Return the first row with problems, else the last one; None if there are no rows."""
    return next(filter(_has_problems, rows), rows[-1] if rows else None)


def end_notification(rows: Sequence[DownloadRow]) -> Notification | None:
    """Return what these rows came to; None where there is nothing to tell."""
    told = [row for row in rows if row.phase in (DownloadPhase.ENDED, DownloadPhase.FAILED)]
    if not told:
        return None  # the user stopped them
    problems = sum(map(_has_problems, told))
    if len(told) == 1:
        result = download_text(told[0])
        body = _("{name}: {result}").format(name=told[0].request.title, result=result)
    else:
        count = len(told)
        downloads = ngettext("{count:,} download", "{count:,} downloads", count)
        body = downloads.format(count=count)
        if problems:
            with_problems = _("{downloads}, {count:,} with problems")
            body = with_problems.format(downloads=body, count=problems)
    needs_user = problems == len(told) or any(row.conflicts or row.undecided for row in told)
    kind = NotificationKind.ATTENTION if needs_user else NotificationKind.ENDED
    title, has_problems = _title(told, problems), problems > 0
    return Notification(kind, Subject.DOWNLOADS, title, body, _("Show"), has_problems=has_problems)


def _title(rows: Sequence[DownloadRow], problems: int) -> str:
    if problems and all(row.phase is DownloadPhase.FAILED for row in rows):
        return _("The download failed")
    if any(row.failed or row.phase is DownloadPhase.FAILED for row in rows):
        return _("The download ended with problems")
    return _("The download needs your decision") if problems else _("The download is complete")


def _has_problems(row: DownloadRow) -> bool:
    return bool(row.failed or row.conflicts or row.undecided or row.phase is DownloadPhase.FAILED)
