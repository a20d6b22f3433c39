"""Prepares a change of a bucket's default encryption."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.default_encryption import EncryptionChange, changed
from s3enc_gui.domain.guard.setting_change import Setting, SettingChange
from s3enc_gui.domain.keys.kms_key import KeyDescription, KeyForm, parse_key_reference
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets.bucket_documents import read_document
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.kms import keys
from s3enc_gui.s3.session.bucket_session import BucketSession


@dataclass(frozen=True, slots=True)
class EncryptionPlan:
    """The change with the key's full ARN, and what KMS reports of the key.

    `key` is why it couldn't be read where KMS doesn't say; None: no key of one's own.
    """

    wanted: EncryptionChange
    change: SettingChange
    region: str
    key: KeyDescription | AppError | None = None
    caller: Identity | None = None


@dataclass(frozen=True, slots=True)
class PlanEncryption:
    """Read the default encryption, and make the one to write. `key`: ARN, ID or alias, or None.

    The key of `wanted` is replaced by its ARN: S3 looks up an ID or alias in the account of each
    caller (PutBucketEncryption).
    """

    connection: Connection
    bucket: str
    wanted: EncryptionChange
    key: str | None = None

    def run(self, context: Context) -> EncryptionPlan:
        """Return the plan; nothing is written.

        Raises AppError where the setting can't be read, or the key's ARN isn't known.
        """
        session = context.services.aws_session(self.connection)
        at = session.at(self.bucket)
        before = read_document(at.client, self.bucket, Setting.ENCRYPTION)
        context.checkpoint()
        described: KeyDescription | AppError | None = None
        wanted = self.wanted
        if self.key and wanted.choice:
            arn, described = _described(at, self.key)
            wanted = replace(wanted, choice=replace(wanted.choice, key=arn))
        caller = None
        if session.has_sts and described is not None:
            try:
                caller = session.identity()
            except AppError:
                caller = None
        change = SettingChange(self.bucket, Setting.ENCRYPTION, before, changed(before, wanted))
        if change.setting.same(change.before, change.after):
            change = replace(change, after=before)
        return EncryptionPlan(wanted, change, at.key_region, described, caller)


def _described(at: BucketSession, key: str) -> tuple[str, KeyDescription | AppError]:
    """Return the ARN of a key, and its description or why there is none.

    Raises AppError where the ARN isn't known.
    """
    reference = parse_key_reference(key)
    amazon = is_amazon(at.client.meta.endpoint_url)
    try:
        described = keys.describe(at.kms(), reference.text)
    except AppError as error:
        if reference.form is KeyForm.KEY_ARN or (reference.form is KeyForm.NAME and not amazon):
            return reference.text, error
        found = None if error.code in keys.NOT_FOUND else keys.resolve(at.kms(), reference)
        if found is None:
            raise AppError(
                text("The key's ARN isn't known"),
                text("“{key}”: {reason}.", key=key, reason=error.texts[0]),
                text("Enter the full ARN of the key: arn:aws:kms:REGION:ACCOUNT:key/KEY-ID."),
                code=error.code,
            ) from error
        return found, error
    return described.arn, described
