"""Downloads: saved files have the bytes of their objects; each object has one result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from s3enc_gui.domain.downloads.download import (
    DOWNLOADED,
    DownloadRequest,
    DownloadSummary,
    FileOutcome,
    FileResult,
    requested_object,
)
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.downloads.download import DownloadObjects
from tests.contract.matrix.world import PART, World, count, duplicates
from tests.servers.hostile import BUCKET


def download(world: World, folder: Path, **request: object) -> DownloadSummary | None:
    """Download with small ranges, without waiting for the end of an outage."""
    place = world.harness.connection, BUCKET, str(folder)
    requested = DownloadRequest(*place, strip="f/", **request)  # type: ignore[arg-type]
    job = DownloadObjects(requested, deadline=0.0, range_size=PART)
    summary: DownloadSummary | None = world.run(job)
    if summary is not None:
        world.verdicts += count(one.ended for one in summary.results)
    return summary


def judge(world: World, folder: Path, summary: DownloadSummary | None, keys: set[str]) -> None:
    """Compare results and files with what the server has ever stored."""
    results = summary.results if summary else ()
    for result in results:
        judge_result(world, result)
    world.say(*(f"{one} has two results" for one in duplicates([one.id for one in results])))
    failed = any(one.ended is FileOutcome.FAILED for one in results)
    if summary is not None and not failed:
        here = {one.key for one in results if one.ended in DOWNLOADED}
        world.say(
            *(f"{key} was not downloaded, and that was not reported" for key in sorted(keys - here))
        )
    judge_files(world, folder, results, unfinished=failed or summary is None)
    world.judge_all(0)


def judge_result(world: World, result: FileResult) -> None:
    """Check one result."""
    world.blame(result.error)
    stored = world.s3.ever.get((BUCKET, result.key), ())
    if result.ended in (FileOutcome.CHECKED, FileOutcome.ARRIVED):
        place = Path(result.path)
        data = place.read_bytes() if place.is_file() else None
        if data not in [one.data for one in stored]:
            size = None if data is None else len(data)
            world.say(
                f"{result.key} is “{result.ended}”, with {size} bytes that are not the object's"
            )
    elif result.ended is FileOutcome.FOLDER and stored and stored[-1].data:
        world.say(f"the content of {result.key} was not downloaded, and that was not reported")
    elif result.ended in (FileOutcome.SKIPPED, FileOutcome.EXISTS):
        world.say(f"{result.key} is “{result.ended}” in an empty folder")


def judge_files(
    world: World, folder: Path, results: Sequence[FileResult], *, unfinished: bool
) -> None:
    """Check that each file is an object; after a failure there may be part files."""
    keys = {one.path: one.key for one in results}
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file() and not path.name.startswith("."):
            key = keys.get(str(path), f"f/{path.relative_to(folder).as_posix()}")
            if path.read_bytes() not in [one.data for one in world.s3.ever.get((BUCKET, key), ())]:
                world.say(
                    f"a file {path.name} of {path.stat().st_size} bytes that is not an object"
                )
        elif path.is_file() and not unfinished:
            world.say(f"{path.name} is left over")


def download_file(world: World) -> None:
    """Download a small and a large object by key, and twice an object that does not exist."""
    folder = world.folder / "to"
    requested = tuple(requested_object(key) for key in ("f/a.txt", "f/large.bin"))
    summary = download(world, folder, objects=requested)
    judge(world, folder, summary, {"f/a.txt", "f/large.bin"})
    for policy in (IfExists.SKIP, IfExists.RENAME):
        world.path(f"{policy}/missing.txt", b"mine")
        gone = download(
            world,
            world.folder / str(policy),
            objects=(requested_object("f/missing.txt"),),
            if_exists=policy,
        )
        for result in gone.results if gone else ():
            if result.ended is not FileOutcome.FAILED:
                world.say(f"{result.key}, which does not exist, is “{result.ended}”")
        names = [one.name for one in (world.folder / str(policy)).iterdir()]
        if names != ["missing.txt"]:
            world.say(f"a missing object left the files {names}")


def download_folder(world: World) -> None:
    """Download a folder."""
    folder = world.folder / "to"
    summary = download(world, folder, prefixes=("f/",))
    judge(world, folder, summary, set(world.below))
