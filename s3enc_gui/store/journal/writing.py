"""What each change does to the journal's rows; the caller holds the transaction."""

from __future__ import annotations

import sqlite3
from typing import assert_never

from s3enc_gui.domain.uploads.journal_changes import (
    Change,
    RecordContent,
    RecordEnd,
    RecordOrder,
    RecordPart,
    RecordStart,
    RecordState,
    RecordUpload,
)
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import SentPart, TransferState
from s3enc_gui.store.journal.receipts import keep_receipt
from s3enc_gui.store.journal.rows import pack, pack_crc

_NOTHING_SENT = """sent_size = NULL, sent_crc64nvme = NULL, sent_md5_etag = NULL,
    sent_composite = NULL"""


def apply(database: sqlite3.Connection, owner: str, change: Change) -> None:
    """Write one change; of a transfer that was forgotten, nothing but its receipt."""
    match change:
        case RecordState():
            _moved(database, change)
        case RecordStart():
            _began(database, change)
        case RecordUpload():
            _upload_opened(database, change)
        case RecordPart():
            _add_part(database, change.transfer, change.part)
        case RecordContent():
            _all_sent(database, change)
        case RecordEnd():
            _ended(database, change)
        case RecordOrder():
            _reordered(database, owner, change)
        case _:
            assert_never(change)


def _moved(database: sqlite3.Connection, change: RecordState) -> None:
    """One that is taken up again has no result any more."""
    database.executemany(
        "UPDATE transfers SET state = ?1, result = iif(?1 = 'ended', result, NULL) WHERE id = ?2",
        ((change.state.value, number) for number in change.transfers),
    )


def _began(database: sqlite3.Connection, change: RecordStart) -> None:
    mark = change.mark
    database.execute(
        f"""UPDATE transfers SET key = ?, mark_size = ?, mark_mtime_ns = ?, mark_change_ns = ?,
            begun = ?, {_NOTHING_SENT} WHERE id = ?""",  # noqa: S608 - a constant
        (
            pack(change.key),
            mark.size,
            mark.mtime_ns,
            mark.change_ns,
            change.at.isoformat(),
            change.transfer,
        ),
    )


def _upload_opened(database: sqlite3.Connection, change: RecordUpload) -> None:
    drop_upload(database, change.transfer)
    upload = change.upload
    if upload is None:
        return
    database.execute(
        "INSERT INTO uploads SELECT id, ?, ?, ?, ? FROM transfers WHERE id = ?",
        (upload.upload_id, upload.part_size, upload.crc, upload.asked, change.transfer),
    )
    for part in upload.parts:
        _add_part(database, change.transfer, part)


def _add_part(database: sqlite3.Connection, transfer: int, part: SentPart) -> None:
    """A part sent again replaces the first, as at S3; without an upload it is nothing."""
    database.execute(
        """INSERT OR REPLACE INTO parts
            SELECT transfer, ?, ?, ?, ?, ? FROM uploads WHERE transfer = ?""",
        (part.number, part.size, part.etag, pack_crc(part.crc), part.md5, transfer),
    )


def _all_sent(database: sqlite3.Connection, change: RecordContent) -> None:
    sent = change.sent
    database.execute(
        """UPDATE transfers SET sent_size = ?, sent_crc64nvme = ?, sent_md5_etag = ?,
            sent_composite = ? WHERE id = ?""",
        (sent.size, sent.crc64nvme, sent.md5_etag, sent.composite, change.transfer),
    )


def _ended(database: sqlite3.Connection, change: RecordEnd) -> None:
    drop_upload(database, change.transfer)
    database.execute(
        "UPDATE transfers SET state = ?, result = ? WHERE id = ?",
        (TransferState.ENDED.value, change.result.value, change.transfer),
    )
    if change.result in (Result.EXISTS, Result.SKIPPED):
        # What is there is somebody else's: tried again, it must not be taken for ours.
        database.execute(
            f"""UPDATE transfers SET key = NULL, mark_size = NULL, mark_mtime_ns = NULL,
                mark_change_ns = NULL, begun = NULL, {_NOTHING_SENT} WHERE id = ?""",  # noqa: S608 - a constant
            (change.transfer,),
        )
    if change.receipt is not None:
        keep_receipt(database, change.stored_by or change.transfer, change.receipt)


def _reordered(database: sqlite3.Connection, owner: str, change: RecordOrder) -> None:
    """Put them before the first of all: so the others need not be touched."""
    (first,) = database.execute(
        """SELECT min((SELECT min(position) FROM transfers WHERE batch = batches.id))
            FROM batches WHERE owner = ?""",
        (owner,),
    ).fetchone()
    start = (first or 0) - len(change.transfers)
    database.executemany(
        "UPDATE transfers SET position = ? WHERE id = ?",
        ((start + turn, number) for turn, number in enumerate(change.transfers)),
    )


def drop_upload(database: sqlite3.Connection, transfer: int) -> None:
    """Forget the multipart upload of a transfer and its parts."""
    database.execute("DELETE FROM parts WHERE transfer = ?", (transfer,))
    database.execute("DELETE FROM uploads WHERE transfer = ?", (transfer,))
