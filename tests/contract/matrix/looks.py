"""Inspections and audits: what they say is what the server has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from s3enc_gui.domain.audits.audit import NOT_SEEN, Audited, AuditScope
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.store.audits.file import AuditFile
from tests.contract.matrix.world import BUCKET_KEY, World, count, doubled
from tests.servers.hostile import BUCKET, ENCRYPTION, Answer, Request, Stored, refusal
from tests.servers.hostile.stored import CLASS, KEY


def inspect(world: World) -> None:
    """Two objects, one that is said to have much."""
    for key in ("f/a.txt", "f/sub/g.txt"):
        details = world.run(InspectObject(world.harness.connection, Location(BUCKET, key)))
        if details is None:
            continue
        world.verdicts["told"] += 1
        true = world.s3.objects[key]
        status, tags = details.status, details.tags
        said: dict[str, Any] = {
            "size": details.size,
            "ETag": details.etag.removeprefix("W/").strip('"').lower(),
            "encryption": status.algorithm,
            "key": status.key,
            "bucket key": status.bucket_key,
            "class": details.storage_class,
            "type": details.content_type.partition(";")[0].lower(),
            "metadata": details.metadata,
            "tags": true.tags if tags is None else tags,
        }
        truth = truth_of(true)
        world.say(
            *(f"{key}: {name} {value!r}" for name, value in said.items() if value != truth[name])
        )
    world.judge_all(0)


def truth_of(stored: Stored) -> dict[str, Any]:
    """What an inspection should say."""
    headers = stored.headers
    return {
        "size": len(stored.data),
        "ETag": stored.etag.removeprefix("W/").strip('"').lower(),
        "encryption": headers.get(ENCRYPTION),
        "key": headers.get(KEY),
        "bucket key": headers.get(BUCKET_KEY) == "true",
        "class": headers.get(CLASS, "STANDARD"),
        "type": headers.get("content-type", "binary/octet-stream"),
        "metadata": {
            name.removeprefix("x-amz-meta-"): value
            for name, value in headers.items()
            if name.startswith("x-amz-meta-")
        },
        "tags": stored.tags,
    }


def audit(world: World) -> None:
    """An audit in one go, and one that is interrupted after its first page and gone on with."""
    job = AuditBucket(world.harness.connection, AuditScope(BUCKET, "f/"), folder=str(world.folder))
    judge(world, job, world.run(job))
    again = AuditBucket(
        world.harness.connection, AuditScope(BUCKET, "f/"), folder=str(world.folder / "again")
    )
    interrupt(world, again)
    judge(world, again, world.run(again))
    world.judge_all(0)


def interrupt(world: World, job: AuditBucket) -> None:
    """Run an audit that is refused the second page of the list."""
    asked = world.s3.asked["ListObjectsV2"]

    def refuse(request: Request, work: Callable[[], Answer]) -> Answer:
        is_second = world.s3.asked["ListObjectsV2"] - asked == 2
        return refusal(403, "AccessDenied", "No.") if is_second else work()

    world.s3.change("ListObjectsV2", refuse)
    world.run(job)
    world.s3.changes["ListObjectsV2"].remove(refuse)


def judge(world: World, job: AuditBucket, done: AuditDone | None) -> None:
    """A complete audit has each object once, with the encryption it has."""
    if done is None:
        return
    world.verdicts["audit complete"] += 1
    file = AuditFile(job.path)
    try:
        rows = [row for page in file.pages() for row in page]
    finally:
        file.close()
    names = [row.listed.key for row in rows]
    world.verdicts += count(row.looked.kind for row in rows)
    world.say(*(f"{name} is audited twice" for name in doubled(names)))
    world.say(*(f"{name} is not audited" for name in sorted(set(world.below) - set(names))))
    world.say(
        *(f"{name} is audited, and no object" for name in sorted(set(names) - {*world.below}))
    )
    for row in rows:
        if row.listed.key in world.below:
            judge_row(world, row)


def judge_row(world: World, row: Audited) -> None:
    """Judge one; nothing known of it is honest."""
    stored = world.below[row.listed.key]
    if row.looked.kind in NOT_SEEN:
        return
    status = row.looked.status
    if status is None or row.looked.kind is StatusKind.GONE:
        world.say(f"{row.listed.key} is “{row.looked.kind}”")
        return
    said, true = (status.algorithm, status.key), (ENCRYPTION, KEY)
    if said != tuple(stored.headers.get(name) for name in true):
        world.say(f"{row.listed.key} is said to have {said}")
