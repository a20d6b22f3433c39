"""A small object: one request, and one write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from s3enc_gui.domain.download import CHANGED, Ended, FileResult, damaged_error
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.object_details import ObjectDetails
from s3enc_gui.jobs.downloads_item import (
    Item,
    check_of,
    checked,
    modified_of,
    stands_in_the_way,
)
from s3enc_gui.jobs.downloads_route import Desk
from s3enc_gui.s3.content_check import HowToCheck, why_not
from s3enc_gui.s3.fetching import is_other_object
from s3enc_gui.s3.stop import aside

_TRIES = 2  # where what came is not what S3 has


async def download_small(
    desk: Desk, item: Item, limit: int, trouble: Callable[[], None]
) -> FileResult | None:
    """Fetch an object that was listed with at most `limit` bytes, into memory and then its file.

    `trouble` is called when the server could not keep up. None: it has more by now. Raises AppError
    and Cancelled.
    """
    if (result := await stands_in_the_way(desk, item)) is not None:
        return result
    route, listed = desk.route, item.listed
    etag, remarks = listed.etag, list[str]()
    for attempt in range(1, _TRIES + 2):
        fetch = partial(
            route.fetcher.whole,
            listed.key,
            listed.version_id,
            etag,
            limit,
            desk.stop,
            desk.tally.add,
        )
        try:
            fetched = await route.shelter.ask(fetch, trouble)
        except AppError as error:
            if not (etag and is_other_object(error)):
                raise
            etag = ""
            continue
        if fetched is None:
            return None
        data, details = fetched
        if listed.etag and details.etag != listed.etag:
            remarks = [CHANGED]  # it was written to since it was listed
        how = await check_of(route.fetcher, details, listed.version_id, amazon=route.is_amazon)
        result = await aside(_stored, desk, item, data, details, how, remarks)
        if result is not None:
            return result
        desk.tally.add(-len(data))
        if attempt >= _TRIES:
            break
    words = how.words if how else ""
    raise damaged_error(str(item.target), words)


def _stored(
    desk: Desk,
    item: Item,
    data: bytearray,
    details: ObjectDetails,
    how: HowToCheck | None,
    remarks: list[str],
) -> FileResult | None:
    """Check and write; None: it is not what S3 has. Blocks."""
    ended, words = Ended.ARRIVED, why_not(details)
    if how is not None:
        if checked(how, iter((bytes(data),))):
            ended, words = Ended.CHECKED, how.words
        elif how.decides:
            return None
    named: Path | None = desk.folder.write(
        item.target, data, modified_of(details), desk.wish.if_exists
    )
    if named is None:
        return item.taken()
    return item.ended(ended, details, named, words, remarks)
