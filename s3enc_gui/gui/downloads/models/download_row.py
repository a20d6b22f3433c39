"""One row of the downloads table: totals, and the files that failed or need a message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum

from s3enc_gui.domain.downloads.download import (
    CIPHERTEXT,
    DOWNLOADED,
    DownloadRequest,
    FileOutcome,
    FileResult,
    InterruptedDownload,
    file_gone_error,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.progress import SMALL_FILE_COST, Progress, Speedometer
from s3enc_gui.gui.downloads.models.conflicts import Conflicts, Found, ObjectId
from s3enc_gui.jobs.downloads.events import DownloadProgress

MAX_MESSAGES = 200  # files whose results are kept


class DownloadPhase(Enum):
    """State of a download, as shown to the user."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"  # in an earlier session
    FAILED = "failed"  # as a whole
    ENDED = "ended"


_ACTIVE = frozenset({DownloadPhase.WAITING, DownloadPhase.RUNNING, DownloadPhase.STOPPING})
RESUMABLE = frozenset({DownloadPhase.STOPPED, DownloadPhase.INTERRUPTED, DownloadPhase.FAILED})
"""Phases of incomplete downloads, whose parts are on the disk."""


class DownloadRow:
    """Mutable. `messages` are files that failed, already exist or have remarks.

    `conflicts` are the objects whose files already exist, `encrypted` those that were encrypted
    before upload, and were saved like that or couldn't be decrypted. `more_messages` counts the
    files beyond MAX_MESSAGES, `saved` is the path of the first file that was saved. `outage` is
    what the download waits for, `error` why it failed as a whole, `notices` what is unusual about
    its listing.
    """

    def __init__(
        self, request: DownloadRequest, interrupted: InterruptedDownload | None = None
    ) -> None:
        self.request = request
        self.phase = DownloadPhase.INTERRUPTED if interrupted else DownloadPhase.WAITING
        self.error: AppError | None = None
        self.outage: Outage | None = None
        self.counts: Counter[FileOutcome] = Counter()
        self.messages: list[FileResult] = []
        self.more_messages = 0
        self.conflicts = Conflicts()
        self.encrypted: list[ObjectId] = []
        self.saved = ""
        self.notices: list[ListingNotice] = []
        self.progress = DownloadProgress(0, None, 0, None)
        if interrupted:
            self.progress = DownloadProgress(
                interrupted.files,
                interrupted.of_files,
                interrupted.bytes,
                interrupted.of_bytes,
                interrupted.bytes,
            )
        self.speed, self._work = Speedometer(), Speedometer()

    @property
    def failed(self) -> int:
        """Number of files that failed."""
        return self.counts[FileOutcome.FAILED]

    @property
    def single_file(self) -> str:
        """The path of its only file, once that is saved; "" otherwise."""
        return self.saved if self.counts.total() == 1 and not self.is_active else ""

    @property
    def is_active(self) -> bool:
        """Whether it is running or waiting to run."""
        return self.phase in _ACTIVE

    @property
    def can_resume(self) -> bool:
        """Whether starting it again has an effect."""
        return self.phase in RESUMABLE or (self.phase is DownloadPhase.ENDED and self.failed > 0)

    @property
    def permille(self) -> int | None:
        """Progress, 0 to 1000; 1000 only if every file was saved. None: not known."""
        if self.phase is DownloadPhase.ENDED:
            ended = self.counts.total()
            saved = ended - self.failed - self.counts[FileOutcome.EXISTS]
            return Progress(saved, ended).permille
        permille = self.work_done.permille
        return None if permille is None else min(permille, 999)

    @property
    def work_done(self) -> Progress:
        """Bytes plus a fixed cost per file."""
        return Progress(*self._done())

    @property
    def remaining(self) -> float | None:
        """Estimated remaining seconds; None: not known."""
        total = self._done()[1]
        running = self.phase is DownloadPhase.RUNNING and not self.outage
        return self._work.remaining(total) if running and total else None

    def start(self, only: Iterable[ObjectId] | None = None) -> None:
        """Reset it before it runs again; `only` for the objects in conflict, or for all."""
        self.phase, self.error, self.outage = DownloadPhase.WAITING, None, None
        self.speed, self._work = Speedometer(), Speedometer()
        if only is None:
            self.counts.clear()
            self.messages.clear()
            self.conflicts.clear()
            self.encrypted.clear()
            self.notices.clear()
            self.more_messages = 0
        else:
            self._clear_conflicts()
            self.progress = DownloadProgress(0, None, 0, None)

    def skip_conflicts(self) -> None:
        """Count the files that already exist as skipped."""
        self.counts[FileOutcome.SKIPPED] += len(self.conflicts)
        self._clear_conflicts()

    def forget_gone(self, found: Found) -> bool:
        """Count files as failed that aren't there any more; return whether there are any."""
        gone = set(self.conflicts.gone(found))
        for id in gone:
            self.conflicts.discard(id)
        self.counts[FileOutcome.EXISTS] -= len(gone)
        self.counts[FileOutcome.FAILED] += len(gone)
        self.messages = [
            replace(one, ended=FileOutcome.FAILED, error=file_gone_error(one.path))
            if one.ended is FileOutcome.EXISTS and one.id in gone
            else one
            for one in self.messages
        ]
        return bool(gone)

    def add_results(self, results: Iterable[FileResult]) -> None:
        """Count the results of files."""
        for one in results:
            self.counts[one.ended] += 1
            if one.ended in DOWNLOADED and not self.saved:
                self.saved = one.path
            if one.ended is FileOutcome.EXISTS:
                self.conflicts.add(one.id, one.path)
            if CIPHERTEXT in one.remarks or (one.error and self.request.client_side):
                self.encrypted.append(one.id)
            if one.error or (one.remarks and not one.earlier):
                if len(self.messages) < MAX_MESSAGES:
                    self.messages.append(one)
                else:
                    self.more_messages += 1

    def set_progress(self, progress: DownloadProgress, now: float) -> None:
        """Store the progress; `now` in seconds on a monotonic clock."""
        known = progress.known - self.progress.known
        if known > 0:
            self.speed.skip(known)
            self._work.skip(known)
        self.progress = progress
        self.measure(now)

    def measure(self, now: float) -> None:
        """Take a sample for speed and remaining time."""
        self.speed.add(now, self.progress.bytes)
        self._work.add(now, self._done()[0])

    def _clear_conflicts(self) -> None:
        self.counts[FileOutcome.EXISTS] -= len(self.conflicts)
        self.conflicts.clear()
        self.messages = [one for one in self.messages if one.ended is not FileOutcome.EXISTS]

    def _done(self) -> tuple[int, int | None]:
        """Return the work done and the total: bytes plus a fixed cost per file."""
        now = self.progress
        ended = now.files + now.failed + now.existing
        done = max(0, now.bytes) + ended * SMALL_FILE_COST
        if now.of_bytes is None or now.of_files is None:
            return done, None
        return done, now.of_bytes + now.of_files * SMALL_FILE_COST
