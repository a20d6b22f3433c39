"""How far all transfers together are, how fast they go and how long it takes yet."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.progress import Progress, Speedometer
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.messages.results import RESULT_SIGNS, result_word
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.gui.transfers.models.transfer_totals import TransferTotals
from s3enc_gui.wording.labels import format_duration, format_size, format_speed

_PER_FILE = 200_000  # bytes that could be sent in the time that requests for a small file take
_UNDER_WAY, _PAUSED = StateIcon("upload", "accent"), StateIcon("pause", "muted")
_SEVERITY = (
    Result.VERIFIED,
    Result.SKIPPED,
    Result.CANCELLED,
    Result.EXISTS,
    Result.CANNOT_TELL,
    Result.FAILED,
    Result.DIFFERENT,
)


class Throughput:
    """Measures the run that the totals count; `note` is called whenever they may have changed."""

    def __init__(self, totals: TransferTotals, clock: Callable[[], float] = monotonic) -> None:
        self._totals, self._clock = totals, clock
        self._run = 0
        self._speed = self._work = Speedometer()

    def note(self) -> None:
        """Take the time."""
        if self._run != self._totals.run:
            self._run = self._totals.run
            self._speed, self._work = Speedometer(), Speedometer()
        now = self._clock()
        self._speed.add(now, self._totals.moved)
        self._work.add(now, self._done()[0])

    @property
    def permille(self) -> int:
        """How much is done, 0 to 1000; full only when the last answer has come."""
        done = Progress(*self._done()).permille or 0
        return min(done, 999) if self._totals.active else 1000

    @property
    def sign(self) -> StateIcon:
        """What is going on; in the end, the worst that happened."""
        totals = self._totals
        if totals.states[TransferState.RUNNING] or totals.states[TransferState.WAITING]:
            return _UNDER_WAY
        if totals.active:
            return _PAUSED
        there = (result for result, count in totals.results.items() if count > 0)
        return RESULT_SIGNS[max(there, key=_SEVERITY.index, default=Result.VERIFIED)]

    def words(self) -> str:
        """Say all of it on one line."""
        return self._progress() if self._totals.active else self._results(Result)

    def _done(self) -> tuple[int, int]:
        """Return what is done and what there is to do: the bytes, and some for each file."""
        totals = self._totals
        done = max(0, totals.done) + totals.ended * _PER_FILE
        return done, totals.size + totals.files * _PER_FILE

    def _progress(self) -> str:
        totals = self._totals
        sent = f"{format_size(max(0, totals.done))} of {format_size(totals.size)}"
        words = [sent]
        if totals.files > 1:
            words.insert(0, _tr("{:,} of {:,} files").format(totals.ended, totals.files))
        if totals.states[TransferState.RUNNING]:
            speed, remaining = self._speed.speed, self._work.remaining(self._done()[1])
            if speed:
                words.append(format_speed(speed))
            if remaining is not None:
                words.append(_tr("{} left").format(format_duration(remaining)))
        elif not totals.states[TransferState.WAITING]:
            words.append(_tr("Paused"))
        bad = self._results((Result.DIFFERENT, Result.FAILED))
        return " · ".join([*words, bad] if bad else words)

    def _results(self, among: type[Result] | tuple[Result, ...]) -> str:
        counts = ((result, self._totals.results[result]) for result in among)
        return " · ".join(f"{result_word(r)}: {count:,}" for r, count in counts if count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Pace", text)
