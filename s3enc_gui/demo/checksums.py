"""Checksums: computed, compared with what was sent, kept, and stated as S3 does."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
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

DEFAULT = "CRC64NVME"
"""What S3 computes by itself when a request brings no checksum."""

_PREFIX = "x-amz-checksum-"
_TRAILER = re.compile(rb"x-amz-checksum-([a-z0-9]+):([A-Za-z0-9+/=]+)\s*\Z")
_DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "CRC32": lambda body: zlib.crc32(body).to_bytes(4, "big"),
    "CRC32C": lambda body: int(crt.crc32c(body)).to_bytes(4, "big"),
    "CRC64NVME": lambda body: int(crt.crc64nvme(body)).to_bytes(8, "big"),
    "SHA1": lambda body: hashlib.sha1(body, usedforsecurity=False).digest(),
    "SHA256": lambda body: hashlib.sha256(body).digest(),
}


@dataclass(frozen=True)
class Checksum:
    """A value as S3 writes it: base64, with `-N` behind it when it is composed of N parts."""

    algorithm: str
    value: str
    kind: str = "FULL_OBJECT"

    def headers(self) -> dict[str, str | None]:
        """The headers with which S3 states it."""
        return {_PREFIX + self.algorithm.lower(): self.value, f"{_PREFIX}type": self.kind}

    def elements(self) -> dict[str, str]:
        """The XML elements with which CompleteMultipartUpload states it."""
        return {f"Checksum{self.algorithm}": self.value, "ChecksumType": self.kind}


def compute(body: bytes, algorithm: str, encode_base64: bool = True) -> bytes:
    """Checksum of `body`, in moto's own signature; raises `NotImplemented` as S3 code."""
    digest = _DIGESTS.get(algorithm.upper())
    if digest is None:
        raise S3ClientError("NotImplemented", f"The demo cannot compute {algorithm}.")
    raw = digest(body)
    return base64.b64encode(raw) if encode_base64 else raw


def sent(headers: Mapping[str, str], raw_body: bytes) -> tuple[str, str] | None:
    """Algorithm and value that came with a request, in its headers or behind its body."""
    for algorithm in _DIGESTS:
        if value := headers.get(_PREFIX + algorithm.lower()):
            return algorithm, value
    if "x-amz-trailer" in headers and (match := _TRAILER.search(raw_body[-300:])):
        return match[1].decode().upper(), match[2].decode()
    return None


def verify(body: bytes, algorithm: str = DEFAULT) -> Checksum:
    """The checksum of a request's `body`, by the algorithm sent with it, else by `algorithm`.

    Raises S3's `BadDigest` if it is not the one that was sent.
    """
    declared = sent(web.request_headers(), web.request_body())
    name = declared[0] if declared else algorithm.upper()
    value = compute(body, name).decode()
    if declared and declared[1].rpartition("-")[0] != value and declared[1] != value:
        raise bad_digest(name)
    return Checksum(name, value)


def bad_digest(algorithm: str) -> S3ClientError:
    """S3's error for a body that is not what its checksum says."""
    return S3ClientError(
        "BadDigest", f"The {algorithm} you specified did not match the calculated checksum."
    )


def keep(key: FakeKey, checksum: Checksum) -> None:
    """Let the object state this checksum of one piece from now on."""
    key.checksum_algorithm = checksum.algorithm
    key.checksum_value = checksum.value
    key.checksum_type = checksum.kind


def kept(key: FakeKey) -> Checksum | None:
    """What the object states, None if nothing."""
    if not key.checksum_algorithm or not key.checksum_value:
        return None
    kind = key.checksum_type or "FULL_OBJECT"
    # moto keeps value and number of parts apart.
    suffix = f"-{key.checksum_parts}" if kind == "COMPOSITE" else ""
    return Checksum(key.checksum_algorithm.upper(), key.checksum_value + suffix, kind)


def install(patcher: Patcher) -> None:
    """Compute rightly without moto's optional libraries; complete what HEAD states."""
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
            checksum = kept(key) if key is not None else None
            if checksum:
                web.answer_with(checksum.headers())
        return answer

    return head_object
