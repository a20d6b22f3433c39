"""Whether the transfer journal survives a killed process, and locks tell that it was killed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.self_test.component_check import Component, ComponentCheck, failed, ok
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions
from s3enc_gui.i18n import text
from s3enc_gui.jobs.self_test.child_process import JOURNAL, Child, child, send_line
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import ProcessLock

_BUCKET = "s3enc-self-test"
_HINT = text("Check that the folder for temporary files is on a disk of this computer.")


def hold_journal(folder: Path) -> None:
    """Record a transfer and say so, then wait to be killed; in a child."""
    lock = ProcessLock(folder / "instances")
    journal = Journal(folder / "journal.sqlite", lock)
    journal.add(Connection(), _BUCKET, UploadOptions(), [UploadItem("/file", "key", 1)])
    send_line({"process": lock.id})
    while os.read(0, 1):  # until it is killed, or its parent has ended
        pass


def journal_checks(
    folder: Path, checkpoint: Callable[[], None], errors: list[str]
) -> Iterator[ComponentCheck]:
    """Yield the checks; what the killed process wrote to standard error is added to `errors`."""
    try:
        with child(JOURNAL, folder) as writer:
            is_ready = writer.wait_for(lambda: bool(_process(writer)), checkpoint)
            errors += writer.errors
            if not is_ready:
                found = text("Nothing can be recorded: {reason}", reason=_last(writer))
                yield failed(Component.JOURNAL, found, _HINT)
                return
            lock = ProcessLock(folder / "instances")
            process = _process(writer)
            held = lock.is_alive(process)
            writer.end()
            released = not lock.is_alive(process)
            yield _journal(folder, lock)
            yield _locks(held=held, released=released)
    except (AppError, OSError) as error:
        yield failed(Component.JOURNAL, text("{reason}", reason=str(error)), _HINT)


def _journal(folder: Path, lock: ProcessLock) -> ComponentCheck:
    journal = Journal(folder / "journal.sqlite", lock)  # closes the lock, too
    try:
        found = journal.interrupted()
        if journal.damaged or [one.batch.bucket for one in found] != [_BUCKET]:
            lost = text("What a killed process had recorded is lost.")
            return failed(Component.JOURNAL, lost, _HINT)
    finally:
        journal.close()
    kept = text("What a killed process had recorded can be resumed")
    return ok(Component.JOURNAL, kept)


def _locks(*, held: bool, released: bool) -> ComponentCheck:
    if not held:
        return failed(Component.LOCKS, text("Locks of other processes aren't seen."), _HINT)
    if not released:
        return failed(Component.LOCKS, text("The lock of a killed process stays."), _HINT)
    return ok(Component.LOCKS, text("Held by another process, and released when it was killed"))


def _process(writer: Child) -> str:
    for line in writer.output.splitlines():
        with suppress(ValueError, LookupError, TypeError):
            return str(json.loads(line)["process"])
    return ""


def _last(writer: Child) -> str:
    return next(reversed(writer.errors), "")
