"""Copies and moves: no object is lost, and verified copies equal their sources."""

from __future__ import annotations

from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.s3.copies.copier import CopySizes
from tests.contract.matrix.world import PART, World, differences, kept_of
from tests.servers.hostile import BUCKET

FOLDER = ("f/sub/", "f/sub/g.txt")
OBJECTS = ("f/b.txt", "f/large.bin")


def transfer(world: World, *, move: bool) -> None:
    """Copy or move to `g/`: two objects, one of them in parts, and a folder with an object."""
    plan = CopyPlan(
        BUCKET,
        Destination(BUCKET, "g"),
        tuple(ObjectRef(key) for key in OBJECTS),
        ("f/sub/",),
        move=move,
    )
    job = CopyObjects(world.harness.connection, plan, CopySizes(whole=PART, part=PART))
    result: CopyResult | None = world.run(job)
    if result is not None:
        world.verdicts.update({label.value: times for label, times in result.counts.items()})
        for outcome in result.outcomes:
            judge(world, outcome, move=move)
        if result.all_done:
            seen = {outcome.source.key for outcome in result.outcomes}
            world.say(*(f"{key} has no outcome" for key in {*OBJECTS, *FOLDER} - seen))
    reported = (
        {outcome.source.key for outcome in result.outcomes if not outcome.is_plain}
        if result
        else set()
    )
    judge_all(world, reported if world.s3.destroys else set(), move=move)


def judge(world: World, outcome: CopyOutcome, *, move: bool) -> None:
    """Compare an outcome with what the server stores."""
    world.blame(outcome.error)
    world.blame(outcome.left)
    source, target = outcome.source.key, outcome.target.key
    original = world.before.get(source)
    if outcome.result in (Result.EXISTS, Result.SKIPPED) and target not in world.before:
        world.say(f"{target} is “{outcome.result.value}”, but no one else stored such an object")
    if outcome.result is Result.VERIFIED:
        if original is None:
            world.say(f"{source} is “verified”, but does not exist")
            return
        stored = world.s3.objects.get(target)
        found = differences(stored, original.data, kept_of(original), original.tags)
        world.say(*(f"{target} is “verified”, but {one}" for one in found))
    if outcome.moved and source in world.s3.objects:
        world.say(f"{source} is “moved”, but still exists")
    if outcome.moved and not move:
        world.say(f"{source} is “moved”, but should have been copied")


def judge_all(world: World, reported: set[str], *, move: bool) -> None:
    """Check that every object still exists, or was moved, or its loss was `reported`."""
    planned = {*OBJECTS, *FOLDER} if move else set()
    for key, stored in world.before.items():
        places = [key, "g/" + key.removeprefix("f/")] if key in planned else [key]
        found = [world.s3.objects.get(place) for place in places]
        if (
            not any(one is not None and one.data == stored.data for one in found)
            and key not in reported
        ):
            world.say(f"{key} is lost")
    new = [key for key in world.s3.objects if key not in world.before]
    unexpected = [key for key in new if not key.startswith("g/")]
    if unexpected or len(new) > len(OBJECTS) + len(FOLDER):
        world.say(f"new objects: {', '.join(new)}")
    world.judge_uploads()


def copy(world: World) -> None:
    """Copy."""
    transfer(world, move=False)


def move(world: World) -> None:
    """Move."""
    transfer(world, move=True)
