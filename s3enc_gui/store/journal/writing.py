"""Writes changes of transfers to the journal, inside the caller's transaction."""

from __future__ import annotations

import json
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
from s3enc_gui.store.journal.receipts import add_receipt
from s3enc_gui.store.journal.rows import pack_crc, pack_envelope
from s3enc_gui.store.sqlite.packing import pack

_NOTHING_SENT = """sent_size = NULL, sent_crc64nvme = NULL, sent_md5_etag = NULL,
    sent_composite = NULL, sent_envelope = NULL"""


def apply(database: sqlite3.Connection, owner: str, change: Change) -> None:
    """Write one change; of a transfer that no longer exists, only its receipt."""
    match change:
        case RecordState():
            _set_state(database, change)
        case RecordStart():
            _start(database, change)
        case RecordUpload():
            _set_upload(database, change)
        case RecordPart():
            _add_part(database, change.transfer, change.part)
        case RecordContent():
            _set_content(database, change)
        case RecordEnd():
            _end(database, change)
        case RecordOrder():
            _move_to_front(database, owner, change)
        case _:
            assert_never(change)


def _set_state(database: sqlite3.Connection, change: RecordState) -> None:
    """A transfer that is retried loses its result."""
    database.executemany(
        "UPDATE transfers SET state = ?1, result = iif(?1 = 'ended', result, NULL) WHERE id = ?2",
        ((change.state.value, number) for number in change.transfers),
    )


def _start(database: sqlite3.Connection, change: RecordStart) -> None:
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


def _set_upload(database: sqlite3.Connection, change: RecordUpload) -> None:
    drop_upload(database, change.transfer)
    upload = change.upload
    if upload is None:
        return
    database.execute(
        "INSERT INTO uploads SELECT id, ?, ?, ?, ?, ? FROM transfers WHERE id = ?",
        (
            upload.upload_id,
            upload.part_size,
            upload.crc,
            upload.asked,
            None if upload.context is None else json.dumps(upload.context),
            change.transfer,
        ),
    )
    for part in upload.parts:
        _add_part(database, change.transfer, part)


def _add_part(database: sqlite3.Connection, transfer: int, part: SentPart) -> None:
    """A part sent again replaces the first, as in S3; without an upload it is ignored."""
    database.execute(
        """INSERT OR REPLACE INTO parts
            SELECT transfer, ?, ?, ?, ?, ? FROM uploads WHERE transfer = ?""",
        (part.number, part.size, part.etag, pack_crc(part.crc), part.md5, transfer),
    )


def _set_content(database: sqlite3.Connection, change: RecordContent) -> None:
    sent = change.sent
    database.execute(
        """UPDATE transfers SET sent_size = ?, sent_crc64nvme = ?, sent_md5_etag = ?,
            sent_composite = ?, sent_envelope = ? WHERE id = ?""",
        (
            sent.size,
            sent.crc64nvme,
            sent.md5_etag,
            sent.composite,
            pack_envelope(sent.envelope),
            change.transfer,
        ),
    )


def _end(database: sqlite3.Connection, change: RecordEnd) -> None:
    drop_upload(database, change.transfer)
    database.execute(
        "UPDATE transfers SET state = ?, result = ? WHERE id = ?",
        (TransferState.ENDED.value, change.result.value, change.transfer),
    )
    if change.result in (Result.EXISTS, Result.SKIPPED):
        # The object isn't ours: a retry must not recognize it as its own.
        database.execute(
            f"""UPDATE transfers SET key = NULL, mark_size = NULL, mark_mtime_ns = NULL,
                mark_change_ns = NULL, begun = NULL, {_NOTHING_SENT} WHERE id = ?""",  # noqa: S608 - a constant
            (change.transfer,),
        )
    if change.receipt is not None:
        add_receipt(database, change.earlier_transfer or change.transfer, change.receipt)


def _move_to_front(database: sqlite3.Connection, owner: str, change: RecordOrder) -> None:
    """Positions before the first of the queue leave the other rows unchanged."""
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
    """Delete the multipart upload of a transfer and its parts."""
    database.execute("DELETE FROM parts WHERE transfer = ?", (transfer,))
    database.execute("DELETE FROM uploads WHERE transfer = ?", (transfer,))
