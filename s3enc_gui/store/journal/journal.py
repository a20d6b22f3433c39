"""The journal: every transfer, part and receipt, so that nothing is lost whatever happens."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.journal_changes import Change
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions
from s3enc_gui.domain.uploads.transfer import Batch, InterruptedBatch, Transfer
from s3enc_gui.store.journal import batches as batches
from s3enc_gui.store.journal import receipts
from s3enc_gui.store.journal.errors import as_app_error
from s3enc_gui.store.journal.file import open_journal
from s3enc_gui.store.journal.writing import apply
from s3enc_gui.store.process_lock import ProcessOwner
from s3enc_gui.store.sqlite.transaction import transaction


class Journal:
    """A SQLite file that several threads and several programs may use; `path` None: in memory.

    Once a method has returned, what it wrote survives a crash and a power cut. Every method, the
    constructor too, raises AppError: `JournalFull`, `JournalNotWritable`, `JournalBusy`,
    `JournalDamaged`, `JournalTooNew`, `NotInJournal`, `JournalError`; nothing is written then, and
    the journal goes on working as soon as the cause is gone. No secret is ever kept here.

    `damaged` is where a damaged file was put that was found in its place. Opening reads the whole
    file: that is not for the window's thread.
    """

    def __init__(self, path: Path | None, instance: ProcessOwner) -> None:
        self._path = path
        self._instance = instance
        self._lock = Lock()
        with as_app_error(path):
            self._database, self.damaged = open_journal(path)

    @property
    def is_kept(self) -> bool:
        """Whether it outlives the program."""
        return self._path is not None

    def close(self) -> None:
        """Close the file, and let others have what is not finished; again does nothing."""
        with self._lock, as_app_error(self._path):
            self._database.close()
        self._instance.close()

    # --- the queue ---------------------------------------------------------------------------

    def add(
        self,
        connection: Connection,
        bucket: str,
        options: UploadOptions,
        items: Sequence[UploadItem],
        origin: str = "",
    ) -> tuple[Batch, tuple[int, ...]]:
        """Enter a batch of this program's; return it and its transfers' numbers, in order.

        With an origin it stays open, whatever becomes of its files, until `close_batches`.
        """
        with self._writing() as database:
            number = batches.add_batch(
                database, self._instance.id, connection, bucket, options, origin
            )
            transfers = batches.add_transfers(database, number, items)
            return batches.read_batch(database, number), transfers

    def add_items(self, batch_id: int, items: Sequence[UploadItem]) -> tuple[int, ...]:
        """Enter files that were not in the batch before, at the end; return their numbers."""
        with self._writing() as database:
            batches.read_batch(database, batch_id)
            return batches.add_transfers(database, batch_id, items)

    def write(self, changes: Iterable[Change]) -> None:
        """Write all of the changes or none. A transfer that was forgotten is passed over."""
        listed = tuple(changes)
        with self._writing() as database:
            for change in listed:
                apply(database, self._instance.id, change)

    def batch(self, batch_id: int) -> Batch:
        """Return a batch."""
        with self._reading() as database:
            return batches.read_batch(database, batch_id)

    def transfers(self, batch_id: int) -> list[Transfer]:
        """Return the transfers of a batch, the ended ones too, in the order of their turns."""
        with self._reading() as database:
            return batches.read_transfers(database, batch_id)

    def transfer(self, transfer_id: int) -> Transfer:
        """Return one transfer."""
        with self._reading() as database:
            return batches.read_transfer(database, transfer_id)

    def queue(self) -> list[int]:
        """Return the unfinished transfers of all batches of this program's, in their order."""
        with self._reading() as database:
            return batches.queue(database, self._instance.id)

    # --- after a crash -----------------------------------------------------------------------

    def interrupted(self) -> list[InterruptedBatch]:
        """Return the batches that are not finished and whose owner is no more, oldest first."""
        with self._reading() as database:
            return list(batches.interrupted(database, self._instance.is_alive))

    def unfinished(self, origin: str) -> Batch | None:
        """Return the newest batch that was asked for in these words and is nobody's alive.

        Its files may all have ended: as long as it was not closed, nobody has been told of that.
        """
        with self._reading() as database:
            return batches.unfinished(database, origin, self._instance.is_alive)

    def close_batches(self, origin: str) -> None:
        """Note that who asked in these words was told how this program's batches ended."""
        with self._writing() as database:
            batches.close_batches(database, self._instance.id, origin)

    def claim(self, batch_id: int) -> bool:
        """Take over an interrupted batch: what was running waits, what was paused stays so.

        False where somebody alive owns it (this program too), or it is not open and nothing is left
        to do: of several programs that try, one gets True.
        """
        with self._writing() as database:
            owner = batches.owner_of(database, batch_id)
            if owner is None or self._instance.is_alive(owner):
                return False
            return batches.take(database, batch_id, self._instance.id)

    def forget(self, batch_id: int) -> bool:
        """Drop a batch's unfinished transfers; the ended ones and all receipts stay.

        False, and nothing is dropped, where another program that is alive owns it.
        """
        with self._writing() as database:
            owner = batches.owner_of(database, batch_id)
            if owner is not None and self._is_elsewhere(owner):
                return False
            batches.forget(database, batch_id)
            return True

    def known_uploads(self, bucket: str) -> set[str]:
        """Return the ids of the multipart uploads to a bucket that are written down, anybody's."""
        with self._reading() as database:
            return batches.upload_ids(database, bucket)

    def is_owned_elsewhere(self, upload_id: str) -> bool:
        """Whether a multipart upload is another program's that is alive."""
        with self._reading() as database:
            owners = batches.upload_owners(database, upload_id)
        return any(self._is_elsewhere(owner) for owner in owners)

    # --- receipts ----------------------------------------------------------------------------

    def receipts(self, query: ReceiptQuery, offset: int = 0, limit: int = 500) -> list[Receipt]:
        """Return the receipts that match, newest first."""
        with self._reading() as database:
            return receipts.find_receipts(database, query, offset, limit)

    def count_receipts(self, query: ReceiptQuery) -> int:
        """Return how many receipts match."""
        with self._reading() as database:
            return receipts.count_receipts(database, query)

    def receipt_of(self, transfer_id: int) -> Receipt | None:
        """Return a transfer's receipt, the latest where it stored several objects."""
        with self._reading() as database:
            return receipts.last_receipt(database, transfer_id)

    def receipts_of_command(self, batch: Batch, item: UploadItem) -> list[tuple[int, Receipt]]:
        """Return what the command of this batch stored before of the same file under the same key.

        Each with its transfer's number, the newest first.
        """
        with self._reading() as database:
            return receipts.command_receipts(database, batch.origin, item, batch.bucket)

    def receipts_of_key(self, batch: Batch, key: str, but: int) -> list[Receipt]:
        """Return the receipts of other transfers than `but` that were to store a key there."""
        with self._reading() as database:
            return receipts.key_receipts(database, batch.connection, batch.bucket, key, but)

    def receipt_buckets(self) -> list[str]:
        """Return the buckets that have receipts, by name."""
        with self._reading() as database:
            return receipts.buckets(database)

    # -----------------------------------------------------------------------------------------

    def _is_elsewhere(self, owner: str) -> bool:
        return owner != self._instance.id and self._instance.is_alive(owner)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, as_app_error(self._path):
            yield self._database

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, as_app_error(self._path), transaction(self._database):
            yield self._database
