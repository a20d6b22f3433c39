"""A small object: one request, and one write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.downloads.download import CHANGED, FileOutcome, FileResult, damaged_error
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.downloads.item import (
    DownloadItem,
    check_of,
    checked,
    modified_of,
    stands_in_the_way,
    written_since,
)
from s3enc_gui.jobs.downloads.source import DownloadContext
from s3enc_gui.s3.objects.content_check import CheckMethod, why_not
from s3enc_gui.s3.objects.fetching import is_other_object

_TRIES = 2  # where what came is not what S3 has
_CHANGES = 2  # times that it may be written to meanwhile


async def download_small(
    download_context: DownloadContext, item: DownloadItem, limit: int, trouble: Callable[[], None]
) -> FileResult | None:
    """Fetch an object that was listed with at most `limit` bytes, into memory and then its file.

    `trouble` is called when the server could not keep up. None: it has more by now. Raises AppError
    and Cancelled.
    """
    if (result := await stands_in_the_way(download_context, item)) is not None:
        return result
    download_source, listed = download_context.download_source, item.listed
    remarks, words, wrong, changes = list[str](), "", 0, 0
    while wrong < _TRIES and changes <= _CHANGES:
        fetch = partial(
            download_source.fetcher.whole,
            listed,
            limit,
            download_context.stop,
            download_context.byte_counter.add,
            conditional=not wrong,
        )
        try:
            fetched = await download_source.outage_gate.ask(fetch, trouble)
        except AppError as error:
            if not is_other_object(error):
                raise
            now = written_since(listed, await download_source.look(listed))
            if now is None:
                words, wrong = "Its size or ETag", wrong + 1
            else:
                listed, remarks, changes = now, [CHANGED], changes + 1
            if listed.size <= limit:
                continue
            fetched = None
        if fetched is None:
            return None
        data, details = fetched
        how = await check_of(
            download_source.fetcher, details, listed.version_id, amazon=download_source.is_amazon
        )
        result = await aside(_stored, download_context, item, data, details, how, remarks)
        if result is not None:
            return result
        download_context.byte_counter.add(-len(data))
        words, wrong = how.words if how else "", wrong + 1
    raise damaged_error(str(item.target), words or "Its ETag")


def _stored(
    download_context: DownloadContext,
    item: DownloadItem,
    data: bytearray,
    details: ObjectDetails,
    how: CheckMethod | None,
    remarks: list[str],
) -> FileResult | None:
    """Check and write; None: it is not what S3 has. Blocks."""
    ended, words = FileOutcome.ARRIVED, why_not(details)
    if how is not None:
        if checked(how, iter((bytes(data),))):
            ended, words = FileOutcome.CHECKED, how.words
        elif how.decides:
            return None
    named: Path | None = download_context.folder.write(
        item.target, data, modified_of(details), download_context.request.if_exists
    )
    if named is None:
        return item.taken()
    return item.ended(ended, details, named, words, remarks)
