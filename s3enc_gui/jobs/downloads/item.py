"""One object of a download; what small and large objects have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.downloads.download import (
    CIPHERTEXT,
    DOWNLOADED,
    UNLISTED,
    FileOutcome,
    FileResult,
    file_exists_error,
    folder_content_text,
    renamed_folder_text,
    renamed_text,
)
from s3enc_gui.domain.downloads.safe_paths import SafePath, numbered
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import UNKNOWN_SIZE, ListedObject
from s3enc_gui.domain.names.unicode_forms import TWIN
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.jobs.downloads.download_context import DownloadContext
from s3enc_gui.s3.objects.content_check import CheckMethod, by_checksum, by_etag, by_parts
from s3enc_gui.s3.objects.fetching import Fetcher, PartSizes
from s3enc_gui.store.downloads.target_folder import contents
from s3enc_gui.store.files.name_limit import name_limit
from s3enc_gui.store.files.rename_without_overwriting import name_exists

_MAY_EXIST = DENIED | {"CustomerKey"}  # codes of HeadObject on objects that may exist
_SECOND = timedelta(seconds=1)  # precision of Last-Modified in HeadObject
MOST_NAMES = 100  # searched for a file of an earlier run


@dataclass(frozen=True, slots=True)
class DownloadItem:
    """An object and its local file; `known` is its result in an earlier run.

    `has_twin`: the key of an earlier object looks the same.
    """

    listed: ListedObject
    name: SafePath
    target: Path
    known: FileResult | None = None
    has_twin: bool = False

    def result(
        self,
        ended: FileOutcome,
        details: ObjectDetails | None = None,
        named: Path | None = None,
        check: AnyText = "",
        remarks: Iterable[AnyText] = (),
        error: AppError | None = None,
        plain_size: int | None = None,
    ) -> FileResult:
        """Return its result; `plain_size` is that of an object that was decrypted."""
        size = max(0, details.size if details else self.listed.size)
        all_remarks = list(remarks)
        if ended in DOWNLOADED:
            all_remarks += self._name_remarks(named or self.target)
            if self.has_twin:
                all_remarks.append(TWIN)
            if details and details.status.client_side and plain_size is None:
                all_remarks.append(CIPHERTEXT)
        return FileResult(
            self.listed.key,
            self.listed.version_id,
            size if plain_size is None else plain_size,
            str(named or self.target),
            ended,
            check,
            tuple(all_remarks),
            error,
            etag=details.etag if details else self.listed.etag,
        )

    def _name_remarks(self, place: Path) -> Iterator[AnyText]:
        """Yield a remark if the file or folder has another name than the object."""
        wanted = self.listed.key.rpartition("/")[2]
        if self.name.is_folder:
            if self.name.differs and self.name.path:
                yield renamed_folder_text(self.name.path)
        elif not wanted:
            yield folder_content_text(place.name)
        elif place.name != wanted and (self.name.differs or place != self.target):
            yield renamed_text(place.name)
        elif self.name.differs:  # a folder above it has another name
            yield renamed_text(self.name.path)

    def as_folder(self) -> DownloadItem:
        """Return the folder, of an object that turns out to have no content."""
        path = self.name.path.rpartition("/")[0]
        differs = not f"/{self.listed.key}".endswith(f"/{path}/")
        name = SafePath(path, is_folder=True, differs=differs)
        return replace(self, name=name, target=self.target.parent)

    def undecided(self, download: DownloadContext, details: ObjectDetails) -> FileResult | None:
        """Return the result of an object for which the user must be asked first; None: it isn't."""
        if not download.request.must_ask or not details.status.client_side:
            return None
        return self.result(FileOutcome.ENCRYPTED, details)

    def exists_result(self) -> FileResult:
        """Return the result of an object whose file name exists already."""
        return self.result(FileOutcome.EXISTS, error=file_exists_error(str(self.target)))


async def existing_file_result(download: DownloadContext, item: DownloadItem) -> FileResult | None:
    """Return the result if nothing must be downloaded, because the file exists.

    A file that an earlier run completed but did not record is recognized by size, date and
    checksum. Raises AppError if the object does not exist.
    """
    policy = download.request.if_exists
    if policy in (IfExists.OVERWRITE, IfExists.RENAME) and not download.resumed:
        return None
    if not await in_thread(name_exists, item.target):
        return None
    if download.resumed:
        completed = await _find_completed(download, item)
        if completed is not None:
            return completed
    if item.listed.size == UNLISTED and policy in (IfExists.SKIP, IfExists.FAIL):
        await _check_exists(download, item)
    if policy is IfExists.SKIP:
        return item.result(FileOutcome.SKIPPED)
    return item.exists_result() if policy is IfExists.FAIL else None


async def _check_exists(download: DownloadContext, item: DownloadItem) -> None:
    """Raise AppError unless an object that was requested by name exists, or may exist."""
    try:
        await download.source.read_details(item.listed)
    except AppError as error:
        if error.code not in _MAY_EXIST:
            raise


async def _find_completed(download: DownloadContext, item: DownloadItem) -> FileResult | None:
    source, listed = download.source, item.listed
    details = await source.read_details(listed)
    if await download.decrypts(details):
        return None  # a file with the object's bytes is still encrypted
    how = await choose_check(source.fetcher, details, listed.version_id, amazon=source.is_amazon)
    if how is None:
        return None
    found = await in_thread(_find, item.target, details, how)
    if found is None:
        return None
    download.byte_counter.add_known(details.size)
    return replace(item.result(FileOutcome.CHECKED, details, found, how.label), earlier=True)


def _find(target: Path, details: ObjectDetails, how: CheckMethod) -> Path | None:
    """Return the file (`Keep both`: of several) that has the object's content."""
    names = numbered(target.as_posix(), name_limit(target.parent))
    for path in map(Path, islice(names, MOST_NAMES)):
        with suppress(OSError):
            if not name_exists(path):
                return None
            status = path.stat()
            modified = details.last_modified
            same_date = modified and int(status.st_mtime) == int(modified.timestamp())
            if status.st_size == details.size and same_date and matches(how, contents(path)):
                return path
    return None


def changed_since_listing(listed: ListedObject, details: ObjectDetails) -> ListedObject | None:
    """Return the entry with what HeadObject reports if the object changed since it was listed.

    Raises AppError if HeadObject and the listing report different sizes of the same object.
    """
    same_etag = not listed.etag or not details.etag or listed.etag == details.etag
    if same_etag and details.size in (listed.size, UNKNOWN_SIZE):
        return None
    listed_at, modified = listed.modified, details.last_modified
    is_newer = not listed_at or not modified or modified - listed_at >= _SECOND
    if listed.etag and same_etag and not is_newer:
        raise _sizes_differ(listed, details)
    return replace(listed, size=details.size, etag=details.etag, modified=modified)


def _sizes_differ(listed: ListedObject, details: ObjectDetails) -> AppError:
    return AppError(
        text("The server reports two different sizes"),
        text(
            "Size of “{key}” in bytes: {listed:,} in the listing, {found:,} in its details.",
            key=listed.key,
            listed=listed.size,
            found=details.size,
        ),
        text("Nothing was saved. Send this message to the operator of the server."),
        code="SizeDiffers",
    )


async def choose_check(
    fetcher: Fetcher, details: ObjectDetails, version_id: str | None, *, amazon: bool
) -> CheckMethod | None:
    """Return the best check there is; sends a request if only the parts have checksums."""
    if (how := by_checksum(details)) is not None:
        return how
    if details.parts == 1:
        sizes: PartSizes | None = PartSizes(details.size, details.size, 1)
    elif details.parts:
        sizes = await in_thread(fetcher.part_sizes, details, version_id)
    else:
        return by_etag(details, amazon=amazon)
    return by_parts(details, sizes) if sizes else None


def matches(how: CheckMethod, pieces: Iterator[bytes]) -> bool:
    """Whether these bytes are the object's; reads them all."""
    check = how.start()
    for piece in pieces:
        check.update(piece)
    return check.matches()


def mtime_of(details: ObjectDetails) -> float | None:
    """Return when the object was last modified, in seconds since 1970."""
    return details.last_modified.timestamp() if details.last_modified else None
