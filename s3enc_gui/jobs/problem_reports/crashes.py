"""Finds the crashes of earlier runs, and notes that the user has seen them."""

from __future__ import annotations

from contextlib import suppress

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.problem_reports.report import ProblemKind, ProblemReport, short_places
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.crashes.ended_crashes import Crash

_LOG = 100_000  # characters


@dataclass(frozen=True, slots=True)
class FoundCrash:
    """A crash that nobody has been told of; `program` is `s3enc-gui` or `s3enc`."""

    id: str
    program: str
    report: ProblemReport


@dataclass(frozen=True, slots=True)
class FindCrashes:
    """Return the crashes of these programs (none named: of all), oldest first."""

    programs: tuple[str, ...] = ()

    def run(self, context: Context) -> tuple[FoundCrash, ...]:
        """Return them; they stay claimed by this process until ForgetCrash."""
        crashes = context.services.crashes.find(*self.programs)
        log = end_of_log(context) if crashes else ""
        return tuple(FoundCrash(one.id, one.program, _report(one, log)) for one in crashes)


@dataclass(frozen=True, slots=True)
class ForgetCrashes:
    """The user has seen these crashes."""

    ids: tuple[str, ...]

    def run(self, context: Context) -> str:
        """Return where the last one is kept, "" if it isn't."""
        kept = [context.services.crashes.seen(one) for one in self.ids]
        return str(kept[-1] or "") if kept else ""


@dataclass(frozen=True, slots=True)
class ReadEndOfLog:
    """Return the newest lines of the log, "" if it can't be read."""

    def run(self, context: Context) -> str:
        """Return them."""
        return end_of_log(context)


def end_of_log(context: Context) -> str:
    """Return the newest lines of the log, "" if it can't be read."""
    with suppress(OSError):
        return context.services.log.newest(_LOG)[0]
    return ""


def _report(crash: Crash, log: str) -> ProblemReport:
    time = crash.time or now()
    return ProblemReport(
        ProblemKind.CRASH,
        time,
        crash.about,
        short_places(crash.traceback),
        log=_until(log, f"{time:%Y-%m-%d %H:%M:%S}Z"),
    )


def _until(log: str, time: str) -> str:
    """Return the lines up to a time: later ones are of this run."""
    kept, is_before = [], True
    for line in log.splitlines():
        if line[:1].isdigit():
            is_before = line[: len(time)] <= time
        if is_before:
            kept.append(line)
    return "\n".join(kept)
