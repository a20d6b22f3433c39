"""Requests and totals of a dry run."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.reencryption.dry_run import Cost, Count, DryRun, cost_of, part_count
from s3enc_gui.domain.reencryption.run import RunResult
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Choice, Reason, Way

SSE_S3, KMS = EncryptionStatus("AES256"), EncryptionStatus("aws:kms", "k")
TO_KMS, TO_S3 = Target(Encryption.SSE_KMS, "n"), Target(Encryption.SSE_S3)
GIB = 1024**3


@pytest.mark.parametrize(
    ("way", "before", "target", "cost"),
    [
        (Way.UPDATE, SSE_S3, TO_KMS, Cost(1, 2, 1)),
        (Way.UPDATE, KMS, TO_KMS, Cost(1, 2, 2)),
        (Way.COPY, SSE_S3, TO_KMS, Cost(1, 4, 2)),
        (Way.COPY, KMS, TO_S3, Cost(1, 4, 2)),
        (Way.PARTS, SSE_S3, TO_S3, Cost(102, 4, 0)),
        (Way.PARTS, KMS, TO_KMS, Cost(102, 4, 204)),
        (Way.NOTHING, KMS, TO_KMS, Cost()),
        (Way.CANNOT, None, TO_KMS, Cost()),
    ],
)
def test_the_requests_of_each_way(way, before, target, cost):
    assert cost_of(way, before, target, 100) == cost


def test_the_parts_of_a_copy():
    assert part_count(6 * GIB) == 96
    assert part_count(0) == 1
    assert part_count(5 * 1024 * GIB) <= 10_000


def test_totals():
    counts = {
        Choice(Way.UPDATE): Count(3, 30),
        Choice(Way.COPY): Count(2, 5),
        Choice(Way.PARTS): Count(1, 100),
        Choice(Way.NOTHING): Count(7, 7),
        Choice(Way.CANNOT, Reason.ARCHIVED): Count(1, 9),
    }
    dry_run = DryRun(counts)
    assert dry_run.all == Count(14, 151)
    assert dry_run.changes == Count(6, 135)
    assert dry_run.copies == Count(3, 105)
    assert dry_run.reasons == {Reason.ARCHIVED: Count(1, 9)}


def test_a_result_is_done_if_nothing_is_left_or_failed():
    assert RunResult("p", {State.VERIFIED: 3, State.ALREADY: 1}).all_done
    assert not RunResult("p", {State.VERIFIED: 3, State.STARTED: 1}).all_done
    assert RunResult("p", {State.CANNOT: 2, State.FAILED: 1, State.PLANNED: 4}).problems == 3
