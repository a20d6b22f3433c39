"""Errors of client-side encryption: of KMS, which the program itself asks, and of the library."""

from __future__ import annotations

from s3enc_gui.domain.client_side.choice import Pairs
from s3enc_gui.domain.client_side.envelope import ClientSideFormat
from s3enc_gui.domain.encryption.finding import pairs_text
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.i18n import sentences, text
from s3enc_gui.s3.errors.messages.error_message import REPORT

NOT_AUTHENTIC = "ClientSideAuthentication"
"""The code if the content isn't what was encrypted."""

_DENIED = frozenset({"AccessDeniedException", "AccessDenied", "Forbidden", "403"})
_OTHER_KEY = frozenset({"IncorrectKeyException", "InvalidCiphertextException"})
_UNKNOWN_KEY = frozenset({"NotFoundException", "InvalidKeyId"})


def kms_error(error: AppError, key: str, *, encrypts: bool) -> AppError:
    """Return the error of a request to KMS that client-side encryption sends.

    S3 isn't involved: permissions that allow a key only through S3 (kms:ViaService) don't count.
    """
    if outage_kind_of(error) is not None:
        return error
    if error.code in _DENIED:
        return _denied(error, key, encrypts=encrypts)
    if not encrypts and error.code in _OTHER_KEY:
        return AppError(
            text("The object wasn't encrypted with this KMS key or encryption context"),
            text("AWS KMS can't decrypt the object's data key with the key “{key}”.", key=key),
            text(
                "Nothing was saved. Use the key with which the object was encrypted, and its"
                " encryption context. If both are right, the object's metadata was changed."
            ),
            code=_code(error),
        )
    if error.code in _UNKNOWN_KEY:
        return AppError(
            text("The KMS key for client-side encryption doesn't exist"),
            sentences(
                text("AWS KMS doesn't find the key “{key}”.", key=key),
                error.texts[1],
            ),
            text("Check its name, and the Region: a key of another Region is named by its ARN."),
            code=_code(error),
        )
    return error


def _denied(error: AppError, key: str, *, encrypts: bool) -> AppError:
    action = "kms:GenerateDataKey" if encrypts else "kms:Decrypt"
    title = (
        text("You don't have permission to encrypt with this KMS key on this computer")
        if encrypts
        else text("You don't have permission to decrypt with this KMS key on this computer")
    )
    return AppError(
        title,
        sentences(
            text(
                "AWS KMS denies {action} with the key “{key}”. Client-side encryption uses the key"
                " directly, not through S3.",
                action=action,
                key=key,
            ),
            error.texts[1],
        ),
        sentences(
            ""
            if encrypts
            else text("Make sure that it is the key with which the object was encrypted."),
            text(
                "Ask the key's owner for {action}. A permission with the condition kms:ViaService"
                " doesn't count: it allows the key only through S3.",
                action=action,
            ),
        ),
        _code(error),
        denial=error.denial,
    )


def _code(error: AppError) -> str:
    """Return KMS's code, marked: the key of the object itself (SSE-KMS) isn't meant."""
    return f"ClientSide.{error.code}"


def security_error() -> AppError:
    """Return the error for content that isn't what was encrypted."""
    return AppError(
        text("The object's content or its encryption metadata was changed"),
        text(
            "The authentication of the decrypted content failed: it isn't what was encrypted with"
            " this data key."
        ),
        text(
            "Nothing was saved. Download an earlier version of the object, or ask who can write to"
            " the bucket."
        ),
        code=NOT_AUTHENTIC,
    )


def library_error(said: str) -> AppError:
    """Return the error for metadata that the library can't use."""
    return AppError(
        text("The object can't be decrypted"),
        text("The Amazon S3 Encryption Client said: {message}", message=said or "–"),
        text(
            "Nothing was saved. Its encryption metadata is incomplete or was changed, or it was"
            " encrypted by another program."
        ),
        code="ClientSideMetadata",
    )


def legacy_error(found: ClientSideFormat) -> AppError:
    """Return the error for an object of an older generation that wasn't allowed."""
    return AppError(
        text("The object was encrypted by an older encryption client"),
        sentences(
            text("Its encryption is {format}.", format=found.title),
            text("Whoever can write to the bucket could make other content of it, unnoticed.")
            if not found.is_authenticated
            else text("Its content is authenticated, but doesn't commit to its key."),
        ),
        text(
            "Nothing was saved. If you trust the bucket, allow it for this download"
            " (--allow-legacy-client-side {level}).",
            level=found.needs.value,
        ),
        code="ClientSideLegacy",
    )


def other_context(stored: Pairs | None, given: Pairs) -> AppError:
    """Return the error for an encryption context that isn't that of the object."""
    if stored is None:
        return library_error("")
    return AppError(
        text("The object has another encryption context"),
        text(
            "Requested: {given}. In the object's metadata: {stored}.",
            given=pairs_text(dict(given)),
            stored=pairs_text(dict(stored)),
        ),
        text(
            "Nothing was saved. If this is the object that you expect, give the encryption context"
            " of its metadata (--client-side-context K=V, once for each)."
        ),
        code="ClientSideContext",
    )


def other_wrapping(wrapping: str) -> AppError:
    """Return the error for a data key that isn't wrapped by KMS."""
    return AppError(
        text("The object's data key isn't from AWS KMS"),
        text("It was encrypted with a key of its owner: {wrapping}.", wrapping=wrapping),
        text(
            "Nothing was saved. Decrypt it with the program that encrypted it; S3enc decrypts data"
            " keys of AWS KMS only."
        ),
        code="ClientSideKeyKind",
    )


def not_encrypted() -> AppError:
    """Return the error for a library that doesn't encrypt as it should; nothing is sent then."""
    return AppError(
        text("The file couldn't be encrypted"),
        text("The Amazon S3 Encryption Client didn't encrypt it as S3enc expects."),
        sentences(text("Nothing was sent."), REPORT),
        code="ClientSideNotEncrypted",
    )
