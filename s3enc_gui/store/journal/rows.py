"""Conversion of transfers, batches and receipts to rows of the journal, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from s3enc_gui.domain.client_side.choice import ClientSideKey
from s3enc_gui.domain.client_side.envelope import Envelope
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect, Finding, Sent, Verdict
from s3enc_gui.domain.history.receipt import LaterCheck, Receipt, plain
from s3enc_gui.domain.names.unicode_forms import folded
from s3enc_gui.domain.times import iso_time
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions
from s3enc_gui.domain.uploads.transfer import (
    Batch,
    FileFingerprint,
    OpenUpload,
    SentPart,
    Transfer,
    TransferState,
)
from s3enc_gui.store.sqlite.packing import pack, pack_json, unpack

UNREADABLE = Receipt("unreadable", "", -1, "", "", error="This receipt can't be read.")

_FIELDS = frozenset(field.name for field in fields(Receipt))
_ASPECTS = frozenset(aspect.value for aspect in Aspect)
_STATES = {state.value: state for state in TransferState}
_RESULTS = {None: None} | {result.value: result for result in Result}

BATCH = "id, connection, bucket, options, origin, created"
TRANSFER = """t.id, t.batch, t.path, t.item_key, t.size, t.state, t.key,
    t.mark_size, t.mark_mtime_ns, t.mark_change_ns,
    t.sent_size, t.sent_crc64nvme, t.sent_md5_etag, t.sent_composite, t.sent_envelope,
    t.result,
    u.upload_id, u.part_size, u.crc, u.asked, u.context, t.begun"""

Row = tuple[Any, ...]


def fold(text: str) -> bytes:
    """Return a text for searching: case and Unicode composition are normalized."""
    return pack(folded(text))


def pack_crc(crc: int) -> bytes:
    """Return an unsigned 64-bit number as 8 bytes."""
    return crc.to_bytes(8, "big")


def batch_of(row: Row) -> Batch:
    """Return the batch of a row with the columns BATCH."""
    number, connection, bucket, options, origin, created = row
    return Batch(
        number,
        Connection(**json.loads(unpack(connection))),
        unpack(bucket),
        _options_of(json.loads(unpack(options))),
        unpack(origin),
        iso_time(created),
    )


def pack_plain(value: Connection | UploadOptions) -> bytes:
    """Return a connection or options as JSON; neither contains secrets."""
    return pack_json(value.plain if isinstance(value, Connection) else asdict(value))


def _options_of(plain: dict[str, Any]) -> UploadOptions:
    choice = plain.pop("encryption")
    choice["kind"] = Encryption(choice["kind"])
    plain["if_exists"] = IfExists(plain["if_exists"])
    plain["client_side"] = ClientSideKey.of_plain(plain.get("client_side"))
    for name in ("metadata", "tags"):
        plain[name] = _pairs_of(plain[name])
    choice["context"] = _pairs_of(choice.get("context", ()))
    return UploadOptions(EncryptionChoice(**choice), **plain)


def _pairs_of(plain: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in plain)


def transfer_of(row: Row, parts: Mapping[int, tuple[SentPart, ...]]) -> Transfer:
    """Return the transfer of a row with the columns TRANSFER; `parts` by transfer id."""
    (number, batch, path, item_key, size, state, key, *rest) = row
    mark_size, mtime_ns, change_ns, sent_size, crc, md5_etag, composite, *rest = rest
    envelope, result, *rest = rest
    upload_id, part_size, has_crc, asked, context, begun = rest
    upload = None
    if upload_id is not None:
        named = None if context is None else _pairs_of(json.loads(context))
        sent_parts = parts.get(number, ())
        upload = OpenUpload(upload_id, part_size, bool(has_crc), sent_parts, asked, named)
    return Transfer(
        number,
        batch,
        UploadItem(unpack(path), unpack(item_key), size),
        _STATES[state],
        None if key is None else unpack(key),
        None if mark_size is None else FileFingerprint(mark_size, mtime_ns, change_ns),
        None
        if sent_size is None
        else Sent(sent_size, crc, md5_etag, composite, envelope_of(envelope)),
        upload,
        _RESULTS[result],
        iso_time(begun),
    )


def pack_envelope(envelope: Envelope) -> str | None:
    """Return the metadata of client-side encryption as JSON; None: there is none."""
    return json.dumps(dict(envelope)) if envelope else None


def envelope_of(packed: str | None) -> Envelope:
    """Return the metadata of client-side encryption from JSON."""
    return tuple(json.loads(packed).items()) if packed else ()


def part_of(row: Row) -> SentPart:
    """Return the part of a row of number, size, etag, crc, md5."""
    number, size, etag, crc, md5 = row
    return SentPart(number, size, etag, int.from_bytes(crc, "big"), md5)


def pack_receipt(receipt: Receipt) -> bytes:
    """Return a receipt as JSON."""
    return pack_json(plain(receipt))


def receipt_of(packed: bytes) -> Receipt:
    """Return a packed receipt; UNREADABLE if it can't be read, so that the others can.

    Receipts of earlier versions have no `checked_again`; of later ones, what is known is read.
    """
    try:
        row = {name: value for name, value in json.loads(unpack(packed)).items() if name in _FIELDS}
        row["findings"] = tuple(map(_finding_of, filter(_is_known, row.get("findings", ()))))
        for name in ("last_modified", "started", "ended"):
            row[name] = iso_time(row.get(name))
        row["checked_again"] = tuple(map(_check_of, row.get("checked_again", ())))
        if (context := row.get("encryption_context")) is not None:
            row["encryption_context"] = tuple(sorted(context.items()))
        return Receipt(**row)
    except (ValueError, LookupError, TypeError, AttributeError):
        return UNREADABLE


def _is_known(plain: Mapping[str, Any]) -> bool:
    return plain["aspect"] in _ASPECTS


def _finding_of(plain: Mapping[str, Any]) -> Finding:
    return Finding(
        Aspect(plain["aspect"]), plain["asked"], plain["stored"], Verdict(plain["verdict"])
    )


def _check_of(plain: dict[str, Any]) -> LaterCheck:
    return LaterCheck(iso_time(plain["at"]), plain["verdict"], plain["detail"])
