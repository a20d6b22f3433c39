"""What the server has stored, which tests compare with what the program reports."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import count

from awscrt import checksums

ENCRYPTION = "x-amz-server-side-encryption"
KEY = f"{ENCRYPTION}-aws-kms-key-id"
CONTEXT = f"{ENCRYPTION}-context"  # only in the answers to requests that name it
CUSTOMER = f"{ENCRYPTION}-customer-algorithm"
CUSTOMER_MD5 = f"{ENCRYPTION}-customer-key-md5"
LOCK = "x-amz-object-lock-"
CRC = "x-amz-checksum-crc64nvme"
CHECKSUM = "x-amz-checksum-"
VERSION = "x-amz-version-id"
CLASS = "x-amz-storage-class"
_TOLD = ("etag", ENCRYPTION, CHECKSUM, VERSION)


def now() -> datetime:
    """The current time in whole seconds, as in S3."""
    return datetime.now(UTC).replace(microsecond=0)


def md5(data: bytes) -> bytes:
    """The MD5."""
    return hashlib.md5(data, usedforsecurity=False).digest()


DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    CRC: lambda data: int(checksums.crc64nvme(data)).to_bytes(8, "big"),
    f"{CHECKSUM}crc32c": lambda data: int(checksums.crc32c(data)).to_bytes(4, "big"),
    f"{CHECKSUM}crc32": lambda data: zlib.crc32(data).to_bytes(4, "big"),
    f"{CHECKSUM}sha1": lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    f"{CHECKSUM}sha256": lambda data: hashlib.sha256(data).digest(),
    "content-md5": md5,
}
"""Checksum algorithms by header name."""


def crc64nvme(data: bytes) -> str:
    """The CRC64NVME in base64."""
    return base64.b64encode(DIGESTS[CRC](data)).decode()


@dataclass
class Stored:
    """A version of an object: its bytes and headers.

    `parts`: sizes in bytes of its parts. `marker`: it is a delete marker. `annotations`: by name.
    """

    data: bytes
    headers: dict[str, str]
    tags: dict[str, str] = field(default_factory=dict)
    parts: tuple[int, ...] = ()
    modified: datetime = field(default_factory=now)
    marker: bool = False
    annotations: dict[str, bytes] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """The ETag, in quotes."""
        return self.headers.get("ETag", "")

    @property
    def version(self) -> str:
        """The version ID; "null" without versioning."""
        return self.headers.get(VERSION, "null")

    @property
    def shown(self) -> dict[str, str]:
        """The headers of HeadObject with checksum mode."""
        found = {"Content-Type": "binary/octet-stream", "Accept-Ranges": "bytes"}
        for name, value in self.headers.items():
            if name.lower() == "content-type":
                found["Content-Type"] = value
            elif (name, value) != (CLASS, "STANDARD") and name != CONTEXT:
                found[name] = value
        if self.tags:
            found["x-amz-tagging-count"] = str(len(self.tags))
        return {**found, "Last-Modified": format_datetime(self.modified, usegmt=True)}

    @property
    def told(self) -> dict[str, str]:
        """The headers of the answer to PutObject."""
        return {k: v for k, v in self.headers.items() if k.lower().startswith(_TOLD)}


@dataclass
class Part:
    """A part of a multipart upload."""

    data: bytes
    modified: datetime = field(default_factory=now)

    @property
    def etag(self) -> str:
        """The ETag, in quotes."""
        return f'"{md5(self.data).hex()}"'


@dataclass
class Upload:
    """An incomplete multipart upload; `kept` (headers) and `tags` are for the object."""

    bucket: str
    key: str
    kept: dict[str, str]
    tags: dict[str, str]
    parts: dict[int, Part] = field(default_factory=dict)
    initiated: datetime = field(default_factory=now)


@dataclass
class Bucket:
    """A bucket; the versions of each key, the latest last (one without versioning).

    `policy` is only returned, not evaluated; `configuration` is the default encryption in XML, if
    it was written.
    """

    keeps_versions: bool = False
    default: dict[str, str] = field(default_factory=lambda: {ENCRYPTION: "AES256"})
    versions: dict[str, list[Stored]] = field(default_factory=dict)
    policy: str = ""
    configuration: str = ""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1), repr=False, compare=False)

    @property
    def objects(self) -> Current:
        """The latest versions, by key."""
        return Current(self)

    def names(self) -> list[str]:
        """All keys that have a version, in the order of their UTF-8 bytes, as in S3."""
        return sorted(list(self.versions), key=lambda key: key.encode("utf-8", "surrogatepass"))

    def add(self, key: str, stored: Stored) -> None:
        """Add it as the latest version."""
        before = self.versions.setdefault(key, [])
        if self.keeps_versions:
            stored.headers.setdefault(VERSION, f"v{next(self._numbers):06}")
        else:
            before.clear()
        before.append(stored)


class Current(MutableMapping[str, Stored]):
    """The latest versions of a bucket's keys, without delete markers."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def __getitem__(self, key: str) -> Stored:
        latest = self._bucket.versions[key][-1]
        if latest.marker:
            raise KeyError(key)
        return latest

    def __setitem__(self, key: str, stored: Stored) -> None:
        self._bucket.add(key, stored)

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        if self._bucket.keeps_versions:
            self._bucket.add(key, Stored(b"", {}, marker=True))
        else:
            del self._bucket.versions[key]

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._bucket.names() if not self._bucket.versions[key][-1].marker)

    def __len__(self) -> int:
        return sum(1 for _ in self)
