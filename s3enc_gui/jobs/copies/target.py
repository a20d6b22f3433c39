"""Finds the encryption that copies are to get, with the KMS key as S3 reports it."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyForm, parse_key_reference
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.kms import keys


@dataclass(frozen=True, slots=True)
class FindTarget:
    """Look up the KMS key of a choice for copies to a bucket."""

    connection: Connection
    bucket: str
    choice: EncryptionChoice

    def run(self, context: Context) -> Target:
        """Return the encryption of the copies.

        Raises AppError where the key doesn't exist, or the administrator doesn't allow the
        encryption.
        """
        choice = self.choice
        aws_session = context.services.aws_session(self.connection.with_customer_key(None))
        name = self._key_name(context) if choice.kind.uses_kms else None
        aws_session.managed.check_encryption(choice, name)
        bucket_key = bool(choice.bucket_key)
        return Target(choice.kind, name, bucket_key, choice.customer_key or "")

    def _key_name(self, context: Context) -> str:
        reference = parse_key_reference(self.choice.key) if self.choice.key else None
        if reference is None or reference.is_aws_s3:
            raise AppError(
                text("A KMS key is needed"),
                text("S3enc copies to a customer managed key, not to aws/s3."),
                text("Name the key, by its ARN, key ID or alias."),
                code="Usage",
            )
        if reference.form in (KeyForm.NAME, KeyForm.KEY_ARN):
            return reference.text
        connection = self.connection.with_customer_key(None)
        at_bucket = context.services.aws_session(connection).at(self.bucket)
        region = reference.region or at_bucket.key_region
        found = keys.resolve(at_bucket.session.kms(region), reference)
        if found is None:
            raise AppError(
                text("Can't find the KMS key"),
                text("AWS KMS doesn't report a key for “{key}”.", key=reference.text),
                text("Enter the key's ARN."),
                code="KeyNotResolved",
            )
        return found
