"""Lists, shows and discards the changes of encryption on this computer."""

from __future__ import annotations

import argparse
from contextlib import suppress

from s3enc_gui.cli.arguments import checked_connection, selected_connection
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import print_json, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.known_run import KnownRun
from s3enc_gui.domain.reencryption.run import RunFacts
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.reencryption.receipts import ReadRun, WriteReceipts
from s3enc_gui.jobs.reencryption.runs import CleanRuns, DiscardRun, ListRuns, known_run, path_of
from s3enc_gui.wording.formats import format_count, format_minute
from s3enc_gui.wording.reencryption.receipts import receipt_document
from s3enc_gui.wording.reencryption.results import result_lines
from s3enc_gui.wording.reencryption.runs import (
    place_text,
    purpose_text,
    run_document,
    run_state_text,
)


def clean(context: Context) -> None:
    """Remove files of plans that nobody agreed to, and of runs that are over for long."""
    with suppress(AppError):
        CleanRuns().run(context)


def list_runs(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print the runs, the newest first."""
    runs = ListRuns().run(context)
    if arguments.json:
        print_json({"runs": [run_document(run) for run in runs]})
        return ExitStatus.OK
    if not runs:
        printer.message(_("No changes of encryption yet."))
        return ExitStatus.OK
    titles = tuple(map(translate, _TITLES))
    rows = [titles, *map(_row, runs)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(titles))]
    for row in rows:
        cells = (
            cell.rjust(width) if column in _NUMBERS else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        printer.output(f"{'  '.join(cells).rstrip()}\n", context.checkpoint)
    return ExitStatus.OK


_NUMBERS = (2, 3, 4)  # columns
_TITLES = (
    *(N_("State"), N_("Started"), N_("Changed"), N_("Left"), N_("Problems")),
    *(N_("Objects"), N_("To"), N_("ID")),
)


def _row(run: KnownRun) -> tuple[str, ...]:
    facts = run.facts
    counts = (run.changed, run.left, run.problems)
    cells = (
        run_state_text(run.state),
        format_minute(facts.started) if facts else "",
        *(format_count(count) if facts else "" for count in counts),
        place_text(run) if facts else "",
        purpose_text(facts),
        run.id,
    )
    return tuple(single_line(cell) for cell in cells)


def show(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print what became of a run, and write its receipts. Raises AppError."""
    path = path_of(arguments.show)
    run, result = known_run(path), ReadRun(path).run(context)
    if arguments.json:
        problems = [receipt_document(one) for one in result.shown]
        print_json({**run_document(run), "problems": problems})
    else:
        lines = [f"{name}: {value}" for name, value in _about(run)]
        for line in (*lines, "", *result_lines(result)):
            printer.result(single_line(line))
    if arguments.receipts:
        WriteReceipts(path, arguments.receipts).run(context)
    return ExitStatus.OK


def _about(run: KnownRun) -> tuple[tuple[str, str], ...]:
    facts = run.facts
    return (
        (_("Objects"), place_text(run)),
        (_("New encryption"), purpose_text(facts)),
        (_("Started"), format_minute(facts.started if facts else None)),
        (_("State"), run_state_text(run.state)),
        (_("Log"), run.path),
    )


def discard(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Give up an unfinished run. Raises AppError."""
    path = DiscardRun(path_of(arguments.discard)).run(context)
    message = _("Discarded. What was changed can be undone: s3enc reencrypt --undo {log}")
    with suppress(AppError):  # the file of a run that has changed nothing is gone
        known_run(path)
        printer.message(message.format(log=single_line(path)))
        return ExitStatus.OK
    printer.message(_("Discarded. No object was changed."))
    return ExitStatus.OK


def connection_of(facts: RunFacts, arguments: argparse.Namespace, context: Context) -> Connection:
    """Return the connection of the options, or else the one that the run began with.

    Raises AppError.
    """
    is_named = arguments.connection is not None or selected_connection(arguments) != Connection()
    if facts.origin is None or is_named:
        return checked_connection(arguments, context)
    return facts.origin.connection
