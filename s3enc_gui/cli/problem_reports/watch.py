"""Keeps the traceback of a crash of this command, and tells of those of earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from s3enc_gui.app import watch_for_crashes
from s3enc_gui.cli.printer import printer
from s3enc_gui.i18n import _
from s3enc_gui.jobs.context import Context

PROGRAM = "s3enc"  # the window tells of its own


@contextmanager
def watched(context: Context) -> Iterator[None]:
    """Watch while the block runs; print a line about each earlier crash before."""
    if context.services.crashes.may_exist:
        _tell(context)
    crash_file = watch_for_crashes(PROGRAM)
    try:
        yield
    finally:
        crash_file.close()


def _tell(context: Context) -> None:
    from s3enc_gui.domain.times import local
    from s3enc_gui.jobs.problem_reports.crashes import FindCrashes, ForgetCrashes

    for crash in FindCrashes((PROGRAM,)).run(context):
        kept = ForgetCrashes((crash.id,)).run(context)
        line = _("Note: a command ended unexpectedly at {time}. Its traceback: {file}")
        time = f"{local(crash.report.time):%Y-%m-%d %H:%M}"
        printer.message(line.format(time=time, file=kept or "–"))
