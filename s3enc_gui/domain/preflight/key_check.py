"""Whether S3 can encrypt with the KMS key of the upload."""

from __future__ import annotations

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.keys.key_names import is_plain
from s3enc_gui.domain.keys.kms_key import AWS_S3_ALIAS, Usability
from s3enc_gui.domain.preflight.check import Check, Subject, cannot_check, fine, will_fail
from s3enc_gui.domain.preflight.facts import Facts, KnownKey
from s3enc_gui.domain.preflight.planned_upload import PlannedUpload
from s3enc_gui.i18n import sentences, text


def check_key(upload: PlannedUpload, facts: Facts) -> Check | None:
    """Return the state of the key that S3 will use; None: no key, or not known yet."""
    name, known = upload.choice.key, upload.chosen_key
    uses_kms = upload.choice.kind.uses_kms
    if upload.choice.kind is Encryption.BUCKET_DEFAULT:
        default = facts.default_encryption
        uses_kms = bool(default and (default.algorithm or "").startswith("aws:kms"))
        name = default.key if default else None
        known = facts.keys.get(name or "")
    if not uses_kms:
        return None
    if name is None or name.endswith(AWS_S3_ALIAS):
        return _aws_s3(facts)
    if is_plain(name):
        return cannot_check(
            Subject.KEY, text("Only the server knows whether it has the key {name}.", name=name)
        )
    if known is None and facts.keys.get(name) is None:
        return None
    return described_key(name, known or facts.keys[name], facts)


def _aws_s3(facts: Facts) -> Check:
    first = text("The AWS managed key aws/s3. AWS creates it on first use.")
    if facts.own_account is False:
        first_for_others = text(
            "The bucket belongs to another account, which can't decrypt with this key of your"
            " account."
        )
        return fine(Subject.KEY, sentences(first, first_for_others))
    return fine(Subject.KEY, first)


def described_key(name: str, known: KnownKey, facts: Facts) -> Check:
    """Return whether S3 can encrypt with a key, from what KMS reports of it."""
    if known.problem and not known.usability.can_be_chosen:
        title, detail, hint = known.problem.texts
        return will_fail(Subject.KEY, sentences(text("{title}.", title=title), detail, hint))
    if known.usability is Usability.NOT_ALLOWED_TO_LOOK:
        reason = text(
            "You aren't allowed to look at the key {name} (kms:DescribeKey). You may still be"
            " allowed to encrypt with it.",
            name=name,
        )
        return cannot_check(Subject.KEY, reason)
    if known.description is None:
        reason = text("AWS KMS reports nothing about the key {name}.", name=name)
        return cannot_check(Subject.KEY, reason)
    key = known.description
    arn, region, account = key.arn, key.region, key.account
    if region is None or account is None:
        return fine(Subject.KEY, text("{arn} is enabled and encrypts.", arn=arn))
    state = text(
        "{arn} is enabled, encrypts, and is in {region}, account {account}.",
        arn=arn,
        region=region,
        account=account,
    )
    identity = facts.identity
    if identity is None or identity.account == account:
        return fine(Subject.KEY, state)
    other = text("It belongs to another account: its key policy must allow you to use it.")
    return fine(Subject.KEY, sentences(state, other))
