"""Checks of the caller, and of the bucket's settings other than its policy."""

from __future__ import annotations

from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.comparison import algorithm_text
from s3enc_gui.domain.encryption.status import BucketEncryption, EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.preflight.check import (
    Check,
    Correction,
    Subject,
    cannot_check,
    fine,
    will_fail,
)
from s3enc_gui.domain.preflight.facts import (
    ACLS_ENABLED,
    OWNER_ENFORCED,
    BucketSettings,
    Facts,
)
from s3enc_gui.domain.preflight.planned_upload import PlannedUpload
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import AnyText, sentences, text

_PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read")
_OWNERS_ACL = "bucket-owner-full-control"  # accepted also where ACLs are disabled

# The name in BlockedEncryptionTypes for each kind that can be requested; today S3 has only SSE-C.
_BLOCKABLE = {
    Encryption.SSE_S3: "SSE-S3",
    Encryption.SSE_KMS: "SSE-KMS",
    Encryption.DSSE_KMS: "DSSE-KMS",
    Encryption.SSE_C: "SSE-C",
}

_UNBLOCK = text(
    "The bucket's owner can allow it in the bucket's default encryption."
    " AWS blocks it by default, because a lost key is a lost object: SSE-KMS is the safer choice."
)


def check_caller(caller: Identity | AppError) -> Check:
    """Return who uploads."""
    if isinstance(caller, AppError):
        return cannot_check(
            Subject.CALLER, text("It isn't known who you are: {reason}.", reason=caller.texts[0])
        )
    if caller.is_anonymous:
        return fine(Subject.CALLER, text("Anonymous: requests aren't signed."))
    arn, account = caller.arn, caller.account
    return fine(Subject.CALLER, text("{arn}, account {account}.", arn=arn, account=account))


def check_region(region: str | AppError) -> Check:
    """Return the bucket's Region; empty: the server doesn't report it."""
    if isinstance(region, AppError):
        reason = text("The bucket can't be read: {reason}.", reason=region.texts[0])
        return cannot_check(Subject.REGION, reason)
    if not region:
        return cannot_check(Subject.REGION, text("The server doesn't report the bucket's Region."))
    return fine(Subject.REGION, text("The bucket is in {region}.", region=region))


def check_owner(own_account: bool | AppError) -> Check:
    """Return whose bucket it is."""
    if isinstance(own_account, AppError):
        reason = text("The bucket's owner isn't known: {reason}.", reason=own_account.texts[0])
        return cannot_check(Subject.OWNER, reason)
    if own_account:
        return fine(Subject.OWNER, text("The bucket belongs to your account."))
    return fine(Subject.OWNER, text("The bucket belongs to another account."))


def check_default(default: BucketEncryption | AppError, upload: PlannedUpload) -> Check:
    """Return the bucket's default encryption, and whether it applies to the upload."""
    subject = Subject.DEFAULT_ENCRYPTION
    if isinstance(default, AppError):
        reason = default.texts[0]
        return cannot_check(
            subject, text("The default encryption can't be read: {reason}.", reason=reason)
        )
    applies = upload.choice.kind is Encryption.BUCKET_DEFAULT
    if default.algorithm is None:
        name: AnyText = text("The bucket has no default encryption.")
    else:
        algorithm = algorithm_text(EncryptionStatus(default.algorithm))
        name = text("The bucket's default is {encryption}.", encryption=algorithm)
        if default.key:
            name = text(
                "The bucket's default is {encryption} with the key {key}.",
                encryption=algorithm,
                key=default.key,
            )
    if applies:
        return fine(subject, sentences(name, text("It applies to this upload.")))
    return fine(subject, sentences(name, text("This upload specifies its encryption itself.")))


def check_blocked(default: BucketEncryption, upload: PlannedUpload) -> Check:
    """Return whether the bucket blocks the requested encryption (PutBucketEncryption)."""
    subject = Subject.BLOCKED_ENCRYPTION
    blocked = [name for name in default.blocked if name != "NONE"]
    if not blocked:
        return fine(subject, text("The bucket blocks no encryption type."))
    names = ", ".join(blocked)
    if _BLOCKABLE.get(upload.choice.kind) in blocked:
        reason = text("The bucket blocks uploads with {names}.", names=names)
        is_sse_c = upload.choice.kind is Encryption.SSE_C
        return will_fail(subject, sentences(reason, _UNBLOCK) if is_sse_c else reason)
    return fine(
        subject, text("The bucket blocks {names}, which this upload doesn't use.", names=names)
    )


def check_versioning(versioning: Versioning | AppError, upload: PlannedUpload) -> Check:
    """Return whether the bucket keeps what an upload overwrites."""
    subject = Subject.VERSIONING
    if isinstance(versioning, AppError):
        reason = text("Versioning can't be read: {reason}.", reason=versioning.texts[0])
        return cannot_check(subject, reason)
    overwrites = upload.options.if_exists is IfExists.OVERWRITE
    if versioning is Versioning.ENABLED:
        return fine(subject, text("Versioning is enabled. Overwritten objects are kept."))
    off = versioning is Versioning.OFF
    state = text("Versioning is off.") if off else text("Versioning is suspended.")
    if not overwrites:
        return fine(subject, state)
    return fine(subject, sentences(state, text("Overwritten objects are lost.")))


def check_acl(settings: BucketSettings, upload: PlannedUpload) -> Check | None:
    """Return whether the bucket accepts the ACL; None while it isn't known.

    Buckets with disabled ACLs accept only that of the owner, and Block Public Access refuses public
    ACLs (S3 User Guide, controlling ownership of objects; PutPublicAccessBlock).
    """
    acl, ownership = upload.options.acl, settings.ownership
    if not acl:
        return fine(Subject.ACL, sentences(_ownership_text(ownership), text("No ACL is sent.")))
    correction = Correction(without_acl=True)
    if ownership == OWNER_ENFORCED and acl != _OWNERS_ACL:
        reason = text("ACLs are disabled in this bucket. It doesn't accept the ACL {acl}.", acl=acl)
        return will_fail(Subject.ACL, reason, correction)
    blocks = settings.blocks_public_acls
    if acl in _PUBLIC_ACLS and blocks is True:
        reason = text("Block Public Access refuses the public ACL {acl}.", acl=acl)
        return will_fail(Subject.ACL, reason, correction)
    for read in (ownership, blocks if acl in _PUBLIC_ACLS else False):
        if read is None:
            return None
        if isinstance(read, AppError):
            reason = text("Object Ownership can't be read: {reason}.", reason=read.texts[0])
            return cannot_check(Subject.ACL, reason)
    if ownership not in (*ACLS_ENABLED, OWNER_ENFORCED):
        reason = text("S3enc doesn't know the Object Ownership “{name}”.", name=ownership)
        return cannot_check(Subject.ACL, reason)
    return fine(Subject.ACL, text("The bucket accepts the ACL {acl}.", acl=acl))


def _ownership_text(ownership: str | AppError | None) -> AnyText:
    if ownership is None or isinstance(ownership, AppError):
        return ""
    if ownership == OWNER_ENFORCED:
        return text("ACLs are disabled.")
    return text("ACLs are enabled.") if ownership in ACLS_ENABLED else ""


def all_settings_checks(facts: Facts, upload: PlannedUpload) -> list[Check | None]:
    """Return the checks of all that is read; None for what isn't read yet."""
    settings, default = facts.settings, facts.default
    return [
        None if facts.caller is None else check_caller(facts.caller),
        None if facts.region is None else check_region(facts.region),
        None if facts.own_account is None else check_owner(facts.own_account),
        None if default is None else check_default(default, upload),
        check_blocked(default, upload) if isinstance(default, BucketEncryption) else None,
        check_acl(settings, upload),
        None if settings.versioning is None else check_versioning(settings.versioning, upload),
    ]
