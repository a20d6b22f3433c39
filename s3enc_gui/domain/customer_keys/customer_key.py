"""A customer-provided key (SSE-C): 32 bytes that are never shown."""

from __future__ import annotations

import binascii
import hashlib
import re
import secrets
from base64 import b64decode, b64encode
from typing import NoReturn

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import Text, text
from s3enc_gui.regex import regex

LENGTH = 32
"""Bytes of a key for AES-256 (S3 User Guide, Using SSE-C)."""
ALGORITHM = "AES256"
"""The only algorithm (S3 API Reference, PutObject)."""

_HEX = regex(r"[0-9a-fA-F]{64}")
_ROW = regex(r"^[ \t]*([1-4])[ \t.:]+([0-9A-Za-z][0-9A-Za-z \t]*?)[ \t]*\r?$", re.MULTILINE)
_WRITTEN = regex(r"[0-9a-fA-F]*")
_DIGITS = 18  # of a row: 16 and two check digits
_LIKE_A_ROW = range(12, 25)  # digits of a row with typing errors
_ROW_LENGTH = 8  # bytes of a row of a key sheet
_ROWS = LENGTH // _ROW_LENGTH


class CustomerKey:
    """A key. Its bytes are in no repr, and it can be neither pickled nor converted to a dict.

    Raises AppError unless it has 32 bytes.
    """

    __slots__ = ("_content",)

    def __init__(self, content: bytes) -> None:
        if len(content) != LENGTH:
            detail = text("It has {size} bytes. A key has exactly 32.", size=len(content))
            raise _invalid(detail)
        self._content = content

    @classmethod
    def generated(cls) -> CustomerKey:
        """Return a new random key, from the system's random numbers."""
        return cls(secrets.token_bytes(LENGTH))

    @property
    def content(self) -> bytes:
        """The bytes; only for the key's own file and the keyring."""
        return self._content

    @property
    def base64(self) -> str:
        """The value of the header `x-amz-server-side-encryption-customer-key`."""
        return b64encode(self._content).decode()

    @property
    def md5(self) -> str:
        """The MD5 of the key in Base64, by which S3 and S3enc name it."""
        return b64encode(hashlib.md5(self._content, usedforsecurity=False).digest()).decode()

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of its key sheet: number, 8 bytes in hexadecimal, and two check digits."""
        return tuple(
            f"{number}  {_grouped(row.hex())}  {_check_digits(number, row)}"
            for number, row in enumerate(_rows_of(self._content), start=1)
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CustomerKey):
            return NotImplemented
        return secrets.compare_digest(self._content, other._content)

    def __hash__(self) -> int:
        return hash(self.md5)

    def __repr__(self) -> str:
        return f"CustomerKey(md5={self.md5!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a customer-provided key isn't pickled")


def parse_customer_key(content: bytes) -> CustomerKey:
    """Read a key from a file or pasted text: a key sheet, Base64, hexadecimal, or 32 bytes.

    Raises AppError, which never quotes the content; for a key sheet it names the wrong row.
    """
    if len(content) == LENGTH:
        return CustomerKey(content)
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _no_key() from None
    if rows := _rows_in(written):
        return _from_rows(rows)
    value = written.strip()
    if _HEX.fullmatch(value):
        return CustomerKey(bytes.fromhex(value))
    try:
        decoded = b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise _no_key() from None
    if len(decoded) != LENGTH:
        raise _no_key()
    return CustomerKey(decoded)


def is_key_sheet(written: str) -> bool:
    """Whether a text has rows of a key sheet, perhaps with typing errors."""
    return bool(_rows_in(written))


def _rows_in(written: str) -> list[tuple[int, str]]:
    """Return number and digits of each row, however they are spaced."""
    found = ((int(number), "".join(row.split())) for number, row in _ROW.findall(written))
    return [one for one in found if len(one[1]) in _LIKE_A_ROW]


def _from_rows(rows: list[tuple[int, str]]) -> CustomerKey:
    found: dict[int, bytes] = {}
    for number, digits in rows:
        row = _row_of(number, digits)
        if found.setdefault(number, row) != row:
            raise _invalid(text("The text has the rows of several keys."))
    for number in range(1, _ROWS + 1):
        if number not in found:
            raise _invalid(text("Row {number} of the key sheet is missing.", number=number))
    return CustomerKey(b"".join(found[number] for number in sorted(found)))


def _row_of(number: int, digits: str) -> bytes:
    """Return the bytes of a row. Raises AppError, which names the row."""
    if not _WRITTEN.fullmatch(digits):
        raise _invalid(
            text(
                "Row {number} of the key sheet has a character that isn't 0 to 9 or a to f. For"
                " example, the letter O isn't the digit 0.",
                number=number,
            )
        )
    if len(digits) != _DIGITS:
        raise _invalid(
            text(
                "Row {number} of the key sheet has {count} digits. A row has {digits}: 16, and two"
                " check digits.",
                number=number,
                count=len(digits),
                digits=_DIGITS,
            )
        )
    row = bytes.fromhex(digits[:-2])
    if _check_digits(number, row) != digits[-2:].lower():
        raise _invalid(text("Row {number} of the key sheet has an error.", number=number))
    return row


def _rows_of(content: bytes) -> list[bytes]:
    return [content[first : first + _ROW_LENGTH] for first in range(0, LENGTH, _ROW_LENGTH)]


def _grouped(digits: str) -> str:
    return " ".join(digits[first : first + 4] for first in range(0, len(digits), 4))


def _check_digits(number: int, row: bytes) -> str:
    """Return two digits that nearly all typing errors change, also rows in the wrong order."""
    return hashlib.sha256(bytes([number]) + row).hexdigest()[:2]


def _no_key() -> AppError:
    return _invalid(
        text(
            "It is neither a key sheet of S3enc, nor 32 bytes, nor 32 bytes in Base64 or"
            " hexadecimal."
        )
    )


def _invalid(detail: Text) -> AppError:
    return AppError(
        text("The customer-provided key isn't valid"),
        detail,
        text("Choose the file of the key, or type the rows of its key sheet again."),
        code="InvalidCustomerKey",
    )
