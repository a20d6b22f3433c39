"""Downloads a small object with one GetObject, and writes its file at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.downloads.download import CHANGED, FileOutcome, FileResult, damaged_error
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.jobs.downloads.decrypting import Decrypting
from s3enc_gui.jobs.downloads.download_context import DownloadContext
from s3enc_gui.jobs.downloads.item import (
    DownloadItem,
    changed_since_listing,
    choose_check,
    existing_file_result,
    matches,
    mtime_of,
)
from s3enc_gui.s3.objects.content_check import CheckMethod, why_unchecked
from s3enc_gui.s3.objects.fetching import is_other_object

_MAX_DAMAGED = 2  # attempts in which the bytes did not match the checksum
_MAX_CHANGES = 2  # times the object may change in the meantime


async def download_small(
    download: DownloadContext, item: DownloadItem, limit: int, back_off: Callable[[], None]
) -> FileResult | None:
    """Download an object of at most `limit` bytes; None: it has become larger.

    `back_off` is called when the server is overloaded. Raises AppError and Cancelled.
    """
    if (result := await existing_file_result(download, item)) is not None:
        return result
    source, listed = download.source, item.listed
    remarks: list[AnyText] = []
    check: AnyText = text("ETag")
    damaged = changes = 0
    encoding: str | None = None  # not known before HeadObject
    while damaged < _MAX_DAMAGED and changes <= _MAX_CHANGES:
        fetch = partial(
            source.fetcher.whole,
            listed,
            limit,
            download.stop,
            download.byte_counter.add,
            conditional=not damaged,
            encoding=encoding,
        )
        try:
            fetched = await source.outage_gate.run(fetch, back_off)
        except AppError as error:
            if not is_other_object(error):
                raise
            now = await source.read_details(listed)
            changed, encoding = changed_since_listing(listed, now), now.content.encoding
            if changed is None:
                check, damaged = text("Size or ETag"), damaged + 1
            else:
                listed, remarks, changes = changed, [CHANGED], changes + 1
            if 0 <= listed.size <= limit:
                continue
            fetched = None
        if fetched is None:
            return None
        data, details = fetched
        if (undecided := item.undecided(download, details)) is not None:
            download.byte_counter.add(-len(data))
            return undecided
        how = await choose_check(
            source.fetcher, details, listed.version_id, amazon=source.is_amazon
        )
        result = await _save(download, item, data, details, how, remarks)
        if result is not None:
            return result
        download.byte_counter.add(-len(data))
        check, damaged = how.label if how else text("ETag"), damaged + 1
    raise damaged_error(str(item.target), check)


async def _save(
    download: DownloadContext,
    item: DownloadItem,
    data: bytearray,
    details: ObjectDetails,
    how: CheckMethod | None,
    remarks: list[AnyText],
) -> FileResult | None:
    """Check, decrypt and write the bytes; None: they don't match the checksum."""
    decrypting = await Decrypting.of(download, item, details, remarks)
    if decrypting is None:
        return await in_thread(_check_and_write, download, item, data, details, how, remarks)
    checked = await in_thread(_checked, data, details, how)
    return checked and await decrypting.save_small(data, checked[1], remarks)


def _checked(
    data: bytearray, details: ObjectDetails, how: CheckMethod | None
) -> tuple[FileOutcome, AnyText] | None:
    """Check the bytes; None: they don't match the checksum. Blocks."""
    if how is not None:
        if matches(how, iter((bytes(data),))):
            return FileOutcome.CHECKED, how.label
        if how.decides:
            return None
    return FileOutcome.ARRIVED, why_unchecked(details)


def _check_and_write(
    download: DownloadContext,
    item: DownloadItem,
    data: bytearray,
    details: ObjectDetails,
    how: CheckMethod | None,
    remarks: list[AnyText],
) -> FileResult | None:
    """Check and write the bytes; None: they don't match the checksum. Blocks."""
    checked = _checked(data, details, how)
    if checked is None:
        return None
    ended, check = checked
    named: Path | None = download.folder.write(
        item.target, data, mtime_of(details), download.request.if_exists
    )
    if named is None:
        return item.exists_result()
    return item.result(ended, details, named, check, remarks)
