"""Uploads a test file, verifies, downloads and compares it, and removes its object again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event
from uuid import uuid4

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.downloads.download import DOWNLOADED, DownloadRequest, requested_object
from s3enc_gui.domain.error_codes import DENIED, GONE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.self_test.component_check import (
    Component,
    ComponentCheck,
    failed,
    ok,
    skipped,
)
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem, UploadPlan
from s3enc_gui.i18n import AnyText, sentences, text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.deletion.delete_objects import DeleteObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.uploads.upload import UploadFiles
from s3enc_gui.s3.buckets.probe_object import has_object_lock
from s3enc_gui.s3.buckets.server_clock import server_time
from s3enc_gui.wording.labels import finding_text

SIZES = {Component.SMALL_OBJECT: 1, Component.LARGE_OBJECT: 20_000_000}  # bytes
DEADLINE = 60.0  # seconds of an outage after which a check fails
_BLOCK = hashlib.sha512(b"s3enc self test").digest() * 1024


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """The test objects of one run; their folder in the bucket has a name that nothing else has."""

    connection: Connection
    bucket: str
    prefix: str
    folder: Path

    def checks(self, context: Context) -> Iterator[ComponentCheck]:
        """Yield a check for each size. `context` must have no records (`Services.apart`)."""
        context = replace(context, report=lambda _: None)
        problem = self._problem(context)
        for component, size in SIZES.items():
            context.checkpoint()
            yield problem(component) if problem else self._check(context, component, size)

    def server_time(self, context: Context) -> datetime | None:
        """Return the time of the server's clock; None if it isn't known."""
        with suppress(AppError):
            at_bucket = context.services.aws_session(self.connection).at(self.bucket)
            return server_time(at_bucket.client, self.bucket)
        return None

    def _problem(self, context: Context) -> _Problem | None:
        """Return why no object may be written: it might not be possible to remove it."""
        try:
            at_bucket = context.services.aws_session(self.connection).at(self.bucket)
            if not has_object_lock(at_bucket.client, self.bucket):
                return None
        except AppError as error:
            return _Problem(sentences(*_said(error)))
        return _Problem(
            text("Not tried: the bucket has Object Lock"),
            text("Choose another bucket."),
            fails=False,
        )

    def _check(self, context: Context, component: Component, size: int) -> ComponentCheck:
        folder = f"{self.prefix}s3enc-self-test-{uuid4().hex}/"
        path = self.folder / f"{size}.bin"
        path.write_bytes((_BLOCK * (size // len(_BLOCK) + 1))[:size])
        item = UploadItem(str(path), f"{folder}{path.name}", size)
        outcome: Outcome | None = None
        try:
            (outcome,) = self._upload(context, item)
            result = self._compared(context, component, outcome)
        except AppError as error:
            result = failed(component, sentences(*_said(error)))
        finally:
            # Also of a canceled test: what was written is removed.
            left = self._remove(replace(context, stopped=Event()), folder, item.key, outcome)
            path.unlink(missing_ok=True)
        if left is None:
            return result
        is_there = outcome is not None and outcome.details is not None
        return _left_behind(result, left, is_there=is_there)

    def _upload(self, context: Context, item: UploadItem) -> tuple[Outcome, ...]:
        plan = UploadPlan(self.bucket, (item,))
        return UploadFiles(self.connection, plan, remember=False).run(context)

    def _compared(self, context: Context, component: Component, outcome: Outcome) -> ComponentCheck:
        context.checkpoint()
        if outcome.result not in (Result.VERIFIED, Result.CANNOT_TELL):
            if outcome.error:
                return failed(component, sentences(*_said(outcome.error)))
            return failed(component, _doubts(outcome))
        request = DownloadRequest(
            self.connection,
            self.bucket,
            str(self.folder / "downloaded"),
            objects=(requested_object(outcome.item.key, outcome.version_id),),
        )
        (arrived,) = DownloadObjects(request, deadline=DEADLINE).run(context).results
        if arrived.error or arrived.ended not in DOWNLOADED:
            said = _said(arrived.error) if arrived.error else (arrived.check,)
            return failed(component, sentences(*said))
        downloaded = Path(arrived.path)
        is_same = _digest(downloaded) == _digest(Path(outcome.item.path))
        downloaded.unlink(missing_ok=True)
        if not is_same:
            return failed(component, text("The downloaded file differs from the uploaded one."))
        if outcome.result is Result.CANNOT_TELL:
            same = text("Uploaded, downloaded and compared, but not verified:")
            return ok(component, sentences(same, _doubts(outcome)))
        return ok(component, text("Uploaded, verified, downloaded, compared and removed"))

    def _remove(
        self, context: Context, folder: str, key: str, outcome: Outcome | None
    ) -> AppError | None:
        """Delete the object by its version; return why it may still be there."""
        version = outcome.version_id if outcome else None
        try:
            if outcome is not None and outcome.details is not None:
                exact = (ObjectRef(key, version),)
                job = DeleteObjects(self.connection, self.bucket, exact, deadline=DEADLINE)
            else:  # perhaps nothing was stored, perhaps its response was lost
                job = DeleteObjects(
                    self.connection,
                    self.bucket,
                    prefixes=(folder,),
                    all_versions=True,
                    deadline=DEADLINE,
                )
            done = job.run(context)
        except AppError as error:
            return error
        if done.error or done.failures:
            return done.error or done.failures[0].error
        return self._still_there(context, key, version)

    def _still_there(self, context: Context, key: str, version: str | None) -> AppError | None:
        """Ask for the object: some servers confirm deletions that they don't do."""
        try:
            at_bucket = context.services.aws_session(self.connection).at(self.bucket)
            context.services.run(at_bucket.transport.head_object(self.bucket, key, version))
        except AppError as error:
            # Without s3:ListBucket, S3 says 403 of a missing object.
            return None if error.code in GONE | DENIED else error
        return AppError(text("The server confirmed a deletion that it didn't do"))


@dataclass(frozen=True, slots=True)
class _Problem:
    found: AnyText
    hint: AnyText = ""
    fails: bool = True

    def __call__(self, component: Component) -> ComponentCheck:
        return (failed if self.fails else skipped)(component, self.found, self.hint)


def _left_behind(result: ComponentCheck, error: AppError, *, is_there: bool) -> ComponentCheck:
    """Return that the test object may still be there, after what was found before."""
    hint = text("Delete the folder s3enc-self-test-… in the bucket.")
    if not is_there:
        unknown = text("Look for a folder s3enc-self-test-… in the bucket, and delete it.")
        return failed(result.component, result.found, unknown)
    said = sentences(text("The test object can't be removed:"), *_said(error))
    return failed(result.component, said, hint)


def _said(error: AppError) -> tuple[AnyText, ...]:
    title, detail, hint = error.texts
    return text("{title}.", title=title), detail, hint


def _doubts(outcome: Outcome) -> AnyText:
    doubts = outcome.proof.doubts if outcome.proof else ()
    return sentences(*(f"{finding_text(one)}." for one in doubts))


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
