"""A transfer has the same verdict, whenever the program was killed before."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from s3enc_gui.domain.encryption.comparison import Expectation
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from tests.jobs.uploads.context import SIZES, Harness
from tests.jobs.uploads.fake_s3 import CHOICE

MAX_TURNS = 200  # of the loop, for one file


def without(*names):
    """HEAD does not report these fields."""
    return lambda stored: {name: value for name, value in stored.items() if name not in names}


def of_parts(kind):
    """HEAD reports a checksum of the parts of multipart uploads."""

    def shown(stored):
        if "composite" not in stored:
            return stored
        return {**stored, "ChecksumCRC64NVME": stored["composite"], "ChecksumType": kind}

    return shown


def under_kms(stored):
    """HEAD reports no checksum without kms:Decrypt, and the ETag is not an MD5."""
    hidden = without("ChecksumCRC64NVME")(stored)
    return {**hidden, "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "k", "ETag": '"1"'}


@dataclass(frozen=True)
class Server:
    """What HEAD and the responses to uploads report, and the resulting verdict."""

    name: str
    verdict: Result
    shown: Callable[[dict[str, Any]], dict[str, Any]] = dict
    claims: dict[str, Any] = field(default_factory=dict)
    expectation: Expectation = Expectation(CHOICE, "AES256")  # noqa: RUF009 - it is frozen
    policies: tuple[IfExists, ...] = (IfExists.FAIL, IfExists.OVERWRITE)

    def __str__(self) -> str:
        return self.name


BUCKET_KEY = Expectation(CHOICE, "AES256", bucket_key=True)
KMS = Expectation(CHOICE, "aws:kms", "k", "k")
AMAZON = Expectation(CHOICE, "aws:kms", "k", "k", amazon=True)
CLAIMED = {"BucketKeyEnabled": True}
# Without a checksum the object is not recognized: it is sent again, or exists already.
RESENT = (IfExists.OVERWRITE,)

SERVERS = [
    Server("honest", Result.VERIFIED),
    Server("bucket-key-only-claimed", Result.CANNOT_TELL, dict, CLAIMED, BUCKET_KEY),
    Server("another-etag-answered", Result.VERIFIED, dict, {"ETag": '"0123"'}),
    Server("checksum-hidden", Result.VERIFIED, without("ChecksumCRC64NVME")),
    Server("checksum-of-parts", Result.VERIFIED, of_parts("COMPOSITE")),
    Server("checksum-of-parts-called-whole", Result.VERIFIED, of_parts("FULL_OBJECT")),
    Server("encryption-dropped", Result.DIFFERENT, without("ServerSideEncryption")),
    Server("kms-hides-checksum", Result.CANNOT_TELL, under_kms, {"ETag": '"1"'}, KMS, RESENT),
    Server("kms-of-amazon", Result.VERIFIED, under_kms, {"ETag": '"1"'}, AMAZON, RESENT),
]


def begun(folder, server, size=None, policy=IfExists.FAIL):
    harness = Harness(folder)
    harness.s3.held = False
    harness.s3.shown, harness.s3.claims = server.shown, server.claims
    harness.s3.expectation = server.expectation
    if size is not None:
        harness.add(size, if_exists=policy)
    return harness


def killed(harness, folder, server):
    """Return a new harness with the objects, uploads and journal of a killed one."""
    after = begun(folder, server)
    harness.journal._database.backup(after.journal._database)
    for name in ("objects", "uploads", "keys", "metadata", "created"):
        setattr(after.s3, name, copy.deepcopy(getattr(harness.s3, name)))
    (batch,) = harness.batches
    transfers = after.journal.transfers(batch.id)

    async def add():
        after.runs.append(after.queue.add(batch, transfers, after.s3.target()))

    after.loop.create_task(add())
    return after


def ended(harness):
    harness.finish()
    (result,) = harness.results().values()
    harness.close()
    return result


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("server", "policy"),
    [(server, policy) for server in SERVERS for policy in server.policies],
    ids=str,
)
def test_the_verdict_is_the_same_after_a_kill_at_any_moment(
    small_sizes, tmp_path, server, policy, size
):
    assert ended(begun(tmp_path, server, size, policy)) is server.verdict
    found = {}
    harness = begun(tmp_path, server, size, policy)
    for turn in range(MAX_TURNS):
        (result,) = harness.results().values()
        if result is not None:
            break
        found[turn] = ended(killed(harness, tmp_path, server))
        harness.turn()
    harness.close()
    assert len(found) > 5
    assert {t: result for t, result in found.items() if result is not server.verdict} == {}
