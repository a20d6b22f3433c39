"""Completes a multipart upload; a lookup decides whether the object was stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.domain.uploads.ownership import Attempt, Owner, owner_of
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.objects.conditional_writes import condition_failed
from s3enc_gui.s3.objects.lost_response import (
    Exact,
    ExistingObject,
    contradiction,
    upload_gone,
    upload_unknown,
)


@dataclass(slots=True)
class Completion:
    """Sends CompleteMultipartUpload.

    `was_free`: HeadObject found no such object before. `begun`: when the upload was created.
    `with_md5` adds an MD5 to `sent` if the comparison with an object needs it.
    """

    context: BatchContext
    upload: MultipartUpload
    sent: Sent
    was_free: bool
    begun: datetime | None
    with_md5: Exact

    async def run(self) -> SendResult | None:
        """Return the stored object; None: the key exists already. Raises AppError."""
        return await self.context.outage_gate.run(self._complete)

    async def _complete(self) -> SendResult | None:
        upload, context = self.upload, self.context
        upload.client = context.uploader.client
        condition = context.conditions.condition if context.if_absent else {}
        if context.if_absent and not condition:
            return await self._complete_free(condition_failed(upload.key))
        try:
            answer = await in_thread(upload.complete, condition)
        except AppError as error:
            if condition and context.conditions.refused_by(error):
                return await self._complete_free(condition_failed(upload.key))
            return await self._check_after(error)
        return SendResult(upload.key, self.sent, answer)

    async def _complete_free(self, taken: AppError) -> SendResult | None:
        """Complete without the condition, which the server refuses, if there is no such object.

        `taken` is the error of a server that honors the condition, if there is one.
        """
        if await self.context.found(self.upload.key) is not None:
            return await self._check_after(taken)
        try:
            answer = await in_thread(self.upload.complete, {})
        except AppError as error:
            return await self._check_after(error)
        self.context.conditions.note_refusal()
        return SendResult(self.upload.key, self.sent, answer)

    async def _check_after(self, error: AppError) -> SendResult | None:
        """Return the object if it was stored despite the error; else raise the error.

        S3 may have completed the upload and lost the response, or received the request twice: the
        second one fails with NoSuchUpload or PreconditionFailed.
        """
        key = self.upload.key
        try:
            found = await self.context.found(key)
        except AppError as lookup_error:
            if await in_thread(self.upload.is_open):
                raise error from None
            raise (lookup_error if outage_kind_of(lookup_error) else upload_unknown(key)) from error
        is_open = await self._is_open(error)
        lost = is_open is False or may_have_arrived(error)
        # That the key was free proves who stored it only if the parts are known to be gone.
        was_free = self.was_free and is_open is not None
        owner = await self._owner_of(found, Attempt(was_free, lost, local_start=self.begun))
        refused = self.context.if_absent and error.code == "PreconditionFailed"
        if refused and (owner is Owner.THEIRS or is_open):
            if found is None:
                raise contradiction(key) from error
            return None
        if found is None or owner is Owner.THEIRS:
            raise upload_gone(key) if is_open is False and not refused else error
        if is_open and not self.was_free:
            raise error
        if is_open or (is_open is None and refused):  # does not affect a completed object
            await in_thread(self.upload.abort)
        if not may_have_arrived(error):
            self.context.conditions.note_repetition()
        return SendResult.of(key, self.sent, found, owner, self.upload.context)

    async def _is_open(self, error: AppError) -> bool | None:
        """Whether the upload still exists; if ListParts is denied, NoSuchUpload answers it."""
        is_open = await in_thread(self.upload.is_open)
        return False if is_open is None and error.code == "NoSuchUpload" else is_open

    async def _owner_of(self, found: ExistingObject | None, attempt: Attempt) -> Owner:
        if found is None:
            return Owner.THEIRS
        return owner_of(attempt, await found.compared(self.sent, self.with_md5), found.modified)
