"""Finds the verification of an object in the history."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.history.earlier_verification import (
    EarlierVerification,
    earlier_verification,
)
from s3enc_gui.jobs.context import Context


@dataclass(frozen=True, slots=True)
class FindVerification:
    """Find the receipt of exactly the object that S3 reports now."""

    connection: Connection
    details: ObjectDetails

    def run(self, context: Context) -> EarlierVerification:
        """Return what the history knows. Raises AppError if it can't be read."""
        location = self.details.location
        receipts = context.services.journal.receipts_of_key(
            self.connection, location.bucket, location.key
        )
        return earlier_verification(self.details, receipts)
