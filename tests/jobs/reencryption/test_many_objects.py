"""Mixed objects, killed at 50 random moments: each ends once, and nothing is lost.

S3ENC_MANY_OBJECTS=20000 tries it with more.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.way import Choice, Reason, Way
from s3enc_gui.store.reencryption.file import RunFile
from tests.jobs.fake_buckets import ARN, ENCRYPTION, SSE_KMS, SSE_S3
from tests.jobs.reencryption.conftest import KEY

COUNT = int(os.environ.get("S3ENC_MANY_OBJECTS", "2000"))
KILLS, AT_ONCE = 50, 16
UNDER_KEY = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KEY}
DSSE = {"ServerSideEncryption": "aws:kms:dsse", "SSEKMSKeyId": ARN}
SSE_C = {"SSECustomerAlgorithm": "AES256"}
KINDS = (SSE_S3, SSE_S3, SSE_KMS, SSE_KMS, SSE_S3, DSSE, {"ContentType": "a/b"}, UNDER_KEY, SSE_C)
ARCHIVED = {**DSSE, "StorageClass": "DEEP_ARCHIVE"}
CHANGES = ("update_object_encryption", "copy_object")


class Killed(BaseException):
    """The process is killed: nothing that it does afterwards has an effect."""


class Kill:
    """Kills a run at a request that changes an object, before or after S3 has processed it."""

    def __init__(self, s3, monkeypatch):
        self._left, self._late, self._dead = 0, False, True
        for name in CHANGES:
            s3.faults[name] = self._request(getattr(s3, f"_do_{name}"))
        s3.faults["head_object"] = lambda *_: self._check()
        save = RunFile.save

        def kill(file, *rows):
            self._check()
            save(file, *rows)

        monkeypatch.setattr(RunFile, "save", kill)
        self.after(None)

    def after(self, requests, *, late=False):
        """Kill after so many requests; None: never."""
        self._left, self._late, self._dead = requests, late, False

    def _request(self, do):
        def request(params):
            self._check()
            if self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    self._dead = True
                    if self._late:
                        do(params)
                    raise Killed
            return do(params)

        return request

    def _check(self):
        if self._dead:
            raise Killed


def encryption(one):
    return {name: one.fields[name] for name in ENCRYPTION if one.fields.get(name)}


def states_of(path):
    file = RunFile(Path(path))
    try:
        return {one.planned.key: one.changed.state for one in file.receipts()}
    finally:
        file.close()


def run_to_the_end(changes, plan, kill, chance, kills):
    """Run, killed at random moments; return the result and the number of kills."""
    killed = 0
    while True:
        kill.after(
            chance.randint(1, COUNT // 35) if killed < kills else None, late=chance.random() < 0.5
        )
        try:
            return changes.run(plan), killed
        except Killed:
            killed += 1
            kill.after(None)


def test_every_object_ends_once_however_often_it_is_killed(s3, changes, monkeypatch):
    chance = random.Random(20)  # noqa: S311
    for number in range(COUNT):
        fields = ARCHIVED if number % 100 == 0 else KINDS[number % len(KINDS)]
        s3.put(f"{number:05}", b"%d" % number, **fields)
    before = {key: one for (_, key), one in s3.objects.items()}
    kinds = Counter(
        "archived"
        if "StorageClass" in one.fields
        else str(encryption(one)) + str("SSECustomerAlgorithm" in one.fields)
        for one in before.values()
    )
    plan = changes.plan()
    counts = {choice: count.objects for choice, count in plan.dry_run.counts.items()}
    assert counts == {
        Choice(Way.UPDATE): kinds[f"{SSE_S3}False"] + kinds[f"{SSE_KMS}False"],
        Choice(Way.COPY): kinds[f"{DSSE}False"] + kinds["{}False"],
        Choice(Way.NOTHING): kinds[f"{UNDER_KEY}False"],
        Choice(Way.CANNOT, Reason.CUSTOMER_KEY): kinds["{}True"],
        Choice(Way.CANNOT, Reason.ARCHIVED): kinds["archived"],
    }
    assert plan.dry_run.all.objects == COUNT

    kill = Kill(s3, monkeypatch)
    result, killed = run_to_the_end(changes, plan, kill, chance, KILLS)
    assert killed == KILLS
    assert result.counts == {
        State.VERIFIED: plan.dry_run.changes.objects,
        State.ALREADY: counts[Choice(Way.NOTHING)],
        State.CANNOT: kinds["{}True"] + kinds["archived"],
    }
    states = states_of(plan.path)
    assert len(states) == COUNT
    for (_, key), one in s3.objects.items():
        assert one.data == before[key].data
        if states[key] is State.CANNOT:
            assert one == before[key]
        else:
            assert encryption(one) == UNDER_KEY
    sent = sum(s3.counts[name] for name in CHANGES)
    assert sent <= plan.dry_run.changes.objects + KILLS * AT_ONCE

    undo = changes.plan(None, undoes=plan.path)
    undone, _ = run_to_the_end(changes, undo, kill, chance, 5)
    plain = sum(not encryption(one) and "ContentType" in one.fields for one in before.values())
    assert undone.counts == {
        State.VERIFIED: plan.dry_run.changes.objects - plain,
        State.CANNOT: plain,  # "not encrypted" can't be asked for
    }
    for (_, key), one in s3.objects.items():
        expected = encryption(before[key])
        if not expected and "ContentType" in before[key].fields:
            expected = UNDER_KEY
        assert encryption(one) == expected
        assert one.data == before[key].data
