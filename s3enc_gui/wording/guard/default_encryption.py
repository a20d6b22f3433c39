"""What to know about the KMS key of a bucket's default encryption before it is written."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyDescription
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.wording.key_problems import key_problem


def key_cautions(
    key: KeyDescription | AppError | None, region: str, caller: Identity | None
) -> Iterator[AnyText]:
    """Yield warnings about the key, in sentences. S3 itself doesn't check it (PutBucketEncryption).

    `key` is why KMS doesn't describe it where it doesn't; None: the bucket has no key of its own.
    """
    if key is None:
        return
    if isinstance(key, AppError):
        yield text(
            "S3enc couldn't check the key: {reason}. Amazon S3 doesn't check it, either: a wrong"
            " key makes every upload fail.",
            reason=key.texts[0],
        )
        return
    problem = key_problem(key.usability(region), key.arn, region)
    if problem:
        yield text(
            "{problem}. Amazon S3 accepts the setting nevertheless, and every upload that uses it"
            " fails.",
            problem=problem.texts[0],
        )
    if caller and key.account and key.account != caller.account:
        yield text(
            "The key belongs to another account, {account}. Its key policy and the permissions of"
            " everybody who uploads or downloads must allow its use.",
            account=key.account,
        )
