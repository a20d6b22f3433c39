"""Changes of the encryption of mixed objects, killed with SIGKILL at random moments, and undone.

S3ENC_MANY_OBJECTS=20000 kills 50 times, and tries it with as many objects.
"""

from __future__ import annotations

import os
import sys
from collections import Counter

import pytest

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from tests.resilience.program import user
from tests.resilience.reencryption.killed_run import CHANGING as SENT
from tests.resilience.reencryption.killed_run import KilledRuns, Killer
from tests.resilience.reencryption.objects import CHANGING, NOTHING, TARGET, WHOLE, Mixed, kinds
from tests.servers.hostile import BUCKET, hostile_server, updates

pytestmark = [
    pytest.mark.contract,
    pytest.mark.end_to_end,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
    pytest.mark.timeout(7200 if "S3ENC_MANY_OBJECTS" in os.environ else 120),
]

COUNT = int(os.environ.get("S3ENC_MANY_OBJECTS", "0"))
KNOWN, UNKNOWN = CustomerKey(bytes(range(32))), CustomerKey(bytes(32))
KILLS = (10, 25, 5, 10) if COUNT else (2, 4, 1, 2)  # dry run, change, and both of the undo
AT_ONCE = 16


@pytest.fixture(params=[True, False], ids=["in place", "overwriting"])
def world(request, new_forks, tmp_path, rng):
    """Mixed objects on a server that changes encryption in place, or overwrites them instead."""
    with hostile_server() as s3:
        in_place = request.param
        s3.buckets[BUCKET].keeps_versions = in_place
        mixed = Mixed(s3, in_place)
        mixed.fill(COUNT or (520 if in_place else 400), kinds(KNOWN.md5, UNKNOWN.md5))
        if not in_place:
            updates.overwrite(s3)
        for folder in ("receipts", "user"):
            (tmp_path / folder).mkdir()
        (tmp_path / "key").write_bytes(KNOWN.content)
        forks, environment = new_forks(part_size=WHOLE), user(tmp_path / "user", s3.server)
        runs = KilledRuns(s3, forks, environment, tmp_path / "receipts", rng, Killer(s3))
        yield mixed, runs, ("--try-in-place", "--sse-c-copy-source-key", tmp_path / "key", "--json")


def ways_of(document):
    return {
        ": ".join(filter(None, (one["way"], one["reason"]))): (one["objects"], one["bytes"])
        for one in document["ways"]
    }


def expected_receipts(mixed, *, undo):
    """The state of each version; a copy is another version."""
    return Counter(
        (key, "already" if way == NOTHING else "verified" if way in CHANGING else "cannot")
        for key, _, way in mixed.ways(undo=undo)
    )


def to_change(mixed, *, undo):
    return sum(count for way, (count, _) in mixed.counts(undo=undo).items() if way in CHANGING)


def play(mixed, runs, command, kills, *, undo):
    """Kill a command, let it end, and check what it did; return the ID of its run."""
    phase, expected = ("undo" if undo else "change"), mixed.counts(undo=undo)
    known = {one["id"] for one in runs.json("--list")["runs"]}
    base, total = runs.killer.count(SENT), to_change(mixed, undo=undo)
    looked_at = sum(count for count, _ in expected.values())
    runs.killed_while_looking(command, kills[0], looked_at, f"dry run of the {phase}")
    assert runs.killer.count(SENT) == base
    ran = runs.killed_while_changing(command, kills[1], total, phase)
    document = ran.document
    assert document is not None, ran.err
    assert (document["resumed"], document["error"]) == (True, None)
    assert ways_of(document) == expected
    [run] = [one["id"] for one in runs.json("--list")["runs"] if one["id"] not in known]
    receipts = runs.receipts(run)
    found = Counter((one["key"], one["state"]) for one in receipts)
    assert found == expected_receipts(mixed, undo=undo)
    assert max(Counter((one["key"], one["version"]) for one in receipts).values()) == 1
    assert {one["doubts"] for one in receipts} == {""}
    assert mixed.problems(undone=undo) == []
    sent = runs.killer.count(SENT) - base
    assert total <= sent <= total + kills[1] * AT_ONCE
    print(f"\n{phase}: {found.total():,} versions, {total:,} changed by {sent:,} requests")
    return run


def test_every_object_is_changed_once_or_listed_and_comes_back(world):
    mixed, runs, options = world
    change = (f"s3://{BUCKET}/", "--to", f"aws:kms={TARGET}", *options)
    versions = ("--versions",) if mixed.in_place else ()
    looked = runs.run(*change, *versions, "--dry-run").document
    assert ways_of(looked) == mixed.counts()
    assert not runs.json("--list")["runs"]

    run = play(mixed, runs, (*change, *versions, "--yes"), KILLS[:2], undo=False)
    play(mixed, runs, ("--undo", run, "--yes", *options), KILLS[2:], undo=True)
    if not mixed.in_place:
        assert not runs.killer.updated  # it was only ever sent for our own test object
        assert all(
            {one.data for one in mixed.s3.ever[BUCKET, key]} == {before[-1].image[0]}
            for key, before in mixed.versions.items()
        )
    print(f"\n{runs.kills.total()} kills: {dict(runs.kills)}")
    assert runs.kills.total() == sum(KILLS)
