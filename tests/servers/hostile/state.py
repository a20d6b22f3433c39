"""State of the hostile server, and overrides of its operations."""

from __future__ import annotations

import base64
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from threading import RLock

from tests.servers.hostile.answers import Answer, refusal, signature
from tests.servers.hostile.request import Request
from tests.servers.hostile.stored import (
    CRC,
    CUSTOMER_MD5,
    DIGESTS,
    ENCRYPTION,
    KEY,
    Bucket,
    Current,
    Stored,
    Upload,
    crc64nvme,
    md5,
)
from tests.servers.server import Server

BUCKET = "bucket"  # the bucket of most tests
ACCOUNT_KEYS = "arn:aws:kms:us-east-1:123456789012:key/"

Override = Callable[[Callable[[], Answer]], Answer]
"""Takes the function that processes the request; returns the answer to send."""

Wrap = Callable[[Request, Callable[[], Answer]], Answer]
"""Like Override, with the request, which it can change before it is processed."""

Handler = Callable[["Hostile", Request], Answer]
OPERATIONS: dict[str, Handler] = {}


def operation(name: str) -> Callable[[Handler], Handler]:
    """Register the correct implementation of an operation."""

    def register(handler: Handler) -> Handler:
        OPERATIONS[name] = handler
        return handler

    return register


@dataclass
class Hostile:
    """An S3 in which every bucket exists.

    `overrides` and `changes` by operation; `deaf` operations are answered before the body is read.
    `tls`: connections that begin with a TLS handshake get one, and end. `denied_versions`:
    HeadObject with a version is refused. `md5_etags`: ETags of PutObject are MD5s. `destroys`: it
    deletes other objects, too, which a client can only report. `shown_key`: the KMS key of all
    objects. `key_prefix`: what it puts before a key ID, or before any name of a key. `page`:
    maximum entries per page. `created`: number of multipart uploads. `requests`: all requests,
    unchanged. `ever`: all versions ever stored, by bucket and key. `settle` waits until the
    requests of a client that was killed are processed.
    """

    buckets: defaultdict[str, Bucket] = field(default_factory=lambda: defaultdict(Bucket))
    uploads: dict[str, Upload] = field(default_factory=dict)
    overrides: dict[str, Override] = field(default_factory=dict)
    deaf: dict[str, Answer] = field(default_factory=dict)
    changes: defaultdict[str, list[Wrap]] = field(default_factory=lambda: defaultdict(list))
    tls: bool = False
    denied_versions: bool = False
    md5_etags: bool = True
    destroys: bool = False
    shown_key: str = ""
    key_prefix: str = ACCOUNT_KEYS
    page: int = 1000
    created: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    requests: list[Request] = field(default_factory=list)
    ever: defaultdict[tuple[str, str], list[Stored]] = field(
        default_factory=lambda: defaultdict(list)
    )
    lock: RLock = field(default_factory=RLock)
    server: Server = field(default_factory=lambda: Server("hostile", "", ""))
    settle: Callable[[], None] = field(default=lambda: None)

    @property
    def objects(self) -> Current:
        """The objects in the default bucket, by key."""
        return self.buckets[BUCKET].objects

    def put(
        self,
        key: str,
        data: bytes,
        headers: dict[str, str] | None = None,
        *,
        tags: dict[str, str] | None = None,
        parts: tuple[int, ...] = (),
        bucket: str = BUCKET,
    ) -> Stored:
        """Store an object correctly, and return it; `parts`: sizes in bytes."""
        with self.lock:
            kept = self._stored_headers(bucket, headers or {})
            etag = _etag(data, parts) if self.md5_etags or parts else "0" * 32
            if CUSTOMER_MD5 in kept and not parts:  # no MD5 of the content (API Reference, Object)
                etag = md5(kept[CUSTOMER_MD5].encode() + data).hex()
            known = {
                "ETag": f'"{etag}"',
                CRC: crc64nvme(data),
                "x-amz-checksum-type": "FULL_OBJECT",
            }
            stored = Stored(data, {**known, **kept}, dict(tags or {}), parts)
            self.buckets[bucket].add(key, stored)
            self.ever[bucket, key].append(stored)
            return stored

    def reset(self) -> None:
        """Reset everything but the port."""
        with self.lock:
            new = Hostile(server=self.server, settle=self.settle)
            vars(self).update({k: v for k, v in vars(new).items() if k != "lock"})

    def _stored_headers(self, bucket: str, headers: dict[str, str]) -> dict[str, str]:
        """Add the bucket's default encryption, and replace the KMS key by its ARN."""
        default = self.buckets[bucket].default
        chosen = any(name.startswith(ENCRYPTION) for name in headers)
        kept = headers if chosen else {**default, **headers}
        if kept.get(ENCRYPTION, "").startswith("aws:kms"):
            key = self.shown_key or kept.get(KEY) or "alias/aws/s3"
            kept = {**kept, KEY: key if key.startswith("arn:") else self.key_prefix + _key_id(key)}
        elif self.shown_key:
            kept = {**kept, KEY: self.shown_key}
        return kept

    @property
    def touched(self) -> set[str]:
        """The operations that are overridden."""
        changed = {name for name, wraps in self.changes.items() if wraps}
        return {*changed, *self.overrides, *self.deaf}

    @property
    def settings(self) -> object:
        """Flags and contents, for comparison."""
        flags = {k: v for k, v in vars(self).items() if isinstance(v, bool | int | str)}
        objects = {
            (name, key): [(one.data, dict(one.headers), dict(one.tags)) for one in versions]
            for name, bucket in self.buckets.items()
            for key, versions in bucket.versions.items()
        }
        defaults = {n: (dict(b.default), b.keeps_versions) for n, b in self.buckets.items()}
        return flags, objects, defaults

    def change(self, operation: str, wrap: Wrap) -> None:
        """Wrap an operation; the last wrapper is the outermost."""
        self.changes[operation].append(wrap)

    def always(self, operation: str, answer: Answer) -> None:
        """Always answer this, without processing the request."""
        self.overrides[operation] = lambda _: answer

    def once(self, operation: str, answer: Answer) -> None:
        """Process the first request, but answer this; later ones are answered correctly."""
        left = [answer]

        def override(work: Callable[[], Answer]) -> Answer:
            honest = work()
            return left.pop() if left else honest

        self.overrides[operation] = override

    def without(self, operation: str, *headers: str) -> None:
        """Remove headers from the answers."""

        def override(work: Callable[[], Answer]) -> Answer:
            answer = work()
            answer.drop(*headers)
            return answer

        self.overrides[operation] = override

    def answer(self, operation: str, request: Request) -> Answer:
        """Process a request, with the overrides and changes."""
        with self.lock:
            self.asked[operation] += 1
            self.requests.append(replace(request, headers=dict(request.headers)))
            override, changes = self.overrides.get(operation), list(self.changes[operation])
        wrong = wrong_sum(request)  # before the request is changed
        work: Callable[[], Answer] = partial(self.honest, operation, request, wrong)
        for wrap in changes:
            work = partial(wrap, request, work)
        return override(work) if override else work()

    def honest(self, operation: str, request: Request, wrong: Answer | None = None) -> Answer:
        """Process a request correctly; `wrong`: the answer instead."""
        with self.lock:
            answer = wrong or OPERATIONS[operation](self, request)
        answer.headers = {**signature(), **answer.headers}
        return answer


def wrong_sum(request: Request) -> Answer | None:
    """Refuse a body that doesn't match its checksums (in Complete they are of the object)."""
    if request.method != "PUT":
        return None
    for name, digest in DIGESTS.items():
        said = request.headers.get(name)
        if said is not None and said != base64.b64encode(digest(request.body)).decode():
            return refusal(400, "BadDigest", f"The {name} you specified did not match.")
    return None


def _etag(data: bytes, parts: tuple[int, ...]) -> str:
    if not parts:
        return md5(data).hex()
    at, found = 0, b""
    for size in parts:
        found += md5(data[at : at + size])
        at += size
    return f"{md5(found).hex()}-{len(parts)}"


def _key_id(key: str) -> str:
    """The key ID for an ID or an alias; each alias has its own."""
    if not key.startswith("alias/"):
        return key
    digest = md5(key.encode()).hex()
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))
