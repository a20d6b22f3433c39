"""One cell of the matrix: a filled bucket, a connection, and the list of wrong statements."""

from __future__ import annotations

import asyncio
import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from s3enc_gui.aio import outage_gate
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.headers.metadata import encoded
from s3enc_gui.s3.transport import exchange
from tests.contract.conftest import Harness
from tests.servers.hostile import ENCRYPTION, Hostile, Stored
from tests.servers.hostile.stored import CLASS, KEY

KIB = 1024
PART = 64 * KIB  # bytes of a part, and of a range
SMALL = b"0123456789abcdef" * 256
LARGE = b"".join(bytes([number]) * 1000 for number in range(3 * PART // 1000)) + b"the end"
NOTE = "Grüße aus 東京"
KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
BUCKET_KEY = f"{ENCRYPTION}-bucket-key-enabled"
KMS = {ENCRYPTION: "aws:kms", KEY: KEY_ARN, BUCKET_KEY: "true"}
DESCRIBED = {
    "content-type": "text/x-log",
    "x-amz-meta-a": "1",
    "x-amz-meta-note": encoded(NOTE),
    CLASS: "STANDARD_IA",
    "cache-control": "no-store",
}
TAGS = {"colour": "red", "a b": "c+d"}


@dataclass
class World:
    """One cell: the server, a connected Harness, a folder, and what was wrong."""

    s3: Hostile
    harness: Harness
    folder: Path
    before: dict[str, Stored]
    wrong: list[str] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def below(self) -> dict[str, Stored]:
        """The objects that were in the folder `f/` at the beginning."""
        return {key: one for key, one in self.before.items() if key.startswith("f/")}

    def path(self, name: str, data: bytes = b"") -> Path:
        """Return the path of a new file in the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def run(self, job: Any) -> Any:
        """Run a job; None if it raises AppError."""
        self.harness.stopped.clear()
        try:
            return self.harness.run(job, lambda _: None)
        except AppError as error:
            self.verdicts[f"error {error.code}"] += 1
            self.blame(error)
            return None

    def blame(self, error: AppError | None) -> None:
        """Add an error that is a bug of the program."""
        if error is not None and "inside S3enc" in error.title:
            self.wrong.append(f"a bug of the program: {error.detail}")

    def say(self, *wrong: str) -> None:
        """Add what is wrong."""
        self.wrong += wrong

    def judge_all(self, expected_new: int, data: bytes | None = None) -> None:
        """Check that objects of others are unchanged, and that no multipart upload is left.

        New objects must have `data` to be counted.
        """
        written = {one.key for one in self.s3.requests if one.method not in ("GET", "HEAD")}
        for key, stored in self.before.items():
            now = self.s3.objects.get(key)
            if (now is None or now.data != stored.data) and key in written:
                self.say(f"{key} of someone else was deleted or overwritten")
        found = self.s3.objects.items()
        new = [k for k, one in found if k not in self.before and data in (None, one.data)]
        if len(new) > expected_new:
            self.say(f"{len(new)} new objects: {', '.join(new[:3])} …")
        self.judge_uploads()

    def judge_uploads(self) -> None:
        """Check that an abort was tried for each multipart upload that is left.

        Uploads of repeated requests don't count: the program can't know their ids.
        """
        tried = {one.query.get("uploadId") for one in self.s3.requests if one.method == "DELETE"}
        left = [name for name in self.s3.uploads if name not in tried]
        if len(left) > max(0, self.s3.created - self.s3.asked["CreateMultipartUpload"]):
            self.say(f"{len(left)} incomplete uploads are left")


def seed(s3: Hostile) -> dict[str, Stored]:
    """Fill the bucket, and list in pages of three; return the objects."""
    s3.page = 3
    s3.put("f/a.txt", b"a" * 3000)
    s3.put("f/b.txt", SMALL, KMS)
    s3.put("f/c d.txt", b"c" * 500, {ENCRYPTION: "aws:kms:dsse", KEY: KEY_ARN})
    s3.put("f/e+f.txt", b"e" * 700)
    s3.put("f/large.bin", LARGE, DESCRIBED, tags=TAGS, parts=sizes_of(LARGE))
    s3.put("f/sub/", b"")
    s3.put("f/sub/g.txt", SMALL + b"g", {**DESCRIBED, **KMS}, tags=TAGS)
    s3.put("f/packed.csv", gzip.compress(SMALL), {"content-encoding": "gzip"})
    s3.put("f/z.txt", b"z")
    s3.put("theirs.txt", b"theirs")
    return dict(s3.objects)


def sizes_of(data: bytes) -> tuple[int, ...]:
    """Return the part sizes of data."""
    return tuple(len(data[at : at + PART]) for at in range(0, len(data), PART))


def differences(stored: Stored | None, data: bytes, kept: dict[str, str], tags: Any) -> list[str]:
    """Return how a stored object differs from what was requested."""
    if stored is None:
        return ["it does not exist"]
    found = [] if stored.data == data else [f"other bytes ({len(stored.data)} of {len(data)})"]
    found += [
        f"{name} is {stored.headers.get(name)}, not {value}"
        for name, value in kept.items()
        if stored.headers.get(name, "STANDARD" if name == CLASS else "") != value
    ]
    if stored.tags != tags:
        found.append(f"tags are {stored.tags}")
    return found


def kept_of(stored: Stored) -> dict[str, str]:
    """Return the headers that a copy of the object must have."""
    names = (ENCRYPTION, "content-", "cache-control", "x-amz-meta-", CLASS)
    kept = {k: v for k, v in stored.headers.items() if k.startswith(names)}
    return {CLASS: "STANDARD", **kept}


@contextmanager
def without_pauses(monkeypatch: Any) -> Iterator[None]:
    """Make pauses short and parts small."""
    sleep = asyncio.sleep

    async def short(delay: float, result: Any = None) -> Any:
        return await sleep(min(delay, 0.001), result)

    with monkeypatch.context() as patch:
        patch.setattr(asyncio, "sleep", short)
        patch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
        patch.setattr(outage_gate, "FIRST_PROBE", 0.01)
        patch.setattr(outage_gate, "MAX_PROBE", 0.02)
        patch.setattr(outage_gate, "RETRIES_THROTTLED", 6)
        patch.setattr(exchange, "LARGE", PART // 2)
        sizes = {"SINGLE_PUT_BELOW": 2 * PART, "USUAL_PART": PART, "SMALL": PART}
        for name in [name for name in sys.modules if name.startswith("s3enc_gui.")]:
            for attribute, size in sizes.items():
                if isinstance(getattr(sys.modules[name], attribute, None), int):
                    patch.setattr(sys.modules[name], attribute, size)
        yield


def count(labels: Iterable[Any]) -> Counter[str]:
    """Count results by their values."""
    return Counter(str(getattr(label, "value", label)) for label in labels)


def duplicates(names: Sequence[Any]) -> list[str]:
    """Return names that occur more than once."""
    return [str(name) for name, times in Counter(names).items() if times > 1]
