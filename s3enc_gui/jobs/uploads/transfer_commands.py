"""Jobs that watch and control the transfer queue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadOptions
from s3enc_gui.domain.uploads.transfer import Batch, Transfer, TransferState
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.customer_keys.use_key import session_for
from s3enc_gui.jobs.settings.settings_errors import settings_errors
from s3enc_gui.jobs.uploads.queue.events import Action, InterruptedFound
from s3enc_gui.jobs.uploads.upload_target import UploadTarget
from s3enc_gui.s3.multipart.upload import MultipartUpload

_CHECK_DELAY = 0.05  # seconds between two checks whether all transfers have ended


@dataclass(frozen=True, slots=True)
class WatchTransfers:
    """Report all events of the queue until it is canceled.

    Begins with InterruptedFound and with Added for the transfers in the queue.
    """

    def run(self, context: Context) -> None:
        """Return when it is canceled. Raises AppError."""
        services = context.services
        context.report(InterruptedFound(tuple(services.journal.interrupted())))
        end = services.transfers.watch(context.report)
        context.stopped.wait()
        end()


@dataclass(frozen=True, slots=True)
class ControlTransfers:
    """Apply an action to transfers, or to all (`ids` None)."""

    action: Action
    ids: tuple[int, ...] | None = None

    def run(self, context: Context) -> None:
        """Return when it is applied; WatchTransfers reports the effects."""
        context.services.transfers.control(self.action, self.ids)


@dataclass(frozen=True, slots=True)
class StopTransfers:
    """Cancel all transfers, and wait until their multipart uploads are aborted."""

    def run(self, context: Context) -> None:
        """Return when all have ended, or when it is canceled. Raises AppError."""
        transfers = context.services.transfers
        transfers.control(Action.CANCEL, None)
        while transfers.unfinished() and not context.stopped.wait(_CHECK_DELAY):
            pass


@dataclass(frozen=True, slots=True)
class ResolveConflicts:
    """Upload files again whose keys existed already, with another `if_exists`.

    Removes the old transfers from the list; skips those of `ids` with another result.
    """

    ids: tuple[int, ...]
    if_exists: IfExists

    def run(self, context: Context) -> int:
        """Return how many are in the queue again. Raises AppError."""
        found = map(context.services.journal.transfer, self.ids)
        conflicts = [one for one in found if one.result is Result.EXISTS]
        send_again(conflicts, lambda old: replace(old, if_exists=self.if_exists), context)
        return len(conflicts)


def send_again(
    ended: Iterable[Transfer], changed: Callable[[UploadOptions], UploadOptions], context: Context
) -> None:
    """Put files in the queue again with other options, instead of their old transfers.

    Raises AppError; what was put there before stays.
    """
    services = context.services
    journal = services.journal
    for number, group in groupby(sorted(ended, key=_batch_of), _batch_of):
        context.checkpoint()
        old, files = journal.batch(number), list(group)
        options = changed(old.options)
        aws_session = session_for(services, old.connection, options)
        target = UploadTarget.find(aws_session, old.bucket, options)
        items = [one.item for one in files]
        batch, new = journal.add(old.connection, old.bucket, options, items)
        transfers = [Transfer(i, batch.id, item) for i, item in zip(new, items, strict=True)]
        services.transfers.control(Action.CLEAR, [one.id for one in files])
        services.transfers.add(batch, transfers, target)


def _batch_of(transfer: Transfer) -> int:
    return transfer.batch


@dataclass(frozen=True, slots=True)
class TryNow:
    """Retry at once instead of waiting for the end of an outage."""

    def run(self, context: Context) -> None:
        """Return at once."""
        context.services.retry_now()


@dataclass(frozen=True, slots=True)
class LimitSpeed:
    """Limit the bytes per second of all uploads, now and after a restart; None: no limit."""

    limit: int | None

    def run(self, context: Context) -> int | None:
        """Return the limit. Raises AppError if it can't be saved."""
        context.services.transfers.limit_rate(self.limit)
        with settings_errors(text("The speed limit applies only until S3enc closes")):
            context.services.settings.set_speed_limit(self.limit)
        return self.limit


@dataclass(frozen=True, slots=True)
class ReadSpeedLimit:
    """Read the speed limit of uploads."""

    def run(self, context: Context) -> int | None:
        """Return bytes per second; None: no limit."""
        return context.services.settings.speed_limit()


@dataclass(frozen=True, slots=True)
class ResumeInterrupted:
    """Resume interrupted batches; None: all.

    Those whose customer-provided key (SSE-C) isn't on this computer stay, and the others go on.
    """

    batches: tuple[int, ...] | None = None

    def run(self, context: Context) -> int:
        """Return how many files are in the queue again. Raises AppError."""
        services = context.services
        count, missing = 0, None
        try:
            for batch in _chosen(context, self.batches):
                try:
                    aws_session = session_for(services, batch.connection, batch.options)
                except AppError as error:
                    if error.code != "CustomerKeyUnknown":
                        raise
                    missing = error
                    continue
                target = UploadTarget.find(aws_session, batch.bucket, batch.options)
                if not services.journal.claim(batch.id):
                    continue  # another process has resumed it
                rest = [
                    one
                    for one in services.journal.transfers(batch.id)
                    if one.state is not TransferState.ENDED
                ]
                services.transfers.add(batch, rest, target)
                count += len(rest)
        finally:
            _report_interrupted(context)
        if missing is not None:
            raise missing
        return count


@dataclass(frozen=True, slots=True)
class DiscardInterrupted:
    """Discard interrupted batches and abort their multipart uploads; None: all."""

    batches: tuple[int, ...] | None = None

    def run(self, context: Context) -> int:
        """Return how many multipart uploads were aborted. Raises AppError."""
        services = context.services
        count = 0
        try:
            for batch in _chosen(context, self.batches):
                at_bucket = services.aws_session(batch.connection).at(batch.bucket)
                if not services.journal.claim(batch.id):
                    continue
                for one in services.journal.transfers(batch.id):
                    if one.upload is not None and one.key is not None:
                        upload_id = one.upload.upload_id
                        client = at_bucket.client
                        MultipartUpload.existing(client, batch.bucket, one.key, upload_id).abort()
                        count += 1
                services.journal.forget(batch.id)
        finally:
            _report_interrupted(context)
        return count


def _chosen(context: Context, batches: tuple[int, ...] | None) -> Iterator[Batch]:
    for found in context.services.journal.interrupted():
        if batches is None or found.batch.id in batches:
            context.checkpoint()
            yield found.batch


def _report_interrupted(context: Context) -> None:
    services = context.services
    services.transfers.report(InterruptedFound(tuple(services.journal.interrupted())))
