"""Looks for an object whose name looks the same as that of an uploaded one."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.names.unicode_forms import other_forms, twin_notice
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.s3.listing.pages import object_pages
from s3enc_gui.s3.objects.uploader import Uploader

_Names = frozenset[str] | None
"""The names in a folder that aren't ASCII; None: it isn't known which there are."""


@dataclass(slots=True)
class TwinCheck:
    """Checks the objects of one batch; on one loop.

    Each folder is listed once, instead of one more request for each object. Where it has more than
    a page of objects, or may not be listed, each object is looked for (HeadObject).
    """

    context: BatchContext
    _folders: dict[str, asyncio.Future[_Names]] = field(default_factory=dict)
    _stored: set[str] = field(default_factory=set)  # by this batch, of the same kind

    async def find(self, outcome: Outcome) -> AppError | None:
        """Return the notice about another object whose key looks the same.

        Only for keys that have other Unicode forms. None also where the check isn't allowed, fails
        or is canceled: the file is stored all the same. A server may take both forms for one
        object.
        """
        details = outcome.details
        if details is None or outcome.again is not None:
            return None
        key, ours = outcome.item.key, (details.etag, details.last_modified)
        for other in other_forms(key):
            self._stored.add(key)
            with suppress(AppError, Cancelled, asyncio.CancelledError):
                if not await self._may_exist(other):
                    continue
                found = await self.context.found(other)
                if found and (found.response.etag, found.modified) != ours:
                    return twin_notice(key)
        return None

    async def _may_exist(self, key: str) -> bool:
        if key in self._stored:
            return True
        names = await self._names_in(key.rpartition("/")[0])
        return names is None or key in names

    async def _names_in(self, folder: str) -> _Names:
        listing = self._folders.get(folder)
        if listing is None:
            prefix = f"{folder}/" if folder else ""
            listing = asyncio.ensure_future(in_thread(_listed, self.context.uploader, prefix))
            self._folders[folder] = listing
        return await asyncio.shield(listing)  # others wait for it, too


def _listed(uploader: Uploader, prefix: str) -> _Names:
    """Return the names if one page has them all; blocks."""
    try:
        page = next(object_pages(uploader.client, uploader.bucket, prefix))
    except (AppError, StopIteration):
        return None
    if page.next is not None:
        return None
    return frozenset(one.key for one in page.objects if not one.key.isascii())
