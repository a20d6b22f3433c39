"""Downloads objects and checks each; resumes interrupted downloads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.downloads.download import (
    DOWNLOADED,
    DownloadRequest,
    DownloadSummary,
    FileOutcome,
)
from s3enc_gui.domain.error_codes import GONE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.customer_keys.keyed_sessions import KeyedSessions
from s3enc_gui.jobs.customer_keys.use_key import check_sending, keys_to_try
from s3enc_gui.jobs.downloads.download_context import DownloadContext, DownloadSource
from s3enc_gui.jobs.downloads.events import DownloadResumed, ProgressNotSaved
from s3enc_gui.jobs.downloads.object_source import ObjectSource
from s3enc_gui.jobs.downloads.run import DownloadRun
from s3enc_gui.jobs.waiting import waiting
from s3enc_gui.s3.client_side.decryption import Decryption
from s3enc_gui.s3.errors.object_meant import is_deleted
from s3enc_gui.s3.kms.key_names import parsed_for
from s3enc_gui.s3.objects.fetching import Fetcher
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.store.downloads.part_file import remove_part
from s3enc_gui.store.downloads.record import DownloadRecord, downloads_folder, tag_of
from s3enc_gui.store.downloads.target_folder import TargetFolder

RANGE = 8 * MIB  # bytes per request, for objects larger than run.SMALL


@dataclass(frozen=True, slots=True)
class DownloadObjects:
    """Download objects; reports DownloadProgress, FilesEnded and OutageChanged.

    An interrupted download with the same request is resumed (DownloadResumed). `resumed`: there was
    one, but its progress could not be saved. `only` selects objects by key and version. An outage
    of `deadline` seconds makes the download fail (None: never). The record of an incomplete
    download is kept; so is the record of a complete one if file names existed already, or if
    `keep_record` (its results are not printed yet), until ForgetDownload.
    """

    request: DownloadRequest
    resumed: bool = False
    only: tuple[tuple[str, str | None], ...] | None = None
    deadline: float | None = None
    range_size: int = RANGE
    keep_record: bool = False

    def run(self, context: Context) -> DownloadSummary:
        """Return the results of all objects.

        Raises Cancelled, and AppError where nothing (more) can be downloaded: the bucket or folder,
        a full disk, a denied listing, an outage. What was downloaded is kept for a resumed run.
        """
        request = self.request
        services, connection, bucket = context.services, request.connection, request.bucket
        check_sending(services, connection)
        at_bucket = services.aws_session(connection.with_customer_key(None)).at(bucket)
        sessions = KeyedSessions(services, at_bucket)
        fetcher = Fetcher(
            at_bucket.client,
            at_bucket.transport,
            bucket,
            keys_to_try(services, connection, bucket),
            sessions.requests,
            bool(connection.customer_key),
        )

        now_at = [at_bucket]

        def use(renewed: BucketSession) -> None:
            now_at[0] = renewed
            sessions.use(renewed)
            fetcher.client, fetcher.transport = renewed.client, renewed.transport

        context.checkpoint()
        with waiting(context, at_bucket, use, self.deadline) as waits:
            decryption = self._decryption(lambda: now_at[0])
            return self._download(DownloadSource(fetcher, waits.gate), context, decryption)

    def _decryption(self, at_bucket: Callable[[], BucketSession]) -> Decryption | None:
        """Return what decrypts objects, if that was requested; with the session to use now."""
        how = self.request.client_side
        if how is None:
            return None
        first = at_bucket()
        region = parsed_for(first.session, how.key.key).region or first.key_region
        return Decryption(
            how,
            lambda: at_bucket().client,
            lambda: at_bucket().session.kms(region),
            self.request.bucket,
        )

    def _download(
        self, source: DownloadSource, context: Context, decryption: Decryption | None
    ) -> DownloadSummary:
        request = self.request
        record = open_record(context, request)
        try:
            earlier = record.kept()
            if earlier is not None:  # the record may lag behind the files
                context.report(DownloadResumed(earlier.begun, earlier.files, earlier.bytes))
            folder = target_folder(request)
            system = folder.prepare()
            if self.only is None:
                record.begin(request, now())
            resumed = self.resumed or earlier is not None
            download = DownloadContext(request, source, folder, record, self.range_size, resumed)
            download.decryption, download.encrypted = decryption, self._encrypted
            objects = ObjectSource(download, system, record.done())
            only = None if self.only is None else frozenset(self.only)
            run = DownloadRun(download, objects, context, only)
            summary: DownloadSummary = context.services.run(run.run())
            self._settle(record, summary)
            return summary
        finally:
            record.close()

    @property
    def _encrypted(self) -> frozenset[tuple[str, str | None]]:
        """The objects that must be encrypted: the user asked to decrypt exactly these."""
        if self.request.asks:  # then `only` are those that were found to be encrypted
            return frozenset(self.only or ())
        return frozenset((one.key, one.version_id) for one in self.request.objects)

    def _settle(self, record: DownloadRecord, summary: DownloadSummary) -> None:
        """Remove the record if nothing is left to do; keep it while file name conflicts are open.

        A settled record isn't offered to be resumed.
        """
        results = summary.results
        can_resume = any(
            one.error and one.error.code not in GONE and not is_deleted(one.error)
            for one in summary.failed
        ) or bool(summary.counts[FileOutcome.ENCRYPTED])
        if self.only is not None:
            if can_resume:
                record.settle(False)
        elif all(one.ended in DOWNLOADED or one.ended is FileOutcome.SKIPPED for one in results):
            for target in record.parts():  # of files that got another name, or objects that changed
                remove_part(target)
            if self.keep_record:
                record.settle(True)
            else:
                record.remove()
        else:
            record.settle(not can_resume)


@dataclass(frozen=True, slots=True)
class ForgetDownload:
    """Remove the record of a download that has ended; its files stay."""

    request: DownloadRequest

    def run(self, context: Context) -> None:
        """Return when it is removed. Raises AppError."""
        open_record(context, self.request).remove()


def target_folder(request: DownloadRequest) -> TargetFolder:
    """Return the local folder of a download."""
    return TargetFolder(Path(request.folder), f"s3enc-{tag_of(request)}")


def open_record(context: Context, request: DownloadRequest) -> DownloadRecord:
    """Open the record of a download; in memory if it can't be written.

    Raises AppError if the same download is running.
    """
    try:
        is_kept = context.services.journal.is_kept
    except AppError:
        is_kept = False
    tag, in_memory = tag_of(request), context.services.downloads_in_memory
    if not is_kept:
        return in_memory.open(tag)
    try:
        return DownloadRecord(downloads_folder() / f"{tag}.sqlite")
    except AppError as error:
        if error.code == "DownloadBusy":
            raise
        context.report(ProgressNotSaved(error))
        return in_memory.open(tag)
