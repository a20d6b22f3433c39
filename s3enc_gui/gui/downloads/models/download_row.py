"""A download as the window keeps it: sums, and only those files that need words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum

from s3enc_gui.domain.downloads.download import (
    DownloadRequest,
    FileOutcome,
    FileResult,
    InterruptedDownload,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.progress import Progress, Speedometer
from s3enc_gui.jobs.downloads.events import DownloadProgress

MOST_TOLD = 200  # files whose words are kept
PER_FILE = 200_000  # bytes that could come in the time that requests for a small file take

Id = tuple[str, str | None]


class DownloadPhase(Enum):
    """Where a download stands, as the user sees it."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"  # in an earlier session
    FAILED = "failed"  # as a whole
    ENDED = "ended"


UNDER_WAY = frozenset({DownloadPhase.WAITING, DownloadPhase.RUNNING, DownloadPhase.STOPPING})
LEFT = frozenset({DownloadPhase.STOPPED, DownloadPhase.INTERRUPTED, DownloadPhase.FAILED})
"""Phases of what can be gone on with, and has parts on the disk."""


class DownloadRow:
    """Changes in place. `told` are files that failed, are taken or have remarks; `taken` their ids.

    `forecast` is what keeps it waiting, `error` why it failed as a whole, `notices` what is unusual
    about its listing.
    """

    def __init__(self, request: DownloadRequest, kept: InterruptedDownload | None = None) -> None:
        self.request = request
        self.phase = DownloadPhase.INTERRUPTED if kept else DownloadPhase.WAITING
        self.kept = kept
        self.error: AppError | None = None
        self.outage: Outage | None = None
        self.counts: Counter[FileOutcome] = Counter()
        self.earlier = 0  # files that had come before
        self.told: list[FileResult] = []
        self.untold = 0  # files that there was something to say of, and no room for it
        self.taken: list[Id] = []
        self.notices: list[ListingNotice] = []
        self.progress = DownloadProgress(0, None, 0, None)
        if kept:
            self.progress = DownloadProgress(
                kept.files, kept.of_files, kept.bytes, kept.of_bytes, kept.bytes
            )
        self.speed, self._work = Speedometer(), Speedometer()

    @property
    def failed(self) -> int:
        """How many files failed."""
        return self.counts[FileOutcome.FAILED]

    @property
    def is_under_way(self) -> bool:
        """Whether it has its turn, or waits for it."""
        return self.phase in UNDER_WAY

    @property
    def can_go_on(self) -> bool:
        """Whether it would do something to start it again."""
        return self.phase in LEFT or (self.phase is DownloadPhase.ENDED and self.failed > 0)

    @property
    def permille(self) -> int | None:
        """How much has come, 0 to 1000; full only where all has. None: nobody knows."""
        if self.phase is DownloadPhase.ENDED:
            ended = self.counts.total()
            well = ended - self.failed - self.counts[FileOutcome.TAKEN]
            return Progress(well, ended).permille
        done, total = self._done()
        permille = Progress(done, total).permille
        return None if permille is None else min(permille, 999)

    @property
    def remaining(self) -> float | None:
        """Seconds to go; None while it cannot be said."""
        total = self._done()[1]
        running = self.phase is DownloadPhase.RUNNING and not self.outage
        return self._work.remaining(total) if running and total else None

    def begin(self, only: Iterable[Id] | None = None) -> None:
        """Let it wait for its turn; `only` some names that were taken, or all of it."""
        self.phase, self.error, self.outage = DownloadPhase.WAITING, None, None
        self.speed, self._work = Speedometer(), Speedometer()
        if only is None:
            self.counts.clear()
            self.told.clear()
            self.taken.clear()
            self.notices.clear()
            self.untold = self.earlier = 0
        else:
            self.forget_taken()
            self.progress = DownloadProgress(0, None, 0, None)

    def forget_taken(self) -> None:
        """Nothing more is to be asked about names that are taken."""
        self.counts[FileOutcome.TAKEN] -= len(self.taken)
        self.taken = []
        self.told = [one for one in self.told if one.ended is not FileOutcome.TAKEN]

    def skip_taken(self) -> None:
        """Let the files stay whose names are taken."""
        self.counts[FileOutcome.SKIPPED] += len(self.taken)
        self.forget_taken()

    def take(self, results: Iterable[FileResult]) -> None:
        """Count files that have ended."""
        for one in results:
            self.counts[one.ended] += 1
            self.earlier += one.earlier
            if one.ended is FileOutcome.TAKEN:
                self.taken.append(one.id)
            if one.error or (one.remarks and not one.earlier):
                if len(self.told) < MOST_TOLD:
                    self.told.append(one)
                else:
                    self.untold += 1

    def move(self, progress: DownloadProgress, now: float) -> None:
        """Note how far it is; `now` in seconds on a steady clock."""
        known = progress.known - self.progress.known
        if known > 0:
            self.speed.skip(known)
            self._work.skip(known)
        self.progress = progress
        self.note(now)

    def note(self, now: float) -> None:
        """Let time pass."""
        self.speed.add(now, self.progress.bytes)
        self._work.add(now, self._done()[0])

    def _done(self) -> tuple[int, int | None]:
        """Return what has come of how much: the bytes, and some for each file."""
        now = self.progress
        ended = now.files + now.failed + now.taken
        done = max(0, now.bytes) + ended * PER_FILE
        if now.of_bytes is None or now.of_files is None:
            return done, None
        return done, now.of_bytes + now.of_files * PER_FILE
