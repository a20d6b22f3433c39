"""Downloads that an earlier run could not complete: found, or given up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from s3enc_gui.domain.downloads.download import DownloadRequest, InterruptedDownload
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads.download import opened
from s3enc_gui.store.downloads.part_file import remove_part
from s3enc_gui.store.downloads.record import DownloadRecord, kept_paths, tag_of
from s3enc_gui.store.downloads.target_folder import TargetFolder


@dataclass(frozen=True, slots=True)
class CheckDownloads:
    """Which downloads were interrupted: DownloadObjects of the same wish goes on with one."""

    def run(self, context: Context) -> tuple[InterruptedDownload, ...]:
        """Return them, the oldest first; those under way in other windows are not among them."""
        try:
            if not context.services.journal.is_kept:
                return ()
        except AppError:
            return ()
        found: list[InterruptedDownload] = []
        for path in kept_paths():
            context.checkpoint()
            with suppress(AppError):  # one that is busy, or cannot be read
                file = DownloadRecord(path)
                kept = file.kept()
                if kept is None:
                    file.remove()
                else:
                    file.close()
                    found.append(kept)
        return tuple(sorted(found, key=lambda kept: kept.begun))


@dataclass(frozen=True, slots=True)
class DiscardDownload:
    """Forget a download that was interrupted, and remove the files that are not complete."""

    request: DownloadRequest

    def run(self, context: Context) -> int:
        """Return how many incomplete files were removed. Raises AppError."""
        file = opened(context, self.request)
        try:
            removed = sum(remove_part(target) for target in file.parts())
            TargetFolder(Path(self.request.folder), f"s3enc-{tag_of(self.request)}").sweep()
        except BaseException:
            file.close()
            raise
        file.remove()
        return removed
