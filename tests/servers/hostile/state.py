"""The server's state, and how it is told to misbehave."""

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

BUCKET = "bucket"  # the one tests use where the name does not matter
ACCOUNT_KEYS = "arn:aws:kms:us-east-1:123456789012:key/"

Fault = Callable[[Callable[[], Answer]], Answer]
"""Gets what would do the work and answer, and returns what is said in its place."""

Wrap = Callable[[Request, Callable[[], Answer]], Answer]
"""As Fault, and sees the request: what is changed in it is what the work is done with."""

Handler = Callable[["Hostile", Request], Answer]
OPERATIONS: dict[str, Handler] = {}


def operation(name: str) -> Callable[[Handler], Handler]:
    """Register how an operation is done honestly."""

    def register(handler: Handler) -> Handler:
        OPERATIONS[name] = handler
        return handler

    return register


@dataclass
class Hostile:
    """An S3. Whatever a bucket is called, it is there.

    `faults` by operation; `deaf` operations end before the body is read.
    `denied_versions`: HEAD of a version is refused. `md5_etags`: ETags of single PUTs are MD5s.
    `destroys`: it deletes what nobody asked it to; noticing that is all that can be done.
    `shown_key`: the KMS key all objects claim. `page`: the most entries of a page of a list.
    `created`: multipart uploads so far. `requests`: all there were, as they came.
    `ever`: all that was ever stored under a bucket's key.
    """

    buckets: defaultdict[str, Bucket] = field(default_factory=lambda: defaultdict(Bucket))
    uploads: dict[str, Upload] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    deaf: dict[str, Answer] = field(default_factory=dict)
    changes: defaultdict[str, list[Wrap]] = field(default_factory=lambda: defaultdict(list))
    denied_versions: bool = False
    md5_etags: bool = True
    destroys: bool = False
    shown_key: str = ""
    page: int = 1000
    created: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    requests: list[Request] = field(default_factory=list)
    ever: defaultdict[tuple[str, str], list[Stored]] = field(
        default_factory=lambda: defaultdict(list)
    )
    lock: RLock = field(default_factory=RLock)
    server: Server = field(default_factory=lambda: Server("hostile", "", ""))

    @property
    def objects(self) -> Current:
        """What is in the bucket called "bucket", by key."""
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
        """Store an object as an honest S3 does, and return it; `parts`: sizes in bytes."""
        with self.lock:
            kept = self._settled(bucket, headers or {})
            etag = _etag(data, parts) if self.md5_etags or parts else "0" * 32
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
        """Forget everything but the port: a new server, and honest."""
        with self.lock:
            new = Hostile(server=self.server)
            vars(self).update({k: v for k, v in vars(new).items() if k != "lock"})

    def _settled(self, bucket: str, headers: dict[str, str]) -> dict[str, str]:
        """Fill in the bucket's encryption, and spell the KMS key as S3 does: by its ARN."""
        default = self.buckets[bucket].default
        chosen = any(name.startswith(ENCRYPTION) for name in headers)
        kept = headers if chosen else {**default, **headers}
        if kept.get(ENCRYPTION, "").startswith("aws:kms"):
            key = self.shown_key or kept.get(KEY) or "alias/aws/s3"
            kept = {**kept, KEY: key if key.startswith("arn:") else ACCOUNT_KEYS + _key_id(key)}
        elif self.shown_key:
            kept = {**kept, KEY: self.shown_key}
        return kept

    @property
    def touched(self) -> set[str]:
        """The operations that are not honest."""
        changed = {name for name, wraps in self.changes.items() if wraps}
        return {*changed, *self.faults, *self.deaf}

    @property
    def settings(self) -> object:
        """All but the operations that may have been changed, to be compared."""
        flags = {k: v for k, v in vars(self).items() if isinstance(v, bool | int | str)}
        objects = {
            (name, key): [(one.data, dict(one.headers), dict(one.tags)) for one in versions]
            for name, bucket in self.buckets.items()
            for key, versions in bucket.versions.items()
        }
        defaults = {n: (dict(b.default), b.keeps_versions) for n, b in self.buckets.items()}
        return flags, objects, defaults

    def change(self, operation: str, wrap: Wrap) -> None:
        """Wrap an operation; the one that was said last is the outermost."""
        self.changes[operation].append(wrap)

    def always(self, operation: str, answer: Answer) -> None:
        """Answer so every time, and do nothing."""
        self.faults[operation] = lambda _: answer

    def once(self, operation: str, answer: Answer) -> None:
        """Do the work the first time, but answer so; be honest afterwards."""
        left = [answer]

        def fault(work: Callable[[], Answer]) -> Answer:
            honest = work()
            return left.pop() if left else honest

        self.faults[operation] = fault

    def without(self, operation: str, *headers: str) -> None:
        """Answer without these headers."""

        def fault(work: Callable[[], Answer]) -> Answer:
            answer = work()
            answer.drop(*headers)
            return answer

        self.faults[operation] = fault

    def answer(self, operation: str, request: Request) -> Answer:
        """Do what is asked, as the faults and changes have it."""
        with self.lock:
            self.asked[operation] += 1
            self.requests.append(replace(request, headers=dict(request.headers)))
            fault, changes = self.faults.get(operation), list(self.changes[operation])
        wrong = wrong_sum(request)  # before anything is changed in it
        work: Callable[[], Answer] = partial(self.honest, operation, request, wrong)
        for wrap in changes:
            work = partial(wrap, request, work)
        return fault(work) if fault else work()

    def honest(self, operation: str, request: Request, wrong: Answer | None = None) -> Answer:
        """Do it honestly; `wrong`: what is said in its place."""
        with self.lock:
            answer = wrong or OPERATIONS[operation](self, request)
        answer.headers = {**signature(), **answer.headers}
        return answer


def wrong_sum(request: Request) -> Answer | None:
    """Refuse a body that is not what its checksums say; of a Complete they are the object's."""
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
    """The id of a key that is named by id or by alias: each alias has one."""
    if not key.startswith("alias/"):
        return key
    digest = md5(key.encode()).hex()
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))
