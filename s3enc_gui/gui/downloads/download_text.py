"""Texts and icons of downloads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from s3enc_gui.domain.downloads.download import FileOutcome, FileResult
from s3enc_gui.domain.errors import AppError, without_options
from s3enc_gui.domain.location import last_name
from s3enc_gui.gui.downloads.models.download_row import RESUMABLE, DownloadPhase, DownloadRow
from s3enc_gui.gui.messages.counts import remaining_text
from s3enc_gui.gui.messages.listing import notice_text
from s3enc_gui.gui.messages.outage import OUTAGE_TEXTS
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.i18n import N_, _, ngettext, translate
from s3enc_gui.wording.downloads.labels import file_outcome_text
from s3enc_gui.wording.formats import format_count, format_size

PHASE_TEXTS: dict[DownloadPhase, str] = {
    DownloadPhase.WAITING: N_("Waiting"),
    DownloadPhase.RUNNING: N_("Downloading"),
    DownloadPhase.STOPPING: N_("Stopping"),
    DownloadPhase.STOPPED: N_("Stopped"),
    DownloadPhase.INTERRUPTED: N_("Interrupted"),
    DownloadPhase.FAILED: N_("Failed"),
    DownloadPhase.ENDED: N_("Downloaded"),
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
    FileOutcome.EXISTS: StateIcon("warning", "warning"),
    FileOutcome.ENCRYPTED: StateIcon("warning", "warning"),
    FileOutcome.SKIPPED: StateIcon("skipped", "muted"),
    FileOutcome.FAILED: StateIcon("error", "error"),
}


_WORST_FIRST = (
    FileOutcome.FAILED,
    FileOutcome.EXISTS,
    FileOutcome.ENCRYPTED,
    FileOutcome.ARRIVED,
    FileOutcome.CHECKED,
    FileOutcome.SKIPPED,
)


def download_sign(row: DownloadRow) -> StateIcon:
    """Return the icon of a download's state; of an ended one, that of its worst result."""
    if row.phase is DownloadPhase.RUNNING and row.outage:
        return OUTAGE_TEXTS[row.outage.kind].sign
    if row.phase is DownloadPhase.ENDED:
        for ended in _WORST_FIRST:
            if row.counts[ended] > 0:
                return RESULT_SIGNS[ended]
    return PHASE_SIGNS[row.phase]


def download_text(row: DownloadRow) -> str:
    """Return a download's state for a table."""
    state = translate(PHASE_TEXTS[row.phase])
    match row.phase:
        case DownloadPhase.RUNNING if row.outage:
            return translate(OUTAGE_TEXTS[row.outage.kind].title)
        case DownloadPhase.RUNNING if row.remaining is not None:
            return f"{state} · {remaining_text(row.remaining)}"
        case DownloadPhase.FAILED if row.error:
            return f"{state}: {row.error.title}"
        case DownloadPhase.ENDED:
            return _results(row)
    return state


def download_tip(row: DownloadRow) -> str:
    """Return a download's state in full."""
    if row.outage and row.phase is DownloadPhase.RUNNING:
        return str(row.outage.error)
    if row.error:
        return str(row.error)
    if row.phase is DownloadPhase.ENDED:
        counts = ((ended, row.counts[ended]) for ended in FileOutcome)
        lines = (
            f"{file_outcome_text(ended)}: {format_count(count)}"
            for ended, count in counts
            if count > 0
        )
        return "\n".join(lines) or download_text(row)
    return f"{download_text(row)} · {progress_text(row)}"


def progress_text(row: DownloadRow) -> str:
    """Return files and bytes downloaded: `812 of 20,000 files · 1.2 GB of 4 GB`."""
    now = row.progress
    size = format_size(max(0, now.bytes))
    if now.of_files is None or now.of_bytes is None:
        files = _files(now.files)
        if now.listed:
            message = _("{files}, {count:,} found so far")
            files = message.format(files=files, count=now.listed)
        return f"{files} · {size}"
    size = _("{size} of {total}").format(size=size, total=format_size(now.of_bytes))
    if now.of_files == 1:
        return size
    files = ngettext("{done:,} of {count:,} file", "{done:,} of {count:,} files", now.of_files)
    return f"{files.format(done=now.files, count=now.of_files)} · {size}"


def download_source(row: DownloadRow) -> str:
    """Return the first URIs that are downloaded."""
    names = [*row.request.prefixes, *(listed.key for listed in row.request.objects)]
    shown = [f"s3://{row.request.bucket}/{name}" for name in names[:5]]
    if len(names) > len(shown):
        shown.append(_more(len(names) - len(shown)))
    return "\n".join(shown)


def details_text(row: DownloadRow) -> str:
    """Return error, notices and files with problems, one per line."""
    parts = [without_options(str(row.error))] if row.error else []
    parts += map(notice_text, row.notices)
    parts += [_file_text(one) for one in row.messages]
    if row.more_messages:
        parts.append(_more(row.more_messages))
    return "\n".join(parts)


def denied(row: DownloadRow) -> AppError | None:
    """Return the first error of a download, or of its files, that is a denial."""
    errors = (row.error, *(one.error for one in row.messages))
    return next((error for error in errors if error and error.denial), None)


def summary_text(rows: Sequence[DownloadRow]) -> str:
    """Return the progress of all downloads together."""
    running = [row for row in rows if row.is_active]
    if len(running) == 1:
        return progress_text(running[0])
    if running:
        count = len(running)
        downloads = ngettext("{count:,} download running", "{count:,} downloads running", count)
        files = _files(sum(row.progress.files for row in running))
        size = format_size(sum(max(0, row.progress.bytes) for row in running))
        return f"{downloads.format(count=count)} · {files} · {size}"
    left = sum(row.phase in RESUMABLE for row in rows)
    if not left:
        return ""
    message = ngettext("{count:,} incomplete download", "{count:,} incomplete downloads", left)
    return message.format(count=left)


def discard_question(rows: Sequence[DownloadRow]) -> tuple[str, str, str, str, str]:
    """Return the question before incomplete files are removed: title, text, more, yes and no."""
    if len(rows) == 1:
        question = _("Discard the download of “{name}”?").format(name=rows[0].request.title)
    else:
        question = ngettext(
            "Discard {count:,} download?", "Discard {count:,} downloads?", len(rows)
        )
        question = question.format(count=len(rows))
    return (
        _("Discard incomplete downloads"),
        question,
        _(
            "Complete files are kept. Incomplete files are removed from this computer. Nothing"
            " changes in S3."
        ),
        _("Discard"),
        _("Keep"),
    )


def conflicts_text(row: DownloadRow) -> str:
    """Return the message about files that already exist."""
    folder = PurePath(row.request.folder).name or row.request.folder
    changed = len(row.conflicts.changed)
    if len(row.conflicts) == 1:
        name = last_name(next(iter(row.conflicts))[0])
        message = _("“{name}” already exists in “{folder}”. It wasn't changed.")
        if changed:
            message = _("“{name}” already exists in “{folder}”, and was changed meanwhile.")
        return message.format(name=name, folder=folder)
    question = ngettext(
        "{count:,} file already exists in “{folder}”. It wasn't changed.",
        "{count:,} files already exist in “{folder}”. They weren't changed.",
        len(row.conflicts),
    )
    if changed:
        question = ngettext(
            "{count:,} file already exists in “{folder}”.",
            "{count:,} files already exist in “{folder}”.",
            len(row.conflicts),
        )
        more = ngettext(
            "{changed:,} of them was changed meanwhile.",
            "{changed:,} of them were changed meanwhile.",
            changed,
        )
        question = f"{question} {more}"
    return question.format(count=len(row.conflicts), folder=folder, changed=changed)


def _file_text(one: FileResult) -> str:
    said = (*([one.error] if one.error else []), *one.remarks)
    parts = " ".join(without_options(str(part)) for part in said)
    return f"{file_outcome_text(one.ended)}: {one.key} – {parts}"


def _results(row: DownloadRow) -> str:
    """Return the results in short; problems first, of a single file with the reason."""
    if row.counts.total() == 1 and row.counts[FileOutcome.FAILED] == 1 and row.messages:
        error = row.messages[0].error
        if error is not None:
            return f"{file_outcome_text(FileOutcome.FAILED)}: {error.title}"
    problems = [
        f"{file_outcome_text(ended)}: {format_count(row.counts[ended])}"
        for ended in (FileOutcome.FAILED, FileOutcome.EXISTS, FileOutcome.ENCRYPTED)
        if row.counts[ended] > 0
    ]
    if problems:
        return " · ".join(problems)
    unchecked = row.counts[FileOutcome.ARRIVED]
    if unchecked:
        return _("Downloaded, {count:,} not checked").format(count=unchecked)
    if row.counts[FileOutcome.CHECKED]:
        return _("Checked")  # in full in the tool tip
    if row.counts[FileOutcome.SKIPPED] > 0:
        return file_outcome_text(FileOutcome.SKIPPED)
    return _("Downloaded") if row.counts.total() else _("Nothing to download")


def _files(count: int) -> str:
    return ngettext("{count:,} file", "{count:,} files", count).format(count=count)


def _more(count: int) -> str:
    return _("… and {count:,} more").format(count=count)
