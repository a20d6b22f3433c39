"""Checksums: computed, compared with those of the request, stored and returned as S3 does."""

from __future__ import annotations

import base64
import functools
import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import moto.s3.models
import moto.s3.responses
from awscrt import checksums as crt
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeKey
from moto.s3.responses import S3Response

from s3enc_gui.demo import web
from s3enc_gui.demo.patching import Patcher
from s3enc_gui.regex import regex

DEFAULT = "CRC64NVME"
"""The algorithm S3 uses if a request has no checksum."""

_PREFIX = "x-amz-checksum-"
_TRAILER = regex(rb"x-amz-checksum-([a-z0-9]+):([A-Za-z0-9+/=]+)\s*\Z")
_DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "CRC32": lambda body: zlib.crc32(body).to_bytes(4, "big"),
    "CRC32C": lambda body: int(crt.crc32c(body)).to_bytes(4, "big"),
    "CRC64NVME": lambda body: int(crt.crc64nvme(body)).to_bytes(8, "big"),
    "SHA1": lambda body: hashlib.sha1(body, usedforsecurity=False).digest(),
    "SHA256": lambda body: hashlib.sha256(body).digest(),
}


@dataclass(frozen=True)
class Checksum:
    """A checksum in base64; a composite checksum of N parts ends with `-N`."""

    algorithm: str
    value: str
    kind: str = "FULL_OBJECT"

    def headers(self) -> dict[str, str | None]:
        """The response headers for it."""
        return {_PREFIX + self.algorithm.lower(): self.value, f"{_PREFIX}type": self.kind}

    def elements(self) -> dict[str, str]:
        """The XML elements for it in the response to CompleteMultipartUpload."""
        return {f"Checksum{self.algorithm}": self.value, "ChecksumType": self.kind}


def compute(body: bytes, algorithm: str, encode_base64: bool = True) -> bytes:
    """Checksum of `body`, with moto's signature. Raises the S3 error `NotImplemented`."""
    digest = _DIGESTS.get(algorithm.upper())
    if digest is None:
        raise S3ClientError("NotImplemented", f"The demo cannot compute {algorithm}.")
    raw = digest(body)
    return base64.b64encode(raw) if encode_base64 else raw


def sent(headers: Mapping[str, str], raw_body: bytes) -> tuple[str, str] | None:
    """Algorithm and value of a request's checksum, from its headers or trailer."""
    for algorithm in _DIGESTS:
        if value := headers.get(_PREFIX + algorithm.lower()):
            return algorithm, value
    if "x-amz-trailer" in headers and (match := _TRAILER.search(raw_body[-300:])):
        return match[1].decode().upper(), match[2].decode()
    return None


def verify(body: bytes, algorithm: str = DEFAULT) -> Checksum:
    """The checksum of a request's `body`, by the algorithm of the request, else by `algorithm`.

    Raises the S3 error `BadDigest` if it differs from that of the request.
    """
    declared = sent(web.request_headers(), web.request_body())
    name = declared[0] if declared else algorithm.upper()
    value = compute(body, name).decode()
    if declared and declared[1].rpartition("-")[0] != value and declared[1] != value:
        raise bad_digest(name)
    return Checksum(name, value)


def bad_digest(algorithm: str) -> S3ClientError:
    """S3's error for a checksum that doesn't match."""
    return S3ClientError(
        "BadDigest", f"The {algorithm} you specified did not match the calculated checksum."
    )


def store(key: FakeKey, checksum: Checksum) -> None:
    """Store a full-object checksum with the object."""
    key.checksum_algorithm = checksum.algorithm
    key.checksum_value = checksum.value
    key.checksum_type = checksum.kind


def stored(key: FakeKey) -> Checksum | None:
    """The checksum stored with the object, if any."""
    if not key.checksum_algorithm or not key.checksum_value:
        return None
    kind = key.checksum_type or "FULL_OBJECT"
    # moto stores the value and the number of parts separately.
    suffix = f"-{key.checksum_parts}" if kind == "COMPOSITE" else ""
    return Checksum(key.checksum_algorithm.upper(), key.checksum_value + suffix, kind)


def install(patcher: Patcher) -> None:
    """Compute all checksums without moto's optional libraries; return them from HeadObject."""
    for module in (moto.s3.models, moto.s3.responses):
        patcher.wrap(module, "compute_checksum", lambda _: compute)
    patcher.wrap(S3Response, "head_object", _head_object)


def _head_object(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def head_object(
        self: S3Response,
        bucket_name: str,
        query: dict[str, Any],
        key_name: str,
        headers: Mapping[str, str],
    ) -> web.Answer:
        answer: web.Answer = original(self, bucket_name, query, key_name, headers)
        if headers.get("x-amz-checksum-mode") == "ENABLED" and answer[0] == 200:
            version = query.get("versionId", [None])[0]
            key = self.backend.get_object(bucket_name, key_name, version)
            checksum = stored(key) if key is not None else None
            if checksum:
                web.answer_with(checksum.headers())
        return answer

    return head_object
