"""Checks this installation: what support asks for first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.self_test.component_check import (
    OF_THE_PROGRAM,
    Component,
    ComponentCheck,
    failed,
    ok,
    skipped,
)
from s3enc_gui.i18n import text, text_plural
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.self_test.child_process import PROGRAM, complete, run_child
from s3enc_gui.jobs.self_test.journal_checks import journal_checks
from s3enc_gui.jobs.self_test.program_checks import INSTALL_AGAIN
from s3enc_gui.jobs.self_test.round_trip import DEADLINE, SIZES, RoundTrip
from s3enc_gui.jobs.self_test.system_checks import (
    clock_check,
    keyring_check,
    policy_check,
    skew_check,
    trust_check,
)
from s3enc_gui.jobs.self_test.window_checks import window_checks
from s3enc_gui.store.os_errors import CHECK_DISK, os_errors


@dataclass(frozen=True, slots=True)
class RunSelfTest:
    """Check the installation; reports each ComponentCheck as soon as it is known.

    With a bucket: uploads test objects there, and removes them again. `needs_window`: a program
    without Qt is incomplete. Nothing is written to the user's folders.
    """

    connection: Connection = field(default_factory=Connection)
    bucket: str = ""
    prefix: str = ""
    needs_window: bool = False

    def run(self, context: Context) -> tuple[ComponentCheck, ...]:
        """Return all checks. Raises Cancelled, and AppError where nothing can be checked."""
        found = []
        with (
            os_errors(gettempdir(), text("The installation can't be checked"), CHECK_DISK),
            TemporaryDirectory(prefix="s3enc-self-test-", ignore_cleanup_errors=True) as folder,
        ):
            for check in self._checks(context, Path(folder)):
                context.report(check)
                found.append(check)
                context.checkpoint()
        return tuple(found)

    def _checks(self, context: Context, folder: Path) -> Iterator[ComponentCheck]:
        errors: list[str] = []
        program = run_child(PROGRAM, folder, context.checkpoint)
        errors += program.errors
        yield from complete(program, OF_THE_PROGRAM, INSTALL_AGAIN)
        yield from window_checks(context.checkpoint, folder, errors, must_be=self.needs_window)
        yield keyring_check()
        yield from journal_checks(folder, context.checkpoint, errors)
        yield policy_check(context)
        yield trust_check(context, self.connection.ca_bundle)
        yield from self._with_server(context, folder)
        yield _standard_error(errors)

    def _with_server(self, context: Context, folder: Path) -> Iterator[ComponentCheck]:
        if not self.bucket:
            yield clock_check()
            untried = text("Not tried: no bucket was given")
            yield from (skipped(component, untried) for component in SIZES)
            return
        trip = RoundTrip(self.connection, self.bucket, self.prefix, folder)
        with context.services.apart(DEADLINE) as services:
            apart = replace(context, services=services)
            time = trip.server_time(apart)
            yield skew_check(time) if time else clock_check()
            yield from trip.checks(apart)


def _standard_error(errors: list[str]) -> ComponentCheck:
    """Whether the processes wrote anything that a user would see in a terminal."""
    if errors:
        lines = text_plural(
            "{count:,} unexpected line: {first}",
            "{count:,} unexpected lines, the first: {first}",
            len(errors),
            first=errors[0],
        )
        hint = text("Add the report to your question to support.")
        return failed(Component.STANDARD_ERROR, lines, hint)
    return ok(Component.STANDARD_ERROR, text("None"))
