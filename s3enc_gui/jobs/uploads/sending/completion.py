"""The end of a multipart upload: whether there is an object is decided by looking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.domain.uploads.ownership import Attempt, Owner, whose
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.objects.lost_response import (
    Exact,
    ExistingObject,
    contradicted,
    undecided,
    vanished,
)


@dataclass(slots=True)
class CompletionCheck:
    """Makes the object out of the parts (CompleteMultipartUpload).

    `was_free`: a look said that there is no such object. `begun`: when the upload was created.
    `exact` adds to the evidence on what was sent, where that is needed.
    """

    context: BatchContext
    upload: MultipartUpload
    sent: Sent
    was_free: bool
    begun: datetime | None
    exact: Exact

    async def run(self) -> SendResult | None:
        """Return what is stored; None where the name is taken. Raises AppError."""
        return await self.context.outage_gate.ask(self._complete)

    async def _complete(self) -> SendResult | None:
        upload, context = self.upload, self.context
        upload.client = context.uploader.client
        condition = {"IfNoneMatch": "*"} if context.if_absent else {}
        try:
            answer = await aside(upload.complete, condition)
        except AppError as error:
            return await self._looked(error)
        return SendResult(upload.key, self.sent, answer)

    async def _looked(self, error: AppError) -> SendResult | None:
        """Look whether it is there all the same, and raise the error where it is not.

        The request may have been obeyed though its answer is an error, or it came twice: then the
        second one is answered NoSuchUpload, or that the name is taken.
        """
        key = self.upload.key
        try:
            found = await self.context.found(key)
        except AppError as blind:
            if await aside(self.upload.is_open):
                raise error from None
            raise (blind if outage_kind_of(blind) else undecided(key)) from error
        is_open = await self._is_open(error)
        lost = is_open is False or may_have_arrived(error)
        # That the name was free proves it only where the parts are known to be gone.
        was_free = self.was_free and is_open is not None
        verdict = await self._whose(found, Attempt(was_free, lost, begun=self.begun))
        refused = self.context.if_absent and error.code == "PreconditionFailed"
        if refused and (verdict is Owner.THEIRS or is_open):
            if found is None:
                raise contradicted(key) from error
            return None
        if found is None or verdict is Owner.THEIRS:
            raise vanished(key) if is_open is False and not refused else error
        if is_open and not self.was_free:
            raise error
        if is_open or (is_open is None and refused):  # an object is not touched by it
            await aside(self.upload.abort)
        if not may_have_arrived(error):
            self.context.conditions.note_repetition()
        return SendResult.of(key, self.sent, found, verdict)

    async def _is_open(self, error: AppError) -> bool | None:
        """Whether the parts are still waiting; where nobody may list them, the error may tell."""
        is_open = await aside(self.upload.is_open)
        return False if is_open is None and error.code == "NoSuchUpload" else is_open

    async def _whose(self, found: ExistingObject | None, attempt: Attempt) -> Owner:
        if found is None:
            return Owner.THEIRS
        return whose(attempt, await found.compared(self.sent, self.exact), found.modified)
