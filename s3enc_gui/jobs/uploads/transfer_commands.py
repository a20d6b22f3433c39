"""The queue of transfers, watched and steered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.domain.uploads.transfer import Batch, Transfer, TransferState
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import kept
from s3enc_gui.jobs.uploads.queue.events import Action, InterruptedFound
from s3enc_gui.jobs.uploads.sending.batch_context import UploadTarget
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.multipart.upload import MultipartUpload

_ATTENTION = 0.05  # seconds between two looks whether all have ended


@dataclass(frozen=True, slots=True)
class WatchTransfers:
    """Report everything that happens in the queue, until it is stopped.

    First come InterruptedFound and Added with what the queue holds.
    """

    def run(self, context: Context) -> None:
        """Return when the wish to stop comes. Raises AppError."""
        services = context.services
        context.report(InterruptedFound(tuple(services.journal.interrupted())))
        end = services.transfers.watch(context.report)
        context.stopped.wait()
        end()


@dataclass(frozen=True, slots=True)
class ControlTransfers:
    """Do something to some transfers, or to all (`ids` None)."""

    action: Action
    ids: tuple[int, ...] | None = None

    def run(self, context: Context) -> None:
        """Return when it is done; its effects are reported by WatchTransfers."""
        context.services.transfers.control(self.action, self.ids)


@dataclass(frozen=True, slots=True)
class StopTransfers:
    """Cancel all transfers, and wait until nothing of them is left on the server."""

    def run(self, context: Context) -> None:
        """Return when all have ended, or the wish to stop comes. Raises AppError."""
        transfers = context.services.transfers
        transfers.control(Action.CANCEL, None)
        while transfers.unfinished() and not context.stopped.wait(_ATTENTION):
            pass


@dataclass(frozen=True, slots=True)
class ResolveConflicts:
    """Send files again whose names were taken, with another way where they are.

    The old transfers are taken off the list; of `ids` those are passed over that did not end so.
    """

    ids: tuple[int, ...]
    if_exists: IfExists

    def run(self, context: Context) -> int:
        """Return how many are in the queue again. Raises AppError."""
        services = context.services
        journal = services.journal
        taken = [one for one in map(journal.transfer, self.ids) if one.result is Result.EXISTS]
        taken.sort(key=_batch_of)
        for number, group in groupby(taken, _batch_of):
            context.checkpoint()
            old, files = journal.batch(number), list(group)
            options = replace(old.options, if_exists=self.if_exists)
            target = UploadTarget.find(services.aws_session(old.connection), old.bucket, options)
            items = [one.item for one in files]
            batch, new = journal.add(old.connection, old.bucket, options, items)
            transfers = [Transfer(i, batch.id, item) for i, item in zip(new, items, strict=True)]
            services.transfers.control(Action.CLEAR, [one.id for one in files])
            services.transfers.deliver(batch, transfers, target, lambda _: None)
        return len(taken)


def _batch_of(transfer: Transfer) -> int:
    return transfer.batch


@dataclass(frozen=True, slots=True)
class TryNow:
    """Do not wait for the weather: try again at once."""

    def run(self, context: Context) -> None:
        """Return at once."""
        context.services.transfers.try_now()


@dataclass(frozen=True, slots=True)
class LimitSpeed:
    """Bound the bytes a second of all uploads, now and in later sessions; None: do not."""

    limit: int | None

    def run(self, context: Context) -> int | None:
        """Return the limit. Raises AppError where it cannot be kept for later."""
        context.services.transfers.limit(self.limit)
        with kept("The speed limit holds for this session only"):
            context.services.settings.set_speed_limit(self.limit)
        return self.limit


@dataclass(frozen=True, slots=True)
class ReadSpeedLimit:
    """What bound there is on the speed of uploads."""

    def run(self, context: Context) -> int | None:
        """Return bytes a second, None without a limit."""
        return context.services.settings.speed_limit()


@dataclass(frozen=True, slots=True)
class ResumeInterrupted:
    """Go on with batches that were interrupted; None: with all."""

    batches: tuple[int, ...] | None = None

    def run(self, context: Context) -> int:
        """Return how many files are in the queue again. Raises AppError."""
        services = context.services
        count = 0
        try:
            for batch in _chosen(context, self.batches):
                aws_session = services.aws_session(batch.connection)
                target = UploadTarget.find(aws_session, batch.bucket, batch.options)
                if not services.journal.claim(batch.id):
                    continue  # another instance of the program was quicker
                rest = [
                    one
                    for one in services.journal.transfers(batch.id)
                    if one.state is not TransferState.ENDED
                ]
                services.transfers.deliver(batch, rest, target, lambda _: None)
                count += len(rest)
        finally:
            _tell_what_is_left(context)
        return count


@dataclass(frozen=True, slots=True)
class DiscardInterrupted:
    """Forget batches that were interrupted and abort what they left at S3; None: all."""

    batches: tuple[int, ...] | None = None

    def run(self, context: Context) -> int:
        """Return how many multipart uploads were aborted. Raises AppError."""
        services = context.services
        count = 0
        try:
            for batch in _chosen(context, self.batches):
                aws_session = services.aws_session(batch.connection)
                region = config.bucket_region(aws_session.s3(), batch.bucket)
                if not services.journal.claim(batch.id):
                    continue
                for one in services.journal.transfers(batch.id):
                    if one.upload is not None and one.key is not None:
                        upload_id = one.upload.upload_id
                        client = aws_session.s3(region)
                        MultipartUpload.left(client, batch.bucket, one.key, upload_id).abort()
                        count += 1
                services.journal.forget(batch.id)
        finally:
            _tell_what_is_left(context)
        return count


def _chosen(context: Context, batches: tuple[int, ...] | None) -> Iterator[Batch]:
    for found in context.services.journal.interrupted():
        if batches is None or found.batch.id in batches:
            context.checkpoint()
            yield found.batch


def _tell_what_is_left(context: Context) -> None:
    services = context.services
    services.transfers.tell(InterruptedFound(tuple(services.journal.interrupted())))
