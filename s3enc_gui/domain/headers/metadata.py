"""User metadata that isn't ASCII, in HTTP headers.

Headers carry ASCII. Amazon S3 takes and returns other values in the form of RFC 2047
(`=?UTF-8?B?w7w=?=`; S3 User Guide, object metadata); some servers return the bytes that were sent,
usually UTF-8, which HTTP reads as Latin-1 (RFC 9110, 5.5).
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import a2b_qp
from collections.abc import Mapping
from email.header import Header
from unicodedata import category

from s3enc_gui.regex import regex

LONGEST_WORD = 75  # characters (RFC 2047, 2)

# An encoded word, and the space between two of them, which doesn't count (RFC 2047, 6.2).
_WORD = regex(r"=\?([\w.:+-]+)(?:\*[\w-]+)?\?([BbQq])\?([!->@-~]*)\?=", re.ASCII)
_BETWEEN = regex(r"(?<=\?=)[ \t\r\n]+(?==\?)")
_NOT_SENT = ("Cc", "Cs", "Zl", "Zp")  # control characters, surrogates, line separators


def can_be_sent(value: str) -> bool:
    """Whether a header can carry a value, encoded or not."""
    return not any(category(character) in _NOT_SENT for character in value)


def encoded(value: str) -> str:
    """Return a value as it is sent: in the form of RFC 2047 if it isn't ASCII."""
    if value.isascii():
        return value
    return Header(value, "utf-8", maxlinelen=LONGEST_WORD).encode(linesep="")


def decoded(header: str) -> str:
    """Return the text of a header's value, which HTTP reads as Latin-1.

    Bytes that are UTF-8 are read as such, then encoded words; what can't be decoded stays.
    """
    if not header.isascii():
        header = as_utf8(header) or header
    if "=?" not in header:
        return header
    text, position, pending, charset = "", 0, b"", ""
    plain = _BETWEEN.sub("", header)
    for word in _WORD.finditer(plain):
        found = _bytes_of(word[2], word[3])
        if found is None:
            return header
        if word.start() > position or word[1].lower() != charset:
            # Adjacent words may share a character: some programs split between its bytes.
            text += _text_of(pending, charset) + plain[position : word.start()]
            pending = b""
        pending, charset, position = pending + found, word[1].lower(), word.end()
    try:
        return text + _text_of(pending, charset) + plain[position:]
    except (LookupError, UnicodeDecodeError):
        return header


def decoded_values(pairs: Mapping[str, str]) -> dict[str, str]:
    """Return metadata with its values decoded."""
    return {name: decoded(value) for name, value in pairs.items()}


def as_utf8(header: str) -> str | None:
    """Return the UTF-8 text of a value that was read as Latin-1; None if it isn't UTF-8."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return None


def _bytes_of(encoding: str, content: str) -> bytes | None:
    if encoding in "Qq":
        return a2b_qp(content, header=True)
    try:
        return b64decode(content + "=" * (-len(content) % 4), validate=True)
    except ValueError:
        return None


def _text_of(found: bytes, charset: str) -> str:
    """Raises LookupError and UnicodeDecodeError."""
    return found.decode(charset) if found else ""
