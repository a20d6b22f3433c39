"""Inspections and audits: they report what the server stores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from s3enc_gui.domain.audits.audit import Audited, AuditScope
from s3enc_gui.domain.encryption.groups import UNREADABLE
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.headers.metadata import decoded
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.store.audits.file import AuditFile
from tests.contract.matrix.world import BUCKET_KEY, World, count, duplicates
from tests.servers.hostile import BUCKET, ENCRYPTION, Answer, Request, Stored, refusal
from tests.servers.hostile.stored import CLASS, KEY


def inspect(world: World) -> None:
    """Inspect two objects, one of them with many properties."""
    for key in ("f/a.txt", "f/sub/g.txt"):
        details = world.run(InspectObject(world.harness.connection, Location(BUCKET, key)))
        if details is None:
            continue
        world.verdicts["reported"] += 1
        stored = world.s3.objects[key]
        status, tags = details.status, details.tags
        reported: dict[str, Any] = {
            "size": details.size,
            "ETag": details.etag.removeprefix("W/").strip('"').lower(),
            "encryption": status.algorithm,
            "key": status.key,
            "bucket key": status.bucket_key,
            "class": details.storage_class,
            "type": details.content_type.partition(";")[0].lower(),
            "metadata": details.decoded_metadata,
            "tags": stored.tags if tags is None else tags,
        }
        truth = truth_of(stored)
        world.say(
            *(
                f"{key}: {name} {value!r}"
                for name, value in reported.items()
                if value != truth[name]
            )
        )
    world.judge_all(0)


def truth_of(stored: Stored) -> dict[str, Any]:
    """Return what an inspection should report."""
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
            name.removeprefix("x-amz-meta-"): decoded(value)
            for name, value in headers.items()
            if name.startswith("x-amz-meta-")
        },
        "tags": stored.tags,
    }


def audit(world: World) -> None:
    """Audit at once; and again, interrupted after the first page and resumed."""
    job = AuditBucket(world.harness.connection, AuditScope(BUCKET, "f/"), folder=str(world.folder))
    judge(world, job, world.run(job))
    again = AuditBucket(
        world.harness.connection, AuditScope(BUCKET, "f/"), folder=str(world.folder / "again")
    )
    interrupt(world, again)
    judge(world, again, world.run(again))
    world.judge_all(0)


def interrupt(world: World, job: AuditBucket) -> None:
    """Run an audit whose second ListObjectsV2 request is denied."""
    asked = world.s3.asked["ListObjectsV2"]

    def refuse(request: Request, work: Callable[[], Answer]) -> Answer:
        is_second = world.s3.asked["ListObjectsV2"] - asked == 2
        return refusal(403, "AccessDenied", "No.") if is_second else work()

    world.s3.change("ListObjectsV2", refuse)
    world.run(job)
    world.s3.changes["ListObjectsV2"].remove(refuse)


def judge(world: World, job: AuditBucket, done: AuditDone | None) -> None:
    """Check that a complete audit has each object once, with its encryption."""
    if done is None:
        return
    world.verdicts["audit complete"] += 1
    file = AuditFile(job.path)
    try:
        rows = [row for page in file.pages() for row in page]
    finally:
        file.close()
    names = [row.listed.key for row in rows]
    world.verdicts += count(row.reported.kind for row in rows)
    world.say(*(f"{name} is audited twice" for name in duplicates(names)))
    world.say(*(f"{name} is not audited" for name in sorted(set(world.below) - set(names))))
    world.say(
        *(f"{name} is audited, but does not exist" for name in sorted(set(names) - {*world.below}))
    )
    for row in rows:
        if row.listed.key in world.below:
            judge_row(world, row)


def judge_row(world: World, row: Audited) -> None:
    """Check one row; `unreadable` is always allowed."""
    stored = world.below[row.listed.key]
    if row.reported.kind in UNREADABLE:
        return
    status = row.reported.status
    if status is None or row.reported.kind is StatusKind.GONE:
        world.say(f"{row.listed.key} is “{row.reported.kind}”")
        return
    reported, names = (status.algorithm, status.key), (ENCRYPTION, KEY)
    if reported != tuple(stored.headers.get(name) for name in names):
        world.say(f"{row.listed.key} is reported with {reported}")
