"""Whether a server reports how it encrypts objects.

On AWS, a response without an encryption field means that the object isn't encrypted. A server that
encrypts by itself, below S3, may refuse the request headers and return none. What counts:

- it doesn't support the encryption headers of a request (501), or GetBucketEncryption;
- its documentation says so;
- but a server that has reported the encryption of any object does report it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from s3enc_gui.domain.connection import ServerNotice
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.server.refused_headers import ENCRYPTION
from s3enc_gui.s3.transport.responses import UNREPORTED

# Cloudflare R2: encrypts everything, supports no encryption headers (R2 documentation, S3 API).
_SILENT = (".r2.cloudflarestorage.com",)
_PREFIX = f"{ENCRYPTION}-"
_WRITES = frozenset({"PutObject", "CreateMultipartUpload", "CopyObject"})


class ReportedEncryption:
    """What is known of one server. Thread-safe."""

    def __init__(
        self, endpoint_url: str, on_learned: Callable[[ServerNotice], None] = lambda _: None
    ) -> None:
        self._reports = is_amazon(endpoint_url)
        self._is_silent = (urlsplit(endpoint_url).hostname or "").endswith(_SILENT)
        self._is_asked = self._reports or self._is_silent
        self._on_learned = on_learned
        self._is_told = False

    @property
    def is_silent(self) -> bool:
        """Whether a missing encryption field means nothing."""
        return self._is_silent and not self._reports

    def needs_probe(self) -> bool:
        """Whether to ask for a bucket's default encryption now; true once."""
        if self._is_asked:
            return False
        self._is_asked = True
        return True

    def note_refusal(self, operation: str, named: Collection[str]) -> None:
        """Note that an operation, or the headers that the response names, aren't supported."""
        is_about = operation == "GetBucketEncryption" or (
            operation in _WRITES
            and any(one == ENCRYPTION or one.startswith(_PREFIX) for one in named)
        )
        self._is_silent = self._is_silent or is_about

    def note_report(self) -> None:
        """Note that a response had the encryption of an object."""
        self._reports = True

    def marked(self, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the fields of HEAD or GET; see `mark`."""
        if fields.get("ServerSideEncryption"):  # nearly all
            self._reports = True
            return fields
        found = {**fields}
        self.mark(found)
        return found

    def mark(self, fields: dict[str, Any], *, is_read: bool = True) -> None:
        """Learn from the fields of a response, and add UNREPORTED where it applies.

        `is_read`: it is the response to HEAD or GET. The user is told of the first such one; the
        response to a write may lack what these report.
        """
        if fields.get("ServerSideEncryption"):
            self._reports = True
        elif self.is_silent and not fields.get("SSECustomerAlgorithm"):
            fields[UNREPORTED] = True
            if is_read and not self._is_told:
                self._is_told = True
                self._on_learned(ServerNotice.NO_ENCRYPTION_REPORTED)

    def completed(self, status: EncryptionStatus) -> EncryptionStatus:
        """Return a status that was read before, as this server reports it."""
        is_known = status.algorithm or status.customer_algorithm
        unreported = self.is_silent and not is_known
        return status if status.unreported == unreported else replace(status, unreported=unreported)
