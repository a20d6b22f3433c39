"""A process that writes to a journal until it is killed, and prints what it has written.

`python -m tests.store.journal.killed_writer JOURNAL INSTANCES write`: transaction N sets the state
of FILES transfers, adds part N to each, and adds a receipt of version N; then prints `N`.
`... claim BATCH`: waits for a line, then tries to claim the batch and prints the result.
"""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace
from pathlib import Path

from s3enc_gui.domain.uploads.journal_changes import (
    Change,
    RecordEnd,
    RecordPart,
    RecordState,
    RecordUpload,
)
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.domain.uploads.transfer import OpenUpload, SentPart, TransferState
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import ProcessLock
from tests.store.journal.values import CONNECTION, OPTIONS, RECEIPT

FILES = 3


def write(journal: Journal) -> None:
    """Write until killed."""
    items = [UploadItem(f"/{n}", f"{n}", n) for n in range(FILES + 1)]
    _, (*numbers, ending) = journal.add(CONNECTION, "my-bucket", OPTIONS, items)
    journal.write(RecordUpload(n, OpenUpload(f"upload {n}", 1, crc=True)) for n in numbers)
    for turn in itertools.count(1):
        state = TransferState.RUNNING if turn % 2 else TransferState.PAUSED
        changes: list[Change] = [RecordState(tuple(numbers), state)]
        changes += (RecordPart(n, SentPart(turn, turn, f"{turn}", turn)) for n in numbers)
        receipt = replace(RECEIPT, version_id=f"version {turn}")
        changes.append(RecordEnd(ending, Result.VERIFIED, receipt))
        journal.write(changes)
        print(turn, flush=True)


def main() -> None:
    """Run the command of the arguments."""
    path, folder, what, *rest = sys.argv[1:]
    journal = Journal(Path(path), ProcessLock(Path(folder)))
    print("ready", flush=True)
    if what == "write":
        write(journal)
    else:
        sys.stdin.readline()
        print(journal.claim(int(rest[0])), flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main()
