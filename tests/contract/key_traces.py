"""Searches what the program has written and shown for customer-provided keys (SSE-C)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey


def forms(key: CustomerKey) -> tuple[bytes, ...]:
    """Return the key as bytes, and in the ways that it could be written."""
    encoded, digits = base64.b64encode(key.content), key.content.hex()
    quoted = quote_from_bytes(encoded, safe="")
    texts = [
        digits,
        digits.upper(),
        quoted,
        re.sub("%..", lambda found: found[0].lower(), quoted),
        quote_from_bytes(key.content, safe=""),
        repr(key.content)[2:-1],
        *key.rows,
    ]
    return (
        key.content,
        encoded,
        encoded.rstrip(b"="),
        base64.urlsafe_b64encode(key.content),
        *(one.encode() for one in texts),
    )


def has_key(content: bytes, keys: Iterable[CustomerKey]) -> bool:
    """Whether any of the keys is in the content, in any form."""
    return any(form in content for key in keys for form in forms(key))


def written_files(folders: Iterable[Path], apart: Iterable[Path] = ()) -> Iterator[Path]:
    """Yield all files in the folders but those in `apart`: a file that is sent, or downloads."""
    left_out = tuple(apart)
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not any(path.is_relative_to(one) for one in left_out):
                yield path
