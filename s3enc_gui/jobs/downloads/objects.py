"""The objects of a download, one after the other: those that were chosen, and those below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from s3enc_gui.domain.downloads.download import FileOutcome, FileResult
from s3enc_gui.domain.downloads.safe_paths import FileSystem, SafePaths
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import START, ListedObject, ListingNotice, Page
from s3enc_gui.jobs.downloads.item import DownloadItem
from s3enc_gui.jobs.downloads.source import DownloadContext
from s3enc_gui.s3.listing.order import SeenEntries
from s3enc_gui.s3.listing.pages import object_pages

_AT_ONCE = 1000

Known = Mapping[tuple[str, str | None], FileResult]


class ObjectSource:
    """Gives the objects with their places, as many at once as a page has.

    `known` is what an earlier run has done. After an error it goes on where it was.
    """

    def __init__(self, download_context: DownloadContext, system: FileSystem, known: Known) -> None:
        self._download_context, self._known = download_context, known
        root = Path(download_context.request.folder)
        places = {
            one: (Path(result.place).relative_to(root).as_posix(), self._relative(result.key))
            for one, result in known.items()
            if Path(result.place).is_relative_to(root) and result.ended is not FileOutcome.FOLDER
        }
        self._names = SafePaths(system, places)
        self._chosen = iter(self._chosen_pages())
        self._prefixes = list(reversed(download_context.request.prefixes))
        self._after, self._given = START, SeenEntries()
        self._pages: Iterator[Page] | None = None
        self.notices: list[ListingNotice] = []  # that nobody was told of

    def _relative(self, key: str) -> str:
        """Return what of a key is kept, by whatever it was chosen with."""
        request = self._download_context.request
        chosen = next((prefix for prefix in request.prefixes if key.startswith(prefix)), key)
        return request.relative(key, chosen)

    def next(self) -> list[DownloadItem] | None:
        """Return some objects, None when there are no more; blocks.

        Raises AppError where a prefix may not be listed, or the server does not answer.
        """
        for chosen in self._chosen:
            return [self._item(one, one.key) for one in chosen]
        while self._prefixes:
            prefix = self._prefixes[-1]
            if self._pages is None:
                self._pages = self._listed(prefix)
            try:
                page = next(self._pages, None)
            except AppError:
                self._pages = None
                raise
            if page is None:
                self._prefixes.pop()
                self._pages, self._after, self._given = None, START, SeenEntries()
                continue
            self._after = page.next or self._after
            self.notices += page.notices
            if page.objects:
                return [self._item(one, prefix) for one in page.objects]
        return None

    def _chosen_pages(self) -> Iterator[tuple[ListedObject, ...]]:
        objects = self._download_context.request.objects
        for start in range(0, len(objects), _AT_ONCE):
            yield objects[start : start + _AT_ONCE]

    def _listed(self, prefix: str) -> Iterator[Page]:
        place = (
            self._download_context.download_source.fetcher.client,
            self._download_context.request.bucket,
            prefix,
            "",
        )
        return object_pages(*place, after=self._after, given=self._given)

    def _item(self, listed: ListedObject, chosen: str) -> DownloadItem:
        relative = self._download_context.request.relative(listed.key, chosen)
        name = self._names.place(listed.key, listed.version_id, relative)
        target = self._download_context.folder.file(name.place)
        known = self._known.get((listed.key, listed.version_id))
        there = known if known and _is_still_there(listed, target, known) else None
        return DownloadItem(listed, name, target, there)


def _is_still_there(listed: ListedObject, target: Path, known: FileResult) -> bool:
    """Whether what an earlier run made is still there, and the object still the same.

    Where the listing does not know its ETag, that is not known: it is looked at.
    """
    if known.ended is FileOutcome.FOLDER:
        return target.is_dir()
    if not listed.etag or listed.etag != known.etag:
        return False
    try:
        size = target.stat().st_size
    except OSError:
        return False
    return size == known.size
