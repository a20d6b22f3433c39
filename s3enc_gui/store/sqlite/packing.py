"""Conversion of values to SQLite columns and back: texts, times, JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from s3enc_gui.domain.times import known

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # reused: slow to create


def pack(text: str) -> bytes:
    """Return any str as bytes; SQLite's TEXT can't hold the lone surrogates of some file names."""
    return text.encode("utf-8", "surrogatepass")


def unpack(packed: bytes) -> str:
    """Return the str of `pack`."""
    return packed.decode("utf-8", "surrogatepass")


def pack_json(value: object) -> bytes:
    """Return JSON without escapes: an escaped surrogate pair would become one character."""
    return pack(_ENCODER.encode(value))


def microseconds(time: datetime) -> int:
    """Return a time as microseconds since 1970, comparable across time zones."""
    return (time.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def time_of(value: object) -> datetime | None:
    """Return the time of `microseconds`, in UTC; None if there is none."""
    try:
        return known(EPOCH + timedelta(microseconds=value)) if isinstance(value, int) else None
    except OverflowError:
        return None


def stored_time(value: object) -> datetime:
    """Return the time of `microseconds` in a column that always has one; EPOCH if it is damaged."""
    return time_of(value) or EPOCH
