"""Encryption contexts that the history knows of objects to be copied."""

from __future__ import annotations

import logging
from dataclasses import replace

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.comparison import CopySource
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.earlier_verification import known_context
from s3enc_gui.store.journal.journal import Journal

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnownContexts:
    """Finds the encryption contexts of objects that were uploaded from this computer.

    S3 names a context only in the response to the upload, which the receipt keeps.
    """

    journal: Journal
    connection: Connection

    async def of(self, source: CopySource) -> CopySource:
        """Return an object that is encrypted with KMS with its context, if it is known."""
        return replace(source, details=await self.named(source.details))

    async def named(self, details: ObjectDetails) -> ObjectDetails:
        """Return the same for the details of an object."""
        return await in_thread(self._named, details) if details.uses_kms else details

    def _named(self, details: ObjectDetails) -> ObjectDetails:
        location = details.location
        try:
            receipts = self.journal.receipts_of_key(self.connection, location.bucket, location.key)
        except AppError as error:  # the history can't be read: it isn't known
            _log.warning("%s", error)
            return details
        return replace(details, context=known_context(details, receipts))
