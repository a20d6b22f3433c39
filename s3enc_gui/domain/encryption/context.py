"""Encryption context: names and values that AWS KMS binds to an object's data key.

S3 takes it as the Base64 of a JSON object of texts in UTF-8 (PutObject, SSEKMSEncryptionContext).
It returns it only in the response to the request that creates the object, never with HeadObject.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Iterator

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import Text, text

ContextPairs = tuple[tuple[str, str], ...]

RESERVED = "aws:s3:arn"
"""The name that S3 itself adds: the ARN of the object or, with a bucket key, of the bucket."""

MAX_HEADER_BYTES = 4096
"""As sent. All headers of a PUT request may have 8 KB (S3 User Guide, object metadata), of which
user metadata takes up to 2 KB, and signature and session token the rest."""


def context_header(pairs: ContextPairs) -> str:
    """Return the value of the header; equal pairs in any order give the same value.

    Raises UnicodeEncodeError for lone surrogates, which `context_problems` finds.
    """
    return base64.b64encode(_as_json(pairs)).decode("ascii")


def read_context(header: object) -> ContextPairs | None:
    """Return the pairs of a response's header, without S3's own, sorted by name.

    None: there is no such header, or it isn't the Base64 of a JSON object of texts.
    """
    if not isinstance(header, str) or not header:
        return None
    try:
        plain = json.loads(base64.b64decode(header, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(plain, dict) or not all(isinstance(one, str) for one in plain.values()):
        return None
    return tuple(sorted((name, value) for name, value in plain.items() if name != RESERVED))


def context_problems(pairs: ContextPairs) -> Iterator[AppError]:
    """Yield what is wrong with an encryption context."""
    for name, value in pairs:
        if not name:
            yield _invalid(text("A key is empty."), text("Enter a key for each value."))
        elif name.lower() == RESERVED:
            yield _invalid(
                text("“{name}” is reserved: S3 adds it to each object itself.", name=name),
                text("Remove it."),
            )
        elif not (_is_unicode(name) and _is_unicode(value)):
            yield _invalid(
                text("A key or value isn't valid Unicode text."), text("Enter it again.")
            )
            return
    for name, count in Counter(name for name, _value in pairs).items():
        if count > 1:
            yield _invalid(
                text("“{name}” is specified {count} times.", name=name, count=count),
                text("Enter each key once."),
            )
    size = len(context_header(pairs)) if pairs else 0
    if size > MAX_HEADER_BYTES:
        yield AppError(
            text("The encryption context is too large"),
            text(
                "It has {size:,} bytes as it is sent. The limit is {limit:,}.",
                size=size,
                limit=MAX_HEADER_BYTES,
            ),
            text("Shorten it."),
            code="EncryptionContextTooLarge",
        )


def _as_json(pairs: ContextPairs) -> bytes:
    plain = json.dumps(dict(sorted(pairs)), ensure_ascii=False, separators=(",", ":"))
    return plain.encode("utf-8")


def _is_unicode(value: str) -> bool:
    return value.isascii() or not any("\ud800" <= one <= "\udfff" for one in value)


def _invalid(detail: Text, hint: Text) -> AppError:
    title = text("The encryption context isn't valid")
    return AppError(title, detail, hint, code="InvalidEncryptionContext")
