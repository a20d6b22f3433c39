"""Downloading objects, each with its check, and going on where that was interrupted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from s3enc_gui.domain.downloads.download import HERE, DownloadRequest, DownloadSummary, FileOutcome
from s3enc_gui.domain.error_codes import GONE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads.events import (
    DownloadProgress,
    DownloadResumed,
    FilesEnded,
    ProgressNotSaved,
)
from s3enc_gui.jobs.downloads.objects import ObjectSource
from s3enc_gui.jobs.downloads.run import DownloadRun
from s3enc_gui.jobs.downloads.source import DownloadContext, DownloadSource
from s3enc_gui.jobs.uploads.queue.events import OutageChanged
from s3enc_gui.store.downloads.part_file import remove_part
from s3enc_gui.store.downloads.record import DownloadRecord, downloads_folder, tag_of
from s3enc_gui.store.downloads.target_folder import TargetFolder

__all__ = [
    "DownloadObjects",
    "DownloadProgress",
    "DownloadResumed",
    "FilesEnded",
    "ForgetDownload",
    "ProgressNotSaved",
]

RANGE = 8 * MIB  # bytes fetched by one request, of objects that have more


@dataclass(frozen=True, slots=True)
class DownloadObjects:
    """Download what is wished; reports DownloadProgress and FilesEnded, WeatherChanged besides.

    A download in the same words that was interrupted is gone on with (DownloadResumed): what has
    arrived is not fetched again. `goes_on` says that there was one, where nothing could be noted.
    `only` passes over all others, by key and version. After `deadline` seconds of bad weather it
    fails (None: it waits). A download that is not complete is kept for another time; one that is
    waits for ForgetDownload only where names were taken, or `until_told`: whoever asks is still to
    be told how it ended, and would otherwise find the files as somebody else's.
    """

    request: DownloadRequest
    goes_on: bool = False
    only: tuple[tuple[str, str | None], ...] | None = None
    deadline: float | None = None
    range_size: int = RANGE
    until_told: bool = False

    def run(self, context: Context) -> DownloadSummary:
        """Return how every object ended.

        Raises AppError where nothing can be fetched at all, or no more: the bucket, the folder, a
        full disk, a listing that is refused, no answers; and Cancelled. What has come is kept then.
        """
        services, request = context.services, self.request
        aws_session = services.aws_session(request.connection)
        download_source = DownloadSource.find(request, aws_session, services.aws_sessions.reopened)
        context.checkpoint()
        file = opened(context, request)
        try:
            kept = file.kept()
            if kept is not None:  # what it notes is behind what has arrived
                context.report(DownloadResumed(kept.begun, kept.files, kept.bytes))
            folder = TargetFolder(Path(request.folder), f"s3enc-{tag_of(request)}")
            system = folder.prepare()
            if self.only is None:
                file.begin(request, now())
            download_context = DownloadContext(
                request,
                download_source,
                folder,
                file,
                self.range_size,
                self.goes_on or kept is not None,
            )
            source = ObjectSource(download_context, system, file.done())
            summary: DownloadSummary = services.run(self._run(download_context, source, context))
            self._settle(file, summary)
            return summary
        finally:
            file.close()

    async def _run(
        self, download_context: DownloadContext, source: ObjectSource, context: Context
    ) -> DownloadSummary:
        def tell(outage: Outage | None) -> None:
            context.report(OutageChanged(outage))

        download_context.download_source.wait_with(tell, self.deadline)
        only = None if self.only is None else frozenset(self.only)
        return await DownloadRun(download_context, source, context, only).run()

    def _settle(self, file: DownloadRecord, summary: DownloadSummary) -> None:
        """Forget what nobody needs to go on with; names that are taken may be decided on yet."""
        results = summary.results
        hopeful = any(one.error and one.error.code not in GONE for one in summary.failed)
        if self.only is not None:
            if hopeful:
                file.settle(False)
        elif all(one.ended in HERE or one.ended is FileOutcome.SKIPPED for one in results):
            for target in file.parts():  # of what got another place, or is another object by now
                remove_part(target)
            if self.until_told:
                file.settle(True)
            else:
                file.remove()
        else:
            file.settle(not hopeful)


@dataclass(frozen=True, slots=True)
class ForgetDownload:
    """Let nothing more be known of a download that ended; the files stay."""

    request: DownloadRequest

    def run(self, context: Context) -> None:
        """Return when it is forgotten. Raises AppError."""
        file = opened(context, self.request)
        file.remove()


def opened(context: Context, request: DownloadRequest) -> DownloadRecord:
    """Open the file of a download; where it cannot be written it is in memory.

    Raises AppError where another run has it.
    """
    try:
        is_kept = context.services.journal.is_kept
    except AppError:
        is_kept = False
    tag, in_memory = tag_of(request), context.services.downloads_in_memory
    if not is_kept:
        return in_memory.opened(tag)
    try:
        return DownloadRecord(downloads_folder() / f"{tag}.sqlite")
    except AppError as error:
        if error.code == "DownloadBusy":
            raise
        context.report(ProgressNotSaved(error))
        return in_memory.opened(tag)
