"""One row of the downloads table: totals, and the files that failed or need a message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from enum import Enum

from s3enc_gui.domain.client_side.choice import ClientSideReading
from s3enc_gui.domain.downloads.download import (
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
from s3enc_gui.domain.uploads.plan import IfExists
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


class WithoutKey(Enum):
    """What to do with objects that were encrypted before upload, if they aren't decrypted."""

    SAVE = "save"  # as they are stored
    SKIP = "skip"


_UNDECIDED = (FileOutcome.EXISTS, FileOutcome.ENCRYPTED)
_ACTIVE = frozenset({DownloadPhase.WAITING, DownloadPhase.RUNNING, DownloadPhase.STOPPING})
RESUMABLE = frozenset({DownloadPhase.STOPPED, DownloadPhase.INTERRUPTED, DownloadPhase.FAILED})
"""Phases of incomplete downloads, whose parts are on the disk."""


class DownloadRow:
    """Mutable. `messages` are files that failed, already exist or have remarks.

    `conflicts` are the objects whose files already exist. Of objects that were encrypted before
    upload, `undecided` are those that wait for the user's `answer`, and `encrypted` those that were
    saved like that or couldn't be decrypted; each with what to do about the file's name when it is
    downloaded again. `more_messages` counts the
    files beyond MAX_MESSAGES, `saved` is the path of the first file that was saved. `outage` is
    what the download waits for, `error` why it failed as a whole, `notices` what is unusual about
    its listing.
    """

    def __init__(
        self, request: DownloadRequest, interrupted: InterruptedDownload | None = None
    ) -> None:
        self.request = self.running = request
        self.answer: ClientSideReading | WithoutKey | None = None
        if request.asks and request.client_side:
            self.answer = request.client_side  # in an earlier session
        self.phase = DownloadPhase.INTERRUPTED if interrupted else DownloadPhase.WAITING
        self.error: AppError | None = None
        self.outage: Outage | None = None
        self.counts: Counter[FileOutcome] = Counter()
        self.messages: list[FileResult] = []
        self.more_messages = 0
        self.conflicts = Conflicts()
        self.encrypted: dict[ObjectId, IfExists] = {}
        self.undecided: dict[ObjectId, IfExists] = {}
        self._outcomes: dict[ObjectId, FileOutcome] = {}  # of `encrypted`
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
        """Progress, 0 to 1000; 1000 only if every file was saved.

        Files that were skipped don't count. None: not known, or all were skipped.
        """
        if self.phase is DownloadPhase.ENDED:
            ended = self.counts.total()
            wanted = ended - self.counts[FileOutcome.SKIPPED]
            if ended and not wanted:
                return None
            saved = wanted - self.failed - sum(self.counts[one] for one in _UNDECIDED)
            return Progress(saved, wanted).permille
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

    @property
    def answered(self) -> DownloadRequest:
        """The request with the answer for objects that were encrypted before upload."""
        match self.answer:
            case None | WithoutKey.SKIP:
                return self.request
            case WithoutKey.SAVE:
                return replace(self.request, client_side=None, asks=False)
            case reading:
                return replace(self.request, client_side=reading, asks=True)

    def start(self, request: DownloadRequest, only: Collection[ObjectId] | None = None) -> None:
        """Reset it before it runs again, for `only` some objects that ended before, or for all."""
        self.running = request
        self.phase, self.error, self.outage = DownloadPhase.WAITING, None, None
        self.speed, self._work = Speedometer(), Speedometer()
        if only is None:
            self.counts.clear()
            self.messages.clear()
            self.conflicts.clear()
            self.encrypted.clear()
            self.undecided.clear()
            self._outcomes.clear()
            self.notices.clear()
            self.more_messages = 0
        else:
            self._forget(frozenset(only))
            self.progress = DownloadProgress(0, None, 0, None)

    def skip_conflicts(self) -> None:
        """Count the files that already exist as skipped."""
        self.counts[FileOutcome.SKIPPED] += len(self.conflicts)
        self._forget(frozenset(self.conflicts))

    def skip_undecided(self) -> None:
        """Count the objects that wait for an answer as skipped."""
        self.counts[FileOutcome.SKIPPED] += len(self.undecided)
        self._forget(frozenset(self.undecided))

    def next_answered(self) -> tuple[DownloadRequest, list[ObjectId]] | None:
        """Return the request for the next objects that were waiting for the answer."""
        if self.answer is None or not self.undecided:
            return None
        return self._again(self.undecided)

    def next_decrypted(self) -> tuple[DownloadRequest, list[ObjectId]] | None:
        """Return the request for the next objects that are still encrypted."""
        return self._again(self.encrypted) if self.encrypted else None

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
            self._add_encrypted(one)
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

    def _add_encrypted(self, one: FileResult) -> None:
        policy = self.running.if_exists
        if one.ended is FileOutcome.ENCRYPTED:
            self.undecided[one.id] = policy
        elif one.is_ciphertext:  # its file is replaced by the decrypted one
            both = policy is IfExists.RENAME
            self.encrypted[one.id] = policy if both else IfExists.OVERWRITE
            self._outcomes[one.id] = one.ended
        elif one.ended is FileOutcome.FAILED and self.running.client_side:
            self.encrypted[one.id] = policy
            self._outcomes[one.id] = one.ended

    def _again(
        self, objects: Mapping[ObjectId, IfExists]
    ) -> tuple[DownloadRequest, list[ObjectId]]:
        policy = next(iter(objects.values()))
        same = [one for one, wanted in objects.items() if wanted is policy]
        return replace(self.answered, if_exists=policy), same

    def _forget(self, again: frozenset[ObjectId]) -> None:
        """Forget the results of objects that are downloaded again, or not at all."""
        known = len(self.conflicts), len(self.undecided)
        for one in again:
            self.conflicts.discard(one)
        self.undecided = {one: what for one, what in self.undecided.items() if one not in again}
        self.counts[FileOutcome.EXISTS] -= known[0] - len(self.conflicts)
        self.counts[FileOutcome.ENCRYPTED] -= known[1] - len(self.undecided)
        for one in again & self.encrypted.keys():
            del self.encrypted[one]
            self.counts[self._outcomes.pop(one)] -= 1
        self.messages = [one for one in self.messages if one.id not in again]

    def _done(self) -> tuple[int, int | None]:
        """Return the work done and the total: bytes plus a fixed cost per file."""
        now = self.progress
        ended = now.files + now.failed + now.existing
        done = max(0, now.bytes) + ended * SMALL_FILE_COST
        if now.of_bytes is None or now.of_files is None:
            return done, None
        return done, now.of_bytes + now.of_files * SMALL_FILE_COST
