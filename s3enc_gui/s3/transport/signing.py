"""Signature Version 4 for S3; what is constant for a second or a day is computed once.

Sources: IAM User Guide, "Create a signed AWS API request"; S3 API Reference, "Authenticating
Requests: Using the Authorization Header".
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha256
from time import gmtime, strftime

from s3enc_gui.dataclass import dataclass

UNSIGNED = "UNSIGNED-PAYLOAD"
EMPTY = sha256(b"").hexdigest()

# Like botocore; Google Cloud Storage changes Accept-Encoding before it checks the signature.
_UNSIGNED_HEADERS = frozenset({"accept-encoding", "content-length", "user-agent"})
_TERMINAL = "aws4_request"
MOST_BODYLESS = 64  # sets of headers that are remembered for a second


@dataclass(frozen=True, slots=True)
class AccessKeys:
    """Current credentials."""

    access_key: str
    secret_key: str
    token: str | None = None


class RequestSigner:
    """Signs requests for one Region and service."""

    def __init__(self, region: str, service: str) -> None:
        self._region, self._service = region, service
        self._keys: AccessKeys | None = None
        self._second = 0
        self._date = self._scope = ""
        self._key = b""
        self._bodyless: dict[tuple[tuple[str, str], ...], tuple[str, str]] = {}

    def signed(
        self,
        keys: AccessKeys,
        now: float,
        method: str,
        path: str,
        query: str,
        headers: Sequence[tuple[str, str]],
        payload: str,
    ) -> list[tuple[str, str]]:
        """Return the headers to add.

        `now` in seconds since 1970; `path` and `query` as sent, the query sorted; names of
        `headers` (with `host`) in lower case; `payload` is the body's SHA-256 or UNSIGNED.
        """
        if int(now) != self._second or keys is not self._keys:
            self._renew(keys, int(now))
        added = [("x-amz-content-sha256", payload), ("x-amz-date", self._date)]
        if keys.token:
            added.append(("x-amz-security-token", keys.token))
        if payload == EMPTY:
            names, lines = self._of_bodyless((*headers, *added))
        else:
            names, lines = _canonical((*headers, *added))
        canonical = f"{method}\n{path}\n{query}\n{lines}\n{names}\n{payload}"
        digest = sha256(canonical.encode()).hexdigest()
        to_sign = f"AWS4-HMAC-SHA256\n{self._date}\n{self._scope}\n{digest}"
        signature = hmac.digest(self._key, to_sign.encode(), "sha256").hex()
        credential = f"{keys.access_key}/{self._scope}"
        authorization = (
            f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, "
            f"Signature={signature}"
        )
        added.append(("authorization", authorization))
        return added

    def _of_bodyless(self, headers: tuple[tuple[str, str], ...]) -> tuple[str, str]:
        """Return their canonical form: within a second, those of HEAD are all the same."""
        found = self._bodyless.get(headers)
        if found is None:
            found = _canonical(headers)
            if len(self._bodyless) < MOST_BODYLESS:
                self._bodyless[headers] = found
        return found

    def _renew(self, keys: AccessKeys, second: int) -> None:
        self._second, self._keys = second, keys
        self._bodyless.clear()
        time = gmtime(second)
        self._date = strftime("%Y%m%dT%H%M%SZ", time)
        day = self._date[:8]
        self._scope = f"{day}/{self._region}/{self._service}/{_TERMINAL}"
        key = f"AWS4{keys.secret_key}".encode()
        for piece in (day, self._region, self._service, _TERMINAL):
            key = hmac.digest(key, piece.encode(), "sha256")
        self._key = key


def _canonical(headers: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return the names of the signed headers, and their lines."""
    signed = sorted([one for one in headers if one[0] not in _UNSIGNED_HEADERS])
    names = ";".join([name for name, _ in signed])
    return names, "".join([f"{name}:{' '.join(value.split())}\n" for name, value in signed])
