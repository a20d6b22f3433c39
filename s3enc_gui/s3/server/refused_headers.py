"""The request headers that a server other than AWS refuses, and which one a refusal is about.

Such servers respond with 501 NotImplemented, or with 400, to a header that they don't know. Headers
that S3enc adds by itself are then left out, from the first such response on. A header that says
what the user requested is never left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from s3enc_gui.domain.connection import ServerNotice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.regex import regex

CHECKSUM = "x-amz-checksum-crc64nvme"  # also stands for `-algorithm` and `-type`
CHECKSUM_MODE = "x-amz-checksum-mode"
CONDITION = "if-none-match"
ENCODING_TYPE = "encoding-type"  # a query parameter
ENCRYPTION = "x-amz-server-side-encryption"
METADATA_DIRECTIVE = "x-amz-metadata-directive"
TAGGING = "x-amz-tagging"
TAGGING_DIRECTIVE = "x-amz-tagging-directive"

NEWER = (CHECKSUM, CHECKSUM_MODE)  # servers that know only Content-MD5 don't know these

NOTICES: Mapping[str, ServerNotice] = {
    CHECKSUM: ServerNotice.NO_CHECKSUMS,
    CHECKSUM_MODE: ServerNotice.NO_CHECKSUM_MODE,
    CONDITION: ServerNotice.NO_CONDITIONS,
    ENCODING_TYPE: ServerNotice.NO_ENCODING,
    METADATA_DIRECTIVE: ServerNotice.NO_DIRECTIVES,
    TAGGING_DIRECTIVE: ServerNotice.NO_DIRECTIVES,
}

NOT_IMPLEMENTED = ("NotImplemented", "501")
_INVALID = ("InvalidRequest", "InvalidArgument", "400", "BadRequest")
_POINTERS = ("Message", "ArgumentName", "Header", "HeaderName", "MissingHeaderName")
_HEADER = regex(
    r"\b(?:x-amz-[a-z0-9-]*[a-z0-9]|if-none-match|if-match|content-md5|encoding-type)\b"
)


def named_headers(said: str) -> frozenset[str]:
    """Return the headers that the text of an error names, in lower case."""
    return frozenset(_HEADER.findall(said.lower()))


def text_of(body: Mapping[str, Any]) -> str:
    """Return what an error response says, by its parsed body."""
    return " ".join(str(body[name]) for name in _POINTERS if body.get(name))


def names_header(error: AppError, header: str) -> bool:
    """Whether a refusal is about this header."""
    refused = error.code in (*NOT_IMPLEMENTED, *_INVALID)
    return refused and header in named_headers(error.source.detail)


def names_none(error: AppError) -> bool:
    """Whether the server doesn't support something, and doesn't say what."""
    return error.code in NOT_IMPLEMENTED and not named_headers(error.source.detail)


def refuses_checksum(error: AppError) -> bool:
    """Whether the server doesn't support the checksum; not: it differs.

    S3-compatible servers return 501 NotImplemented, or 400 with the header's name in the message
    (boto/s3transfer#327). True also where they don't say which header they don't support.
    """
    said = error.source.detail.lower()
    is_named = "checksum" in said or "crc64" in said
    if error.code in NOT_IMPLEMENTED:
        return is_named or not named_headers(said)
    return error.code in _INVALID and is_named


class RefusedHeaders:
    """What is known of one server. Thread-safe.

    `on_learned` gets what to tell the user, once for each header; nothing of those that are
    `known` from the beginning.
    """

    def __init__(
        self,
        on_learned: Callable[[ServerNotice], None] = lambda _: None,
        known: Iterable[str] = (),
    ) -> None:
        self._on_learned = on_learned
        self._refused: set[str] = set(known)

    def refuses(self, header: str) -> bool:
        """Whether a header, in lower case, is known to be refused."""
        return header in self._refused

    def learn(self, headers: Iterable[str]) -> None:
        """Leave these headers out from now on."""
        new = set(headers) - self._refused
        self._refused |= new
        for notice in {NOTICES[header] for header in new if header in NOTICES}:
            self._on_learned(notice)
