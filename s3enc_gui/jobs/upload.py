"""Uploading files, each with its proof."""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.outcome import Outcome, Result
from s3enc_gui.domain.parts import MIB
from s3enc_gui.domain.request import storing_parameters
from s3enc_gui.domain.upload_plan import IfExists, UploadItem, UploadPlan, check_item, problems
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.proving import Prover, expect
from s3enc_gui.s3 import bucket_config, inspection
from s3enc_gui.s3.byte_budget import ByteBudget
from s3enc_gui.s3.key_book import KeyBook
from s3enc_gui.s3.uploader import Order, Uploader, Watch
from s3enc_gui.store.source_file import SourceFile

_log = logging.getLogger(__name__)

FILES_AT_ONCE = 32
PARTS_AT_ONCE = 8
MEMORY = 256 * MIB  # bytes of files held for sending


@dataclass(frozen=True, slots=True)
class FileSent:
    """Bytes of a file handed to the line since the last report; negative when a retry begins."""

    index: int
    change: int


@dataclass(frozen=True, slots=True)
class FileStarted:
    """A file's turn has come."""

    index: int


@dataclass(frozen=True, slots=True)
class FileEnded:
    """A file is done, one way or the other."""

    index: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class UploadFiles:
    """Upload a plan; reports FileStarted, FileSent and FileEnded by the index of the item."""

    connection: Connection
    plan: UploadPlan

    def run(self, context: Context) -> tuple[Outcome, ...]:
        """Return one outcome an item, in order; a cancelled upload returns too.

        Raises AppError where nothing can be sent at all: the plan, the bucket or the key.
        """
        for problem in problems(self.plan):
            raise problem
        cloud = context.services.cloud(self.connection)
        bucket, options = self.plan.bucket, self.plan.options
        region = bucket_config.bucket_region(cloud.s3(), bucket) or cloud.region
        expectation = expect(cloud, region, bucket, options.encryption)
        self._remember(context)
        mimetypes.init()  # here, once: it would be done by every thread that comes first
        prover = Prover(cloud, region, expectation, KeyBook(cloud.kms(region)))
        with ExitStack() as stack:
            parts = stack.enter_context(ThreadPoolExecutor(PARTS_AT_ONCE, "part"))
            files = stack.enter_context(ThreadPoolExecutor(FILES_AT_ONCE, "file"))
            uploader = Uploader(
                cloud.s3(region), cloud.transport(region), bucket, parts, ByteBudget(MEMORY)
            )
            shipment = _Shipment(context, self.plan, uploader, prover)
            return tuple(files.map(shipment.deliver, range(len(self.plan.items))))

    def _remember(self, context: Context) -> None:
        # Failing costs a preselection next time; no reason to keep a file from being sent.
        with suppress(OSError):
            context.services.settings.remember_choice(
                self.plan.bucket, self.plan.options.encryption
            )


@dataclass(frozen=True, slots=True)
class _Shipment:
    """The upload under way: delivers one item after the other, from several threads."""

    context: Context
    plan: UploadPlan
    uploader: Uploader
    prover: Prover

    def deliver(self, index: int) -> Outcome:
        """Return what became of an item; raises nothing."""
        item = self.plan.items[index]
        try:
            self.context.checkpoint()
            self.context.report(FileStarted(index))
            outcome = self._stored(index, item)
        except Cancelled:
            outcome = Outcome(item, Result.CANCELLED)
        except AppError as error:
            outcome = Outcome(item, Result.FAILED, self.prover.expectation, error=error)
        except Exception as error:  # noqa: BLE001 - what became of the others must still be told
            _log.exception("Unexpected error")
            outcome = Outcome(item, Result.FAILED, self.prover.expectation, error=unexpected(error))
        self.context.report(FileEnded(index, outcome))
        return outcome

    def _stored(self, index: int, item: UploadItem) -> Outcome:
        check_item(item)
        policy = self.plan.options.if_exists
        if policy is IfExists.OVERWRITE:
            return self._sent(index, item)
        for candidate in self._names(item):
            self.context.checkpoint()
            if not self._exists(candidate.key):
                try:
                    return self._sent(index, candidate)
                except AppError as error:
                    if error.code != "PreconditionFailed":
                        raise
            if policy is IfExists.SKIP:
                return Outcome(item, Result.SKIPPED)
            if policy is IfExists.FAIL:
                return Outcome(item, Result.EXISTS, error=_exists_error(item))
        raise AppError("No free name was found", item.key, "Choose another prefix.")

    def _sent(self, index: int, item: UploadItem) -> Outcome:
        watch = Watch(
            lambda change: self.context.report(FileSent(index, change)), self.context.checkpoint
        )
        expectation = self.prover.expectation
        parameters = storing_parameters(self.plan.options, expectation.key_arn)
        content_type, _ = mimetypes.guess_type(item.key)
        if content_type:
            parameters["ContentType"] = content_type
        if_absent = self.plan.options.if_exists is not IfExists.OVERWRITE
        with SourceFile(item.path) as source:
            sent, answer = self.uploader.upload(
                source, Order(item.key, parameters, if_absent), watch
            )
        location = Location(self.plan.bucket, item.key)
        details, proof = self.prover.prove(location, sent, answer)
        return Outcome.proved(
            item,
            proof,
            expectation=expectation,
            details=details,
            request_id=answer.request_id,
            version_id=answer.version_id,
        )

    def _exists(self, key: str) -> bool:
        uploader = self.uploader
        return inspection.exists(
            uploader.client, uploader.transport, Location(self.plan.bucket, key)
        )

    def _names(self, item: UploadItem) -> Iterator[UploadItem]:
        """Yield the item, then `name (1).ext`, `name (2).ext` … for `Keep both`."""
        yield item
        folder, slash, name = item.key.rpartition("/")
        stem, dot, extension = name.rpartition(".") if "." in name[1:] else (name, "", "")
        for number in range(1, 1000):
            yield replace(item, key=f"{folder}{slash}{stem} ({number}){dot}{extension}")


def _exists_error(item: UploadItem) -> AppError:
    return AppError(
        "An object of this name is already there",
        f"{item.key} was left as it is.",
        "Replace it, keep both or skip it.",
        code="ObjectExists",
    )
