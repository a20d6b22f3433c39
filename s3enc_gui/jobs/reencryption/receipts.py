"""Reads and exports what a change of encryption has done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from s3enc_gui.domain.reencryption.run import RunFacts
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.reencryption.plan import not_a_run
from s3enc_gui.store.files.atomic_write import CSV_ENCODING, write_atomically
from s3enc_gui.store.os_errors import OTHER_FOLDER, os_errors
from s3enc_gui.store.reencryption.file import RunFile
from s3enc_gui.wording.reencryption.receipts import csv_texts


def facts_of(path: str) -> RunFacts:
    """Return what a run is about. Raises AppError where the file has none."""
    with _opened(path) as file:
        facts = file.facts
    if facts is None:
        raise not_a_run(path)
    return facts


@dataclass(frozen=True, slots=True)
class WriteReceipts:
    """Write the receipts of all objects to a CSV file; `log` is the file of the run."""

    log: str
    path: str

    def run(self, context: Context) -> str:
        """Return the path. Raises AppError; an existing file then stays unchanged."""
        guard = partial(os_errors, self.path, text("Can't export the receipts"), OTHER_FOLDER)
        with _opened(self.log) as file:
            write_atomically(self.path, _pieces(file, context), CSV_ENCODING, guard)
        return self.path


def _pieces(file: RunFile, context: Context) -> Iterator[str]:
    for piece in csv_texts(file.receipts()):
        context.checkpoint()
        yield piece


@contextmanager
def _opened(path: str) -> Iterator[RunFile]:
    file = RunFile(Path(path), existing=True)
    try:
        yield file
    finally:
        file.close()
