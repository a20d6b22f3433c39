"""Uploads: every object called verified is stored exactly as requested."""

from __future__ import annotations

from pathlib import Path

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.headers.metadata import encoded
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions, UploadPlan
from s3enc_gui.jobs.uploads.upload import UploadFiles
from tests.contract.matrix.world import (
    BUCKET_KEY,
    KEY_ARN,
    KMS,
    LARGE,
    NOTE,
    SMALL,
    World,
    count,
    differences,
)
from tests.servers.hostile import BUCKET
from tests.servers.hostile.stored import CLASS

TAGS = (("colour", "red"), ("a b", "c+d"))
WANTED = {
    **KMS,
    BUCKET_KEY: "true",
    CLASS: "STANDARD_IA",
    "x-amz-meta-a": "1",
    "x-amz-meta-note": encoded(NOTE),
}
SPARE_NAMES = 6  # that Keep both may have tried


def upload(world: World, path: Path, policy: IfExists, *keys: str) -> tuple[Outcome, ...]:
    """Upload a file, or an empty folder, under several keys."""
    options = UploadOptions(
        EncryptionChoice(Encryption.SSE_KMS, KEY_ARN, bucket_key=True),
        storage_class="STANDARD_IA",
        metadata=(("a", "1"), ("note", NOTE)),
        tags=TAGS,
        if_exists=policy,
    )
    size = 0 if path.is_dir() else path.stat().st_size
    items = tuple(UploadItem(str(path), key, size) for key in keys)
    plan = UploadPlan(BUCKET, items, options)
    outcomes: tuple[Outcome, ...] = world.run(UploadFiles(world.harness.connection, plan)) or ()
    if outcomes and len(outcomes) != len(items):
        world.say(f"{len(outcomes)} outcomes of {len(items)} files")
    return outcomes


def judge(world: World, outcomes: tuple[Outcome, ...], data: bytes) -> None:
    """Compare the outcomes with what the server stores."""
    world.verdicts += count(outcome.result for outcome in outcomes)
    for outcome in outcomes:
        key = outcome.item.key
        world.blame(outcome.error)
        if outcome.result is Result.VERIFIED:
            found = differences(world.s3.objects.get(key), data, WANTED, dict(TAGS))
            world.say(*(f"{key} is “verified”, but {one}" for one in found))
            judge_version(world, outcome)
        elif outcome.result in (Result.EXISTS, Result.SKIPPED) and not has_others_object(
            world, key, data
        ):
            world.say(f"{key} is “{outcome.result.value}”, but no one else stored such an object")


def has_others_object(world: World, key: str, data: bytes) -> bool:
    """Whether someone else has stored an object there, before or in the meantime."""
    return any(one.data != data for one in world.s3.ever[BUCKET, key])


def judge_version(world: World, outcome: Outcome) -> None:
    """Check that the version named in the outcome exists."""
    version, key = outcome.version_id, outcome.item.key
    there = {one.version for one in world.s3.buckets[BUCKET].versions.get(key, ())}
    if version not in (None, "null") and version not in there:
        world.say(f"{key} is “verified” as version {version}, which does not exist")


def upload_small(world: World) -> None:
    """Upload a small file with each policy, also to keys that exist."""
    path = world.path("small.txt", SMALL)
    judge(world, upload(world, path, IfExists.FAIL, "u/fail.txt", "f/a.txt"), SMALL)
    judge(world, upload(world, path, IfExists.SKIP, "u/skip.txt", "theirs.txt"), SMALL)
    judge(world, upload(world, path, IfExists.RENAME, "u/rename.txt"), SMALL)
    judge(world, upload(world, path, IfExists.OVERWRITE, "u//over.txt"), SMALL)
    judge(world, upload(world, path.parent, IfExists.FAIL, "u/folder/"), b"")
    world.judge_all(3 + SPARE_NAMES, SMALL)


def upload_in_parts(world: World) -> None:
    """Upload a file in parts."""
    path = world.path("large.bin", LARGE)
    judge(world, upload(world, path, IfExists.FAIL, "u/large.bin"), LARGE)
    judge(world, upload(world, path, IfExists.OVERWRITE, "u//over.bin"), LARGE)
    world.judge_all(2, LARGE)
