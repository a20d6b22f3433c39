"""The journal: records transfers, parts and receipts, so that a crash loses none."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.journal_changes import Change
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions
from s3enc_gui.domain.uploads.transfer import Batch, InterruptedBatch, Transfer
from s3enc_gui.store.journal import batches, receipts
from s3enc_gui.store.journal.errors import ERRORS
from s3enc_gui.store.journal.file import open_journal
from s3enc_gui.store.journal.writing import apply
from s3enc_gui.store.process_lock import ProcessOwner
from s3enc_gui.store.sqlite.database_file import DatabaseFile


class Journal(DatabaseFile):
    """A SQLite file shared by threads and programs; `path` None: in memory.

    What a method wrote survives a crash and a power failure. Every method and the constructor raise
    AppError (`JournalFull`, `JournalNotWritable`, `JournalBusy`, `JournalDamaged`,
    `JournalTooNew`, `NotInJournal`, `JournalError`); nothing is written then, and the journal works
    again once the cause is gone. Never contains secrets.

    `damaged` is where a damaged file was moved, if there was one. The constructor reads the whole
    file: don't call it on the GUI thread.
    """

    errors = ERRORS

    def __init__(self, path: Path | None, owner: ProcessOwner) -> None:
        self._owner = owner
        self.damaged: Path | None = None
        super().__init__(path, self._open)

    def _open(self) -> sqlite3.Connection:
        database, self.damaged = open_journal(self.path)
        return database

    @property
    def is_kept(self) -> bool:
        """Whether it is a file, which outlives the process."""
        return self.path is not None

    def close(self) -> None:
        """Close the file and release unfinished batches. Idempotent."""
        super().close()
        self._owner.close()

    # --- queue -------------------------------------------------------------------------------

    def add(
        self,
        connection: Connection,
        bucket: str,
        options: UploadOptions,
        items: Sequence[UploadItem],
        origin: str = "",
    ) -> tuple[Batch, tuple[int, ...]]:
        """Add a batch owned by this program; return it and its transfers' ids, in order.

        With an origin it stays open until `close_batches`, even when all of its files have ended.
        """
        with self._writing() as database:
            number = batches.add_batch(
                database, self._owner.id, connection, bucket, options, origin
            )
            transfers = batches.add_transfers(database, number, items)
            batch = batches.read_batch(database, number)
            return replace(batch, connection=connection), transfers  # the name isn't recorded

    def add_items(self, batch_id: int, items: Sequence[UploadItem]) -> tuple[int, ...]:
        """Append files to a batch; return their transfers' ids."""
        with self._writing() as database:
            batches.read_batch(database, batch_id)
            return batches.add_transfers(database, batch_id, items)

    def write(self, changes: Iterable[Change]) -> None:
        """Write all changes or none; changes of unknown transfers are ignored."""
        collected = tuple(changes)
        with self._writing() as database:
            for change in collected:
                apply(database, self._owner.id, change)

    def batch(self, batch_id: int) -> Batch:
        """Return a batch."""
        with self._reading() as database:
            return batches.read_batch(database, batch_id)

    def transfers(self, batch_id: int) -> list[Transfer]:
        """Return all transfers of a batch, including ended ones, in queue order."""
        with self._reading() as database:
            return batches.read_transfers(database, batch_id)

    def transfer(self, transfer_id: int) -> Transfer:
        """Return one transfer."""
        with self._reading() as database:
            return batches.read_transfer(database, transfer_id)

    def queue(self) -> list[int]:
        """Return the unfinished transfers of this program's batches, in queue order."""
        with self._reading() as database:
            return batches.queue(database, self._owner.id)

    # --- after a crash -----------------------------------------------------------------------

    def interrupted(self) -> list[InterruptedBatch]:
        """Return unfinished batches whose owner has ended, oldest first."""
        with self._reading() as database:
            return list(batches.interrupted(database, self._owner.is_alive))

    def unfinished(self, origin: str) -> Batch | None:
        """Return the newest open or unfinished batch of an origin whose owner has ended.

        All of its files may have ended: until it is closed, the user hasn't seen the results.
        """
        with self._reading() as database:
            return batches.unfinished(database, origin, self._owner.is_alive)

    def close_batches(self, origin: str) -> None:
        """Close this program's batches of an origin: their results were reported to the user."""
        with self._writing() as database:
            batches.close_batches(database, self._owner.id, origin)

    def claim(self, batch_id: int) -> bool:
        """Take over an interrupted batch: running transfers wait, paused ones stay paused.

        Returns False if a running program (or this one) owns it, or if it is closed and finished.
        Of several programs that try, exactly one gets True.
        """
        with self._writing() as database:
            owner = batches.owner_of(database, batch_id)
            if owner is None or self._owner.is_alive(owner):
                return False
            return batches.take(database, batch_id, self._owner.id)

    def forget(self, batch_id: int) -> bool:
        """Delete a batch's unfinished transfers; ended ones and all receipts stay.

        Returns False, and deletes nothing, if another running program owns it.
        """
        with self._writing() as database:
            owner = batches.owner_of(database, batch_id)
            if owner and owner != self._owner.id and self._owner.is_alive(owner):
                return False
            batches.forget(database, batch_id)
            return True

    def known_uploads(self, bucket: str) -> set[str]:
        """Return the ids of all recorded multipart uploads to a bucket, of any program."""
        with self._reading() as database:
            return batches.upload_ids(database, bucket)

    # --- receipts ----------------------------------------------------------------------------

    def receipts(self, query: ReceiptQuery, offset: int = 0, limit: int = 500) -> list[Receipt]:
        """Return the matching receipts, newest first."""
        with self._reading() as database:
            return receipts.find_receipts(database, query, offset, limit)

    def count_receipts(self, query: ReceiptQuery) -> int:
        """Return the number of matching receipts."""
        with self._reading() as database:
            return receipts.count_receipts(database, query)

    def count_by_key(self, keys: Collection[str]) -> dict[str, int]:
        """Return the number of receipts by KMS key ARN or customer key; none: the key is absent."""
        with self._reading() as database:
            return receipts.count_by_key(database, keys)

    def expire_receipts(self, before: datetime, limit: int) -> int:
        """Delete up to `limit` receipts that ended before a time; return how many."""
        with self._writing() as database:
            return receipts.expire(database, before, limit)

    def receipt_of(self, transfer_id: int) -> Receipt | None:
        """Return a transfer's receipt; the latest if it stored several objects."""
        with self._reading() as database:
            return receipts.last_receipt(database, transfer_id)

    def receipts_of_command(self, batch: Batch, item: UploadItem) -> list[tuple[int, Receipt]]:
        """Return receipts of earlier runs of a batch's command for the same file and key.

        Each with its transfer's id, newest first.
        """
        with self._reading() as database:
            return receipts.command_receipts(database, batch.origin, item, batch.bucket)

    def receipts_of_key(
        self, connection: Connection, bucket: str, key: str, excluded: int = 0
    ) -> list[Receipt]:
        """Return the receipts of a key, newest first, except of transfer `excluded`."""
        with self._reading() as database:
            return receipts.key_receipts(database, connection, bucket, key, excluded)

    def receipt_buckets(self) -> list[str]:
        """Return the buckets that have receipts, sorted by name."""
        with self._reading() as database:
            return receipts.buckets(database)
