"""Lists the objects of a download: the requested ones, and those below requested prefixes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from s3enc_gui.domain.downloads.download import FileOutcome, FileResult
from s3enc_gui.domain.downloads.safe_paths import FileSystem, SafePaths
from s3enc_gui.domain.listing import ListedObject, ListingNotice, Page, Position
from s3enc_gui.domain.names.unicode_forms import Names
from s3enc_gui.jobs.downloads.download_context import DownloadContext
from s3enc_gui.jobs.downloads.item import DownloadItem
from s3enc_gui.s3.listing.order import SeenEntries
from s3enc_gui.s3.listing.pages import object_pages
from s3enc_gui.s3.listing.resumable_pages import ResumablePages
from s3enc_gui.store.files.existing import is_folder

_PAGE = 1000  # requested objects that are returned together

Known = Mapping[tuple[str, str | None], FileResult]


class ObjectSource:
    """Yields objects with their file names, page by page; after an error it can be continued.

    `known` are the results of an earlier run.
    """

    def __init__(self, download: DownloadContext, system: FileSystem, known: Known) -> None:
        self._download, self._known = download, known
        root = Path(download.request.folder)
        places = {
            one: (Path(result.path).relative_to(root).as_posix(), self._relative(result.key))
            for one, result in known.items()
            if Path(result.path).is_relative_to(root) and result.ended is not FileOutcome.FOLDER
        }
        self._names = SafePaths(system, places)
        self._known_names = Names()
        self._chosen = iter(self._chosen_pages())
        self._prefixes = list(reversed(download.request.prefixes))
        self._pages: ResumablePages | None = None
        self.notices: list[ListingNotice] = []  # not reported yet

    def _relative(self, key: str) -> str:
        """Return the relative path of a key, below the prefix that selected it."""
        request = self._download.request
        chosen = next((prefix for prefix in request.prefixes if key.startswith(prefix)), key)
        return request.relative(key, chosen)

    def next(self) -> list[DownloadItem] | None:
        """Return the next objects, None at the end; blocks. Raises AppError if listing fails."""
        for chosen in self._chosen:
            return [self._item(one, one.key) for one in chosen]
        while self._prefixes:
            prefix = self._prefixes[-1]
            self._pages = self._pages or ResumablePages(partial(self._listed, prefix))
            page = self._pages.next()
            if page is None:
                self._prefixes.pop()
                self._pages = None
                continue
            self.notices += page.notices
            if page.objects:
                return [self._item(one, prefix) for one in page.objects]
        return None

    def _chosen_pages(self) -> Iterator[tuple[ListedObject, ...]]:
        objects = self._download.request.objects
        for start in range(0, len(objects), _PAGE):
            yield objects[start : start + _PAGE]

    def _listed(self, prefix: str, after: Position, seen: SeenEntries) -> Iterator[Page]:
        client = self._download.source.fetcher.client
        bucket = self._download.request.bucket
        return object_pages(client, bucket, prefix, "", after=after, seen=seen)

    def _item(self, listed: ListedObject, chosen: str) -> DownloadItem:
        relative = self._download.request.relative(listed.key, chosen)
        name = self._names.path_for(
            listed.key, listed.version_id, relative, has_content=listed.size != 0
        )
        target = self._download.folder.file(name.path)
        known = self._known.get((listed.key, listed.version_id))
        earlier = known if known and _is_current(listed, target, known) else None
        if earlier and self._download.decryption and earlier.is_ciphertext:
            earlier = None
        return DownloadItem(listed, name, target, earlier, self._known_names.add(listed.key))


def _is_current(listed: ListedObject, target: Path, known: FileResult) -> bool:
    """Whether the file of an earlier run still exists, and the object is unchanged.

    False if the listing has no ETag: then the object is read again.
    """
    if known.ended is FileOutcome.FOLDER:
        return is_folder(target)
    if not listed.etag or listed.etag != known.etag:
        return False
    try:
        size = target.stat().st_size
    except OSError:
        return False
    return size == known.size
