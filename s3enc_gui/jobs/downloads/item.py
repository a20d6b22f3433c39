"""One object of a download, and what small and large ones have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.downloads.download import (
    CIPHERTEXT,
    UNLISTED,
    FileOutcome,
    FileResult,
    renamed_text,
    taken_error,
)
from s3enc_gui.domain.downloads.safe_paths import SafePath, numbered
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.downloads.source import DownloadContext
from s3enc_gui.s3.objects.content_check import CheckMethod, by_etag, by_parts, how_to_check
from s3enc_gui.s3.objects.fetching import Fetcher, PartSizes
from s3enc_gui.store.downloads.target_folder import contents
from s3enc_gui.store.files.atomic_publish import is_taken

_HIDDEN = DENIED | {"CustomerKey"}  # codes of what may be there
_SECOND = timedelta(seconds=1)  # HEAD tells no parts of it
MOST_NAMES = 100  # that are looked through for a file an earlier run made


@dataclass(frozen=True, slots=True)
class DownloadItem:
    """An object and where it goes; `known` is there where an earlier run has done it."""

    listed: ListedObject
    name: SafePath
    target: Path
    known: FileResult | None = None

    def ended(
        self,
        ended: FileOutcome,
        details: ObjectDetails | None = None,
        named: Path | None = None,
        check: str = "",
        remarks: Iterable[str] = (),
        error: AppError | None = None,
    ) -> FileResult:
        """Return what became of it."""
        told = list(remarks)
        if ended in (FileOutcome.CHECKED, FileOutcome.ARRIVED):
            wanted = self.listed.key.rpartition("/")[2]
            place = named or self.target
            if place.name != wanted and (self.name.differs or place != self.target):
                told.append(renamed_text(place.name))
            elif self.name.differs:  # a folder on the way to it is called otherwise
                told.append(renamed_text(self.name.place))
            if details and details.status.client_side:
                told.append(CIPHERTEXT)
        return FileResult(
            self.listed.key,
            self.listed.version_id,
            max(0, details.size if details else self.listed.size),
            str(named or self.target),
            ended,
            check,
            tuple(told),
            error,
            etag=details.etag if details else self.listed.etag,
        )

    def taken(self) -> FileResult:
        """Return that its name is taken."""
        return self.ended(FileOutcome.TAKEN, error=taken_error(str(self.target)))


async def stands_in_the_way(
    download_context: DownloadContext, item: DownloadItem
) -> FileResult | None:
    """Return the result where nothing is to be fetched, because of what is on the disk.

    What an earlier run completed and had no time to note is known by size, date and checksum.
    Raises AppError where there is no such object.
    """
    policy = download_context.request.if_exists
    if policy in (IfExists.OVERWRITE, IfExists.RENAME) and not download_context.goes_on:
        return None
    if not await aside(is_taken, item.target):
        return None
    if (
        download_context.goes_on
        and (known := await _made_earlier(download_context, item)) is not None
    ):
        return known
    if item.listed.size == UNLISTED and policy in (IfExists.SKIP, IfExists.FAIL):
        await _be_there(download_context, item)
    if policy is IfExists.SKIP:
        return item.ended(FileOutcome.SKIPPED)
    return item.taken() if policy is IfExists.FAIL else None


async def _be_there(download_context: DownloadContext, item: DownloadItem) -> None:
    """Raise AppError where an object that somebody named is not there: nothing stands in its way.

    What may not be looked at may be there; other errors tell nothing.
    """
    try:
        await download_context.download_source.look(item.listed)
    except AppError as error:
        if error.code not in _HIDDEN:
            raise


async def _made_earlier(download_context: DownloadContext, item: DownloadItem) -> FileResult | None:
    download_source, listed = download_context.download_source, item.listed
    details = await download_source.look(listed)
    how = await check_of(
        download_source.fetcher, details, listed.version_id, amazon=download_source.is_amazon
    )
    if how is None:
        return None
    found = await aside(_find, item.target, details, how)
    if found is None:
        return None
    download_context.byte_counter.add_known(details.size)
    return replace(item.ended(FileOutcome.CHECKED, details, found, how.words), earlier=True)


def _find(target: Path, details: ObjectDetails, how: CheckMethod) -> Path | None:
    """Return the file of that name, or of one given to keep both, that holds the object."""
    for name, _ in zip(numbered(target.as_posix()), range(MOST_NAMES), strict=False):
        path = Path(name)
        with suppress(OSError):
            if not is_taken(path):
                return None
            status = path.stat()
            modified = details.last_modified
            same_date = modified and int(status.st_mtime) == int(modified.timestamp())
            if status.st_size == details.size and same_date and checked(how, contents(path)):
                return path
    return None


def written_since(listed: ListedObject, details: ObjectDetails) -> ListedObject | None:
    """Return what HEAD found in place of what was listed; None: the same.

    Raises AppError where HEAD and the listing tell two sizes of one object.
    """
    same_etag = not listed.etag or not details.etag or listed.etag == details.etag
    if same_etag and listed.size == details.size:
        return None
    listed_at, modified = listed.modified, details.last_modified
    is_newer = not listed_at or not modified or modified - listed_at >= _SECOND
    if listed.etag and same_etag and not is_newer:
        raise _two_sizes(listed, details)
    return replace(listed, size=details.size, etag=details.etag, modified=modified)


def _two_sizes(listed: ListedObject, details: ObjectDetails) -> AppError:
    return AppError(
        "What arrived is not what was stored",
        f"The server lists “{listed.key}” with {listed.size:,} bytes, and says of it that it has"
        f" {details.size:,}.",
        "Nothing was saved. Show this message to whoever runs the server.",
        code="SizeDiffers",
    )


async def check_of(
    fetcher: Fetcher, details: ObjectDetails, version_id: str | None, *, amazon: bool
) -> CheckMethod | None:
    """Return the best check there is; one request more where only parts have checksums."""
    if (how := how_to_check(details)) is not None:
        return how
    if details.parts == 1:
        sizes: PartSizes | None = PartSizes(details.size, details.size, 1)
    elif details.parts:
        sizes = await aside(fetcher.part_sizes, details, version_id)
    else:
        return by_etag(details, amazon=amazon)
    return by_parts(details, sizes) if sizes else None


def checked(how: CheckMethod, pieces: Iterator[bytes]) -> bool:
    """Whether these bytes are what S3 has; reads them all."""
    check = how.start()
    for piece in pieces:
        check.update(piece)
    return check.matches()


def modified_of(details: ObjectDetails) -> float | None:
    """Return when the object was written, in seconds since 1970."""
    return details.last_modified.timestamp() if details.last_modified else None
