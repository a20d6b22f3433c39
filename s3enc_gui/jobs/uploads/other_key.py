"""Uploads files again with another KMS key: theirs couldn't be used."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadOptions
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.uploads.transfer_commands import send_again
from s3enc_gui.s3.endpoints import is_amazon


@dataclass(frozen=True, slots=True)
class KeyDestination:
    """Where files go whose key is to be replaced: the first one's bucket, and all files for it.

    `region` is that of the keys; `amazon`: they are AWS KMS's. `key` is the one that failed; None:
    the bucket's, or `aws/s3`.
    """

    connection: Connection
    bucket: str
    region: str
    amazon: bool
    key: str | None
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FindKeyDestination:
    """Find where failed transfers go; those for another bucket or connection are left out."""

    ids: tuple[int, ...]

    def run(self, context: Context) -> KeyDestination:
        """Return it; blocks. Raises AppError where the bucket can't be reached."""
        journal = context.services.journal
        failed = [journal.transfer(one) for one in self.ids]
        batches = {number: journal.batch(number) for number in {one.batch for one in failed}}
        first = batches[failed[0].batch]
        same = {
            number
            for number, one in batches.items()
            if (one.connection, one.bucket) == (first.connection, first.bucket)
        }
        at_bucket = context.services.aws_session(first.connection).at(first.bucket)
        return KeyDestination(
            first.connection,
            first.bucket,
            at_bucket.key_region,
            is_amazon(at_bucket.client.meta.endpoint_url),
            first.options.encryption.key,
            tuple(one.id for one in failed if one.batch in same),
        )


@dataclass(frozen=True, slots=True)
class UseOtherKey:
    """Upload failed files again, encrypted with another key; None: `aws/s3`."""

    ids: tuple[int, ...]
    key: str | None

    def run(self, context: Context) -> int:
        """Return how many are in the queue again. Raises AppError."""
        found = map(context.services.journal.transfer, self.ids)
        failed = [one for one in found if one.result is Result.FAILED]
        send_again(failed, self._changed, context)
        return len(failed)

    def _changed(self, old: UploadOptions) -> UploadOptions:
        choice = old.encryption
        if choice.kind.uses_kms:
            return replace(old, encryption=replace(choice, key=self.key))
        return replace(old, encryption=EncryptionChoice(Encryption.SSE_KMS, self.key))
