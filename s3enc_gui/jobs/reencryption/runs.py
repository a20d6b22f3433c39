"""The changes of encryption on this computer: listed, given up, removed, and cleaned up."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.known_run import KnownRun, RunState
from s3enc_gui.domain.reencryption.run import not_a_run
from s3enc_gui.i18n import text
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.reencryption.selection import run_folder, run_folders
from s3enc_gui.store.os_errors import os_errors
from s3enc_gui.store.reencryption.file import RunFile
from s3enc_gui.store.sqlite.opening import delete_database

PLAN_AGE = timedelta(days=1)
"""How long the file of a plan is kept to which nobody has agreed."""
_BUSY = "ReencryptionBusy"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ListRuns:
    """Find the runs that have begun; those at the paths `without` are left out."""

    without: tuple[str, ...] = ()
    folder: str | None = None

    def run(self, context: Context) -> tuple[KnownRun, ...]:
        """Return them: those that another program runs, then the newest first.

        Damaged files are left out.
        """
        found: list[KnownRun] = []
        for path in _files(run_folders(self.folder, context.services), self.without):
            context.checkpoint()
            try:
                run = known_run(str(path))
            except AppError as error:
                if error.code == _BUSY:
                    found.append(KnownRun(str(path)))
                continue
            if run.facts and run.facts.began:
                found.append(run)
        running = [one for one in found if one.facts is None]
        others = [(one.facts.started, one) for one in found if one.facts]
        return (*running, *(one for _, one in sorted(others, key=_time, reverse=True)))


def _time(found: tuple[datetime, KnownRun]) -> datetime:
    return found[0]


def known_run(path: str) -> KnownRun:
    """Return the run whose file this is. Raises AppError: there is none, or it is running."""
    with closing(RunFile(Path(path), existing=True)) as file:
        facts = file.facts
        if facts is None:
            raise not_a_run(path)
        return KnownRun(path, facts, file.counts())


def path_of(name: str, folder: str | None = None) -> str:
    """Return the path of the run's file: `name` is its path, its ID, or how only this ID begins.

    Raises AppError where no run or more than one is named so.
    """
    if Path(name).is_file():
        return name
    found = [path for path in _files((run_folder(folder),)) if path.stem.startswith(name)]
    exact = [path for path in found if path.stem == name]
    if len(exact or found) == 1:
        return str((exact or found)[0])
    title = text("There is no such change of encryption")
    detail = text("“{name}” is neither an ID nor the path of a log.", name=name)
    if found:
        title = text("More than one change of encryption is named so")
        detail = text("“{name}” is how several IDs begin.", name=name)
    raise AppError(title, detail, text("To list the IDs, use s3enc reencrypt --list."), "Usage")


@dataclass(frozen=True, slots=True)
class DiscardRun:
    """Give up an unfinished run: objects that it hasn't changed stay as they are.

    It can still be undone; the file of a run that has changed nothing is deleted.
    """

    path: str

    def run(self, context: Context) -> str:
        """Return its path. Raises AppError."""
        del context
        with closing(RunFile(Path(self.path), existing=True)) as file:
            run = KnownRun(self.path, file.facts, file.counts())
            if run.state is not RunState.UNFINISHED:
                raise AppError(
                    text("This change of encryption isn't unfinished"),
                    text("Only unfinished changes can be discarded."),
                    code="NotUnfinished",
                )
            if run.can_be_undone:
                file.end(now())
                return self.path
        _delete(Path(self.path))
        return self.path


@dataclass(frozen=True, slots=True)
class RemoveRun:
    """Delete the file of a run that is over: it can't be undone any more. S3 isn't changed."""

    path: str

    def run(self, context: Context) -> str:
        """Return its path. Raises AppError."""
        del context
        if known_run(self.path).state is RunState.UNFINISHED:  # it may have started meanwhile
            raise AppError(
                text("This change of encryption isn't finished"),
                hint=text("Discard it first."),
                code="Unfinished",
            )
        _delete(Path(self.path))
        return self.path


@dataclass(frozen=True, slots=True)
class ForgetPlan:
    """Delete the file of a plan to which the user hasn't agreed; other files stay."""

    path: str

    def run(self, context: Context) -> bool:
        """Return whether it was deleted. Raises AppError."""
        del context
        return _forget(Path(self.path), None, None)


@dataclass(frozen=True, slots=True)
class CleanRuns:
    """Delete plans that nobody agreed to, and runs that are over for longer than receipts are kept.

    Files that a program has open, unfinished runs and damaged files stay.
    """

    folder: str | None = None

    def run(self, context: Context) -> int:
        """Return how many were deleted."""
        oldest = context.services.settings.history_retention().oldest(now())
        deleted = 0
        for path in _files(run_folders(self.folder, context.services)):
            context.checkpoint()
            try:
                deleted += _forget(path, now() - PLAN_AGE, oldest)
            except AppError as error:
                _log.debug("Not cleaned up: %s", error.code)
        return deleted


def _forget(path: Path, planned: datetime | None, ended: datetime | None) -> bool:
    """Delete a plan that is older than `planned` (None: any), or a run that was over by `ended`.

    An incomplete plan is always deleted: the program that looked at the objects was ended.
    """
    with closing(RunFile(path, existing=True)) as file:
        facts, over = file.facts, file.over_since
    if facts and facts.began:
        goes = bool(over and ended and over < ended)
    elif facts and facts.planned and planned:
        goes = facts.planned < planned
    else:
        goes = True
    if goes:
        _delete(path)
    return goes


def _delete(path: Path) -> None:
    title = text("Can't remove the file of the change of encryption")
    with os_errors(str(path), title, code="NotRemoved"):
        delete_database(path)


def _files(folders: Iterable[Path], without: Collection[str] = ()) -> Iterator[Path]:
    for folder in folders:
        with suppress(OSError):
            yield from (one for one in sorted(folder.glob("*.sqlite")) if str(one) not in without)
