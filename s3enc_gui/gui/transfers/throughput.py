"""Progress, speed, remaining time and results of all transfers together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic

from s3enc_gui.domain.progress import SMALL_FILE_COST, Progress, Speedometer
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.messages.counts import remaining_text
from s3enc_gui.gui.messages.results import RESULT_SIGNS, short_result_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.transfers.models.transfer_totals import TransferTotals
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.wording.formats import format_size, format_speed

_RUNNING, _PAUSED = StateIcon("upload", "accent"), StateIcon("pause", "muted")
BY_SEVERITY = (
    Result.VERIFIED,
    Result.SKIPPED,
    Result.CANCELLED,
    Result.EXISTS,
    Result.CANNOT_TELL,
    Result.FAILED,
    Result.DIFFERENT,
)


class Throughput:
    """Measures the current run; `measure` must be called whenever the totals may have changed."""

    def __init__(self, totals: TransferTotals, clock: Callable[[], float] = monotonic) -> None:
        self._totals, self._clock = totals, clock
        self._run = 0
        self._speed = self._work = Speedometer()

    def measure(self) -> None:
        """Take a sample of the totals."""
        if self._run != self._totals.run:
            self._run = self._totals.run
            self._speed, self._work = Speedometer(), Speedometer()
        now = self._clock()
        self._speed.add(now, self._totals.transferred)
        self._work.add(now, self._done()[0])

    @property
    def progress(self) -> Progress:
        """The work done and the total: bytes plus a fixed cost per file."""
        return Progress(*self._done())

    @property
    def permille(self) -> int:
        """Progress, 0 to 1000; 1000 only once every transfer has ended."""
        done = self.progress.permille or 0
        return min(done, 999) if self._totals.active else 1000

    @property
    def sign(self) -> StateIcon:
        """The icon of the current state; at the end of the worst result."""
        totals = self._totals
        if totals.states[TransferState.RUNNING] or totals.states[TransferState.WAITING]:
            return _RUNNING
        if totals.active:
            return _PAUSED
        found = (result for result, count in totals.results.items() if count > 0)
        return RESULT_SIGNS[max(found, key=BY_SEVERITY.index, default=Result.VERIFIED)]

    def text(self) -> str:
        """Return the progress on one line, at the end the results."""
        return self._progress() if self._totals.active else self._results(Result)

    def _done(self) -> tuple[int, int]:
        """Return the work done and the total: bytes plus a fixed cost per file."""
        totals = self._totals
        done = max(0, totals.done) + totals.ended * SMALL_FILE_COST
        return done, totals.size + totals.files * SMALL_FILE_COST

    def _progress(self) -> str:
        totals = self._totals
        size, total = format_size(max(0, totals.done)), format_size(totals.size)
        parts = [_("{size} of {total}").format(size=size, total=total)]
        if totals.files > 1:
            text = ngettext(
                "{done:,} of {count:,} file", "{done:,} of {count:,} files", totals.files
            )
            parts.insert(0, text.format(done=totals.ended, count=totals.files))
        if totals.states[TransferState.RUNNING]:
            speed, remaining = self._speed.speed, self._work.remaining(self._done()[1])
            if speed:
                parts.append(format_speed(speed))
            if remaining is not None:
                parts.append(remaining_text(remaining))
        elif not totals.states[TransferState.WAITING]:
            parts.append(_("Paused"))
        problems = self._results((Result.DIFFERENT, Result.FAILED))
        return " · ".join(filter(None, (*parts, problems)))

    def _results(self, results: Iterable[Result]) -> str:
        counts = ((result, self._totals.results[result]) for result in results)
        text = _("{result}: {count:,}")
        return " · ".join(
            text.format(result=short_result_text(result), count=count)
            for result, count in counts
            if count
        )
