"""Interrupted downloads: find and discard them."""

from __future__ import annotations

from contextlib import suppress

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.downloads.download import DownloadRequest, InterruptedDownload
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads.download import open_record, target_folder
from s3enc_gui.store.downloads.part_file import remove_part
from s3enc_gui.store.downloads.record import DownloadRecord, kept_paths


@dataclass(frozen=True, slots=True)
class CheckDownloads:
    """Find interrupted downloads; DownloadObjects with the same request resumes one."""

    def run(self, context: Context) -> tuple[InterruptedDownload, ...]:
        """Return them, the oldest first, without those that run in other windows."""
        try:
            if not context.services.journal.is_kept:
                return ()
        except AppError:
            return ()
        found: list[InterruptedDownload] = []
        for path in kept_paths():
            context.checkpoint()
            with suppress(AppError):  # in use, or unreadable
                record = DownloadRecord(path)
                interrupted = record.kept()
                if interrupted is None:
                    record.remove()
                else:
                    record.close()
                    found.append(interrupted)
        return tuple(sorted(found, key=lambda one: one.begun))


@dataclass(frozen=True, slots=True)
class DiscardDownload:
    """Discard an interrupted download, and delete its incomplete files."""

    request: DownloadRequest

    def run(self, context: Context) -> int:
        """Return how many incomplete files were deleted. Raises AppError."""
        record = open_record(context, self.request)
        try:
            removed = sum(remove_part(target) for target in record.parts())
            target_folder(self.request).delete_leftovers()
        except BaseException:
            record.close()
            raise
        record.remove()
        return removed
