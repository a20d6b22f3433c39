"""What the window says of downloads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.downloads.download import RESULT_TEXTS, FileOutcome, FileResult
from s3enc_gui.gui.downloads.models.download_row import LEFT, DownloadPhase, DownloadRow
from s3enc_gui.gui.messages.errors import error_text
from s3enc_gui.gui.messages.listing import notice_text
from s3enc_gui.gui.messages.outage import OUTAGE_TEXTS
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.wording.labels import format_duration, format_size

PHASE_TEXTS: dict[DownloadPhase, str] = {
    DownloadPhase.WAITING: "Waiting",
    DownloadPhase.RUNNING: "Downloading",
    DownloadPhase.STOPPING: "Stopping",
    DownloadPhase.STOPPED: "Stopped",
    DownloadPhase.INTERRUPTED: "Interrupted",
    DownloadPhase.FAILED: "Failed",
    DownloadPhase.ENDED: "Downloaded",
}

PHASE_SIGNS: dict[DownloadPhase, StateIcon] = {
    DownloadPhase.WAITING: StateIcon("waiting", "muted"),
    DownloadPhase.RUNNING: StateIcon("download", "accent"),
    DownloadPhase.STOPPING: StateIcon("pause", "muted"),
    DownloadPhase.STOPPED: StateIcon("pause", "muted"),
    DownloadPhase.INTERRUPTED: StateIcon("waiting", "warning"),
    DownloadPhase.FAILED: StateIcon("error", "error"),
    DownloadPhase.ENDED: StateIcon("check", "ok"),
}

RESULT_SIGNS: dict[FileOutcome, StateIcon] = {
    FileOutcome.CHECKED: StateIcon("verified", "ok"),
    FileOutcome.ARRIVED: StateIcon("check", "ok"),
    FileOutcome.FOLDER: StateIcon("folder", "ok"),
    FileOutcome.TAKEN: StateIcon("warning", "warning"),
    FileOutcome.SKIPPED: StateIcon("skipped", "muted"),
    FileOutcome.FAILED: StateIcon("error", "error"),
}


def download_sign(row: DownloadRow) -> StateIcon:
    """Return how a download's state looks; in the end, the worst that happened."""
    if row.phase is DownloadPhase.RUNNING and row.outage:
        return OUTAGE_TEXTS[row.outage.kind].sign
    if row.phase is DownloadPhase.ENDED:
        for ended in (
            FileOutcome.FAILED,
            FileOutcome.TAKEN,
            FileOutcome.ARRIVED,
            FileOutcome.CHECKED,
            FileOutcome.SKIPPED,
        ):
            if row.counts[ended] > 0:
                return RESULT_SIGNS[ended]
    return PHASE_SIGNS[row.phase]


def download_text(row: DownloadRow) -> str:
    """Return a download's state for a table."""
    word = _tr(PHASE_TEXTS[row.phase])
    match row.phase:
        case DownloadPhase.RUNNING if row.outage:
            return _tr(OUTAGE_TEXTS[row.outage.kind].title)
        case DownloadPhase.RUNNING:
            left = row.remaining
            return word if left is None else _tr("{} · {} left").format(word, format_duration(left))
        case DownloadPhase.FAILED if row.error:
            return f"{word}: {error_text(row.error)[0]}"
        case DownloadPhase.ENDED:
            return _results(row)
    return word


def download_tip(row: DownloadRow) -> str:
    """Return a download's state with all that is to be said about it."""
    if row.outage and row.phase is DownloadPhase.RUNNING:
        return str(row.outage.error)
    if row.error:
        return str(row.error)
    if row.phase is DownloadPhase.ENDED:
        counted = (f"{result_word(one)}: {count:,}" for one, count in _counted(row))
        return "\n".join(counted) or download_text(row)
    return f"{download_text(row)} · {progress_text(row)}"


def progress_text(row: DownloadRow) -> str:
    """Say how many files and bytes have come: `812 of 20,000 files · 1.2 GB of 4 GB`."""
    now = row.progress
    size = format_size(max(0, now.bytes))
    if now.of_files is None or now.of_bytes is None:
        found = _tr(", {:,} found so far").format(now.listed) if now.listed else ""
        return f"{_files(now.files)}{found} · {size}"
    size = _tr("{} of {}").format(size, format_size(now.of_bytes))
    if now.of_files == 1:
        return size
    return _tr("{:,} of {:,} files").format(now.files, now.of_files) + f" · {size}"


def download_source(row: DownloadRow) -> str:
    """Return where it comes from."""
    names = [*row.request.prefixes, *(listed.key for listed in row.request.objects)]
    shown = [f"s3://{row.request.bucket}/{name}" for name in names[:5]]
    if len(names) > len(shown):
        shown.append(_tr("… and {:,} more").format(len(names) - len(shown)))
    return "\n".join(shown)


def result_word(ended: FileOutcome) -> str:
    """Return the word on a file."""
    return QCoreApplication.translate("Ended", RESULT_TEXTS[ended])


def details_text(row: DownloadRow) -> str:
    """Return what there is to say of the whole and of single files, each on lines of its own."""
    parts = [str(row.error)] if row.error else []
    parts += map(notice_text, row.notices)
    parts += [_file_text(one) for one in row.told]
    if row.untold:
        parts.append(_tr("… and {:,} more").format(row.untold))
    return "\n".join(parts)


def summary_text(rows: Sequence[DownloadRow]) -> str:
    """Say how all downloads together are."""
    under_way = [row for row in rows if row.is_under_way]
    if len(under_way) == 1:
        return progress_text(under_way[0])
    if under_way:
        files, size = (
            sum(row.progress.files for row in under_way),
            sum(max(0, row.progress.bytes) for row in under_way),
        )
        text = _tr("{:,} downloads under way · {} · {}")
        return text.format(len(under_way), _files(files), format_size(size))
    left = sum(row.phase in LEFT for row in rows)
    if left:
        return _tr("1 is not complete") if left == 1 else _tr("{:,} are not complete").format(left)
    return ""


def discard_question(rows: Sequence[DownloadRow]) -> tuple[str, str, str, str, str]:
    """Ask before incomplete files are removed: title, text, more, yes and no."""
    one = len(rows) == 1
    text = (
        _tr("Give up the download of “{}”?").format(rows[0].request.title)
        if one
        else _tr("Give up {:,} downloads?").format(len(rows))
    )
    return (
        _tr("Discard what is not complete"),
        text,
        _tr(
            "Files that have arrived completely stay. What has come of the others is removed from"
            " this computer. Nothing changes in S3."
        ),
        _tr("Discard"),
        _tr("Keep"),
    )


def taken_text(row: DownloadRow) -> str:
    """Ask about names that are taken."""
    folder = PurePath(row.request.folder).name or row.request.folder
    if len(row.taken) == 1:
        name = row.taken[0][0].rpartition("/")[2]
        return _tr("“{}” is already in “{}”. That file was left as it is.").format(name, folder)
    text = _tr("{:,} names are already taken in “{}”. Those files were left as they are.")
    return text.format(len(row.taken), folder)


def _file_text(one: FileResult) -> str:
    said = [str(one.error)] if one.error else []
    said += one.remarks
    return f"{result_word(one.ended)}: {one.key} – {' '.join(said)}"


def _results(row: DownloadRow) -> str:
    """Say the end in few words; what went wrong comes first, of a single file with its reason."""
    if row.counts.total() == 1 and row.counts[FileOutcome.FAILED] == 1 and row.told:
        error = row.told[0].error
        if error is not None:
            return f"{result_word(FileOutcome.FAILED)}: {error_text(error)[0]}"
    bad = [
        f"{result_word(ended)}: {row.counts[ended]:,}"
        for ended in (FileOutcome.FAILED, FileOutcome.TAKEN)
        if row.counts[ended] > 0
    ]
    if bad:
        return " · ".join(bad)
    checked, unchecked = row.counts[FileOutcome.CHECKED], row.counts[FileOutcome.ARRIVED]
    if unchecked:
        return _tr("Downloaded, {:,} unchecked").format(unchecked)
    if checked:
        return _tr("Checked")  # the tool tip says it in full
    if row.counts[FileOutcome.SKIPPED] > 0:
        return result_word(FileOutcome.SKIPPED)
    return _tr("Nothing to download") if not row.counts.total() else _tr("Downloaded")


def _counted(row: DownloadRow) -> list[tuple[FileOutcome, int]]:
    return [(ended, row.counts[ended]) for ended in FileOutcome if row.counts[ended] > 0]


def _files(count: int) -> str:
    return _tr("1 file") if count == 1 else _tr("{:,} files").format(count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Downloads", text)
