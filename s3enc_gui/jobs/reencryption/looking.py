"""Looks at the objects that a change of encryption is about, and chooses the way for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import Gate
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.status_kind import StatusKind, kind_of
from s3enc_gui.domain.listing import UNKNOWN_SIZE, ListedObject, Position
from s3enc_gui.domain.reencryption.dry_run import COPYING, Cost, cost_of, part_count
from s3enc_gui.domain.reencryption.run import NewObject
from s3enc_gui.domain.reencryption.state import MAYBE_STORED, State
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Choice, Means, Reason, Subject, Way, choose
from s3enc_gui.domain.reencryption.where import Where
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.jobs.reencryption.bucket import Bucket
from s3enc_gui.jobs.reencryption.copied_source import unpack_source
from s3enc_gui.jobs.reencryption.selection import Selection
from s3enc_gui.s3.copies.copier import CopySizes
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.listing.order import SeenEntries
from s3enc_gui.s3.listing.pages import page_reader
from s3enc_gui.s3.listing.resumable_pages import ResumablePages
from s3enc_gui.s3.objects.status_reader import StatusReading
from s3enc_gui.s3.reencryption.trial import is_trial
from s3enc_gui.s3.transport.responses import read_etag, read_lock
from s3enc_gui.store.audits.file import AuditFile
from s3enc_gui.store.reencryption.file import RunFile

BATCH = 500  # objects looked at, and then stored together


@dataclass(frozen=True, slots=True)
class Wanted:
    """An object to look at; `target` None: what it is to get can't be requested.

    `version_id` and `etag` are those that it must have, if known. `context` as in Planned.
    """

    listed: ListedObject
    target: Target | None
    version_id: str | None = None
    etag: str = ""
    context: ContextPairs | None = None


async def wanted_pages(
    bucket: Bucket, gate: Gate, selection: Selection, target: Target | None
) -> AsyncIterator[list[Wanted]]:
    """Yield what is selected, page by page, each object once. Raises AppError."""
    seen: set[tuple[str, str | None]] = set()

    def fresh(found: Iterable[Wanted]) -> list[Wanted]:
        page = [one for one in found if not one.listed.is_delete_marker]
        page = [one for one in page if not is_trial(one.listed.key)]  # left by an ended program
        page = [one for one in page if (one.listed.key, one.listed.version_id) not in seen]
        if len(selection.prefixes) + bool(selection.objects) > 1:
            seen.update((one.listed.key, one.listed.version_id) for one in page)
        return page

    yield fresh(Wanted(_listed(one), target, etag=one.etag) for one in selection.objects)
    if selection.audit:
        for audited in await in_thread(lambda: list(_audited(selection))):
            yield [Wanted(one, target) for one in audited]
    if selection.undoes:
        for changed in await in_thread(lambda: list(_changed(selection.undoes))):
            yield changed
    for prefix in selection.prefixes:
        pages = ResumablePages(partial(_pages, bucket, selection, prefix))
        while listed := await gate.run(partial(in_thread, pages.next)):
            yield fresh(Wanted(one, target) for one in listed.objects)


def _pages(
    bucket: Bucket, selection: Selection, prefix: str, after: Position, seen: SeenEntries
) -> Iterator[Any]:
    read = page_reader(versions=selection.versions)
    return read(bucket.at.client, selection.bucket, prefix, "", after=after, seen=seen)


def _listed(ref: ObjectRef) -> ListedObject:
    return ListedObject(
        ref.key,
        ref.size,
        None,
        ref.etag,
        version_id=None if ref.is_latest else ref.version_id,
        is_latest=ref.is_latest,
        is_delete_marker=ref.is_marker,
    )


def _audited(selection: Selection) -> Iterator[list[ListedObject]]:
    with closing(AuditFile(Path(selection.audit), reading=True)) as file:
        for page in file.pages(selection.groups or None):
            yield [one.listed for one in page if one.reported.kind is not StatusKind.GONE]


def _changed(path: str) -> Iterator[list[Wanted]]:
    """Yield what a run has changed, or may have; each object is to get what it had before."""
    with closing(RunFile(Path(path), existing=True)) as file:
        page: list[Wanted] = []
        for receipt in file.receipts(MAYBE_STORED):
            planned, changed = receipt.planned, receipt.changed
            listed = ListedObject(
                planned.key,
                planned.size,
                None,
                changed.etag or planned.etag,
                version_id=None if planned.is_latest else planned.version_id,
                is_latest=planned.is_latest,
            )
            before = Target.of(planned.before) if planned.before else None
            context = changed.former_context
            if planned.source:  # its copy was interrupted
                context = unpack_source(planned.source).context
            page.append(Wanted(listed, before, changed.version_id, changed.etag, context))
            if len(page) >= BATCH:
                yield page
                page = []
        yield page


@dataclass(frozen=True, slots=True)
class Look:
    """Looks at objects by HeadObject, and chooses the way for each."""

    bucket: Bucket
    gate: Gate
    means: Means
    sizes: CopySizes
    where: tuple[Where, ...]
    now: Callable[[], datetime]

    async def at(self, wanted: Wanted) -> NewObject | None:
        """Return the object of the plan; None: the user wants others.

        Raises AppError, Cancelled.
        """
        reading: StatusReading | None = None
        key = wanted.target.customer_key if wanted.target else ""

        async def read() -> StatusReading:
            nonlocal reading
            reading = await self.bucket.reader.read(wanted.listed)
            error = reading.error
            if error and (outage_kind_of(error) or concerns_all(error)):
                raise error
            found = reading.looked.status
            if found and found.needs_customer_key:
                return await self.bucket.unlocked(wanted.listed, key) or reading
            return reading

        reading = await self.gate.run(read)
        status = reading.looked.status
        if self.where and not (status and any(one.accepts(status) for one in self.where)):
            return None
        new = self._new(wanted, reading)
        if key and new.choice.way in COPYING and not await self.bucket.has_key(key):
            choice = Choice(Way.CANNOT, Reason.CUSTOMER_KEY)
            return replace(new, choice=choice, state=State.CANNOT, cost=Cost())
        return new

    def _new(self, wanted: Wanted, reading: StatusReading) -> NewObject:
        listed, fields = wanted.listed, reading.fields
        status, kind = reading.looked.status, reading.looked.kind
        subject = _subject(listed, reading)
        choice = choose(subject, wanted.target, self.means, self.now())
        state = _STATES.get(choice.way, State.PLANNED)
        version = fields.get("VersionId") or listed.version_id
        etag = read_etag(fields) if fields else listed.etag
        if kind is StatusKind.GONE:
            choice, state = Choice(Way.NOTHING), State.GONE
        elif _is_another(wanted, etag, version):
            choice, state = Choice(Way.CANNOT, Reason.CHANGED), State.CHANGED
        cost = cost_of(choice.way, status, wanted.target, part_count(subject.size, self.sizes.part))
        if choice.way in COPYING and is_amazon(self.bucket.at.client.meta.endpoint_url):
            cost += Cost(reads=1)  # the annotations, which only Amazon S3 has
        return NewObject(
            listed.key,
            version,
            listed.is_latest,
            etag,
            subject.size,
            status,
            wanted.target,
            choice,
            state,
            cost,
            reading.error,
            wanted.context,
        )


_STATES = {Way.NOTHING: State.ALREADY, Way.CANNOT: State.CANNOT}


def _is_another(wanted: Wanted, etag: str, version: str | None) -> bool:
    """Whether the object is not the one that was chosen or changed, but one stored since."""
    if wanted.version_id and version and wanted.version_id != version:
        return True
    return bool(wanted.etag and etag and wanted.etag != etag)


def _subject(listed: ListedObject, reading: StatusReading) -> Subject:
    fields: Mapping[str, Any] = reading.fields
    looked = reading.looked
    status = looked.status
    kind = looked.kind
    if status and kind is StatusKind.CLIENT_SIDE:  # its server side can be changed
        kind = kind_of(replace(status, client_side=False))
    return Subject(
        kind,
        status,
        fields.get("ContentLength", listed.size if listed.size >= 0 else UNKNOWN_SIZE),
        fields.get("StorageClass") or listed.storage_class,
        fields.get("ArchiveStatus") or "",
        fields.get("Restore") or "",
        read_lock(fields),
        listed.is_latest,
    )


async def looked_at(
    look: Look, pages: AsyncIterator[list[Wanted]], checkpoint: Callable[[], None], at_once: int
) -> AsyncIterator[list[NewObject | None]]:
    """Yield what was found, in batches; None for objects that the user doesn't want."""
    async for page in pages:
        for first in range(0, len(page), BATCH):
            checkpoint()
            batch = page[first : first + BATCH]
            left = iter(enumerate(batch))
            found: list[NewObject | None] = [None] * len(batch)

            async def work(left: Iterator[tuple[int, Wanted]] = left, found: Any = found) -> None:  # noqa: ANN401
                for place, wanted in left:
                    checkpoint()
                    found[place] = await look.at(wanted)

            try:
                async with asyncio.TaskGroup() as workers:
                    for _ in range(at_once):
                        workers.create_task(work())
            except BaseExceptionGroup as group:
                raise group.exceptions[0] from None
            yield found
