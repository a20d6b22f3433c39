"""Reads and exports what a change of encryption has done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path, PurePath

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.run import Receipt, RunResult, not_a_run
from s3enc_gui.domain.reencryption.state import PROBLEMS, State
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.files.atomic_write import CSV_ENCODING, write_atomically
from s3enc_gui.store.os_errors import OTHER_FOLDER, os_errors
from s3enc_gui.store.reencryption.file import RunFile
from s3enc_gui.wording.reencryption.receipts import csv_texts, json_texts

PAGE = 500  # objects that a window reads at a time
MAX_SHOWN = 20  # problems that a result has


@dataclass(frozen=True, slots=True)
class ReadRun:
    """Read what became of a run, with its first problems."""

    path: str

    def run(self, context: Context) -> RunResult:
        """Return it. Raises AppError where it is running, or the file has none."""
        del context
        with _opened(self.path) as file:
            if file.facts is None:
                raise not_a_run(self.path)
            return result_of(file, self.path)


@dataclass(frozen=True, slots=True)
class ReceiptsPage:
    """Receipts, and the job that reads the next ones; None: there are no more."""

    receipts: tuple[Receipt, ...]
    following: ReadReceipts | None


@dataclass(frozen=True, slots=True)
class ReadReceipts:
    """Read the receipts of a run's objects page by page: those with problems come first."""

    path: str
    problems: bool = True
    after: int = 0
    limit: int = PAGE

    def run(self, context: Context) -> ReceiptsPage:
        """Return a page; only the last one may be empty. Raises AppError as ReadRun does."""
        del context
        with _opened(self.path) as file:
            problems, after = self.problems, self.after
            found = file.receipts_page(_SHOWN[problems], after, self.limit)
            if problems and len(found) < self.limit:
                problems, after = False, 0
                found += file.receipts_page(_SHOWN[False], 0, self.limit - len(found))
                others = [one for one in found if one.changed.state in _SHOWN[False]]
                after = others[-1].planned.number if others else 0
            elif found:
                after = found[-1].planned.number
        is_last = not problems and len(found) < self.limit
        following = None if is_last else ReadReceipts(self.path, problems, after, self.limit)
        return ReceiptsPage(tuple(found), following)


_SHOWN = {True: PROBLEMS, False: tuple(state for state in State if state not in PROBLEMS)}


def result_of(file: RunFile, path: str, error: AppError | None = None) -> RunResult:
    """Return the objects of a run by state, its first problems, and what ended it early."""
    shown = tuple(islice(file.receipts(PROBLEMS), MAX_SHOWN))
    return RunResult(path, file.counts(), error, shown)


@dataclass(frozen=True, slots=True)
class WriteReceipts:
    """Write the receipts of all objects; `log` is the file of the run.

    The extension .json makes it JSON, any other CSV.
    """

    log: str
    path: str

    def run(self, context: Context) -> str:
        """Return the path. Raises AppError; an existing file then stays unchanged."""
        guard = partial(os_errors, self.path, text("Can't export the receipts"), OTHER_FOLDER)
        with _opened(self.log) as file:
            is_json = PurePath(self.path).suffix.lower() == ".json"
            texts = (json_texts if is_json else csv_texts)(file.receipts())
            encoding = "utf-8" if is_json else CSV_ENCODING
            write_atomically(self.path, _checked(texts, context), encoding, guard)
        return self.path


def _checked(pieces: Iterable[str], context: Context) -> Iterator[str]:
    for piece in pieces:
        context.checkpoint()
        yield piece


def _opened(path: str) -> closing[RunFile]:
    return closing(RunFile(Path(path), existing=True))
