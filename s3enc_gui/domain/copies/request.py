"""Request parameters that preserve the properties of a source; sources that can't be copied."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

from s3enc_gui.domain.copies.comparison import CopySource
from s3enc_gui.domain.copies.object_lock import lock_parameters
from s3enc_gui.domain.copies.unreported import kept_context
from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption
from s3enc_gui.domain.encryption.context import context_header
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.error_codes import UNKNOWN_OPERATION
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.headers.metadata import as_utf8
from s3enc_gui.domain.uploads.plan import STORAGE_CLASSES
from s3enc_gui.i18n import Text, text, text_plural

ARCHIVES = ("GLACIER", "DEEP_ARCHIVE")  # readable only after RestoreObject
_REQUESTABLE = [kind.value for kind in BY_HEADER]
_RESTORED = 'ongoing-request="false"'  # x-amz-restore after the restore (HeadObject)


def encryption_parameters(status: EncryptionStatus) -> dict[str, object]:
    """Return the boto3 parameters that request the encryption of an object.

    Without them, a copy gets the bucket's default encryption (CopyObject). Empty if it can't be
    requested: no encryption, `aws:fsx`, `aws:backup` and unknown values.
    """
    if status.algorithm not in _REQUESTABLE:
        return {}
    kind = Encryption(status.algorithm)
    parameters: dict[str, object] = {"ServerSideEncryption": kind.value}
    if kind.uses_kms and status.key:
        parameters["SSEKMSKeyId"] = status.key
    if kind is Encryption.SSE_KMS:
        # Sent even if it is off: otherwise the bucket's setting applies.
        parameters["BucketKeyEnabled"] = status.bucket_key
    return parameters


def copy_parameters(source: CopySource) -> dict[str, object]:
    """Return the parameters of CopyObject; it copies only metadata and tags itself.

    (CopyObject: storage class, website redirect and encryption context aren't copied.)
    """
    parameters = encryption_parameters(source.details.status)
    if context := kept_context(source):
        parameters["SSEKMSEncryptionContext"] = context_header(context)
    if source.details.storage_class in STORAGE_CLASSES[1:]:
        parameters["StorageClass"] = source.details.storage_class
    if redirect := source.details.content.redirect:
        parameters["WebsiteRedirectLocation"] = redirect
    return {**parameters, **(lock_parameters(source.details.lock) if source.keeps_lock else {})}


def creation_parameters(source: CopySource) -> dict[str, object]:
    """Return the parameters of CreateMultipartUpload: all properties, as it has no source.

    Raises AppError if something would be lost.
    """
    details = source.details
    if details.metadata_left_out:
        count = details.metadata_left_out
        raise cannot_keep(
            text_plural(
                "HTTP headers can't carry {count} of its metadata values. A multipart copy would"
                " lose it.",
                "HTTP headers can't carry {count} of its metadata values. A multipart copy would"
                " lose them.",
                count,
            )
        )
    if source.tags is None and details.tag_count:
        raise cannot_keep(
            text("You don't have permission to read its tags. A multipart copy would lose them.")
        )
    if details.annotations:
        raise cannot_keep(_lost_annotations(len(details.annotations)))
    headers = _sendable(source.headers)
    parameters: dict[str, object] = {**copy_parameters(source), **headers}
    if details.metadata:
        parameters["Metadata"] = _sendable(details.metadata)
    if source.tags:
        parameters["Tagging"] = urlencode(source.tags)
    if "Expires" in parameters:
        parameters["Expires"] = _date(details.content.expires)
    return parameters


def check_annotations(details: ObjectDetails) -> None:
    """Raise AppError if a multipart copy onto the object itself would lose its annotations."""
    if details.annotations:
        raise cannot_keep(_lost_annotations(len(details.annotations)))
    if details.annotations_refused and details.annotations_refused not in UNKNOWN_OPERATION:
        raise cannot_keep(
            text(
                "Its annotations can't be read (s3:ListObjectAnnotations). A multipart copy would"
                " lose them."
            )
        )


def _lost_annotations(count: int) -> Text:
    return text_plural(
        "It has {count:,} annotation. A multipart copy would lose it.",
        "It has {count:,} annotations. A multipart copy would lose them.",
        count,
    )


def check_source(source: CopySource) -> None:
    """Raise AppError if S3 would refuse to read the object for a copy."""
    details = source.details
    if details.status.needs_customer_key:
        raise AppError(
            text("The object is encrypted with a customer-provided key (SSE-C)"),
            text("“{key}” can only be copied with that key.", key=details.location.key),
            text(
                "Choose its key first, with Choose key… in the Encryption details"
                " (--sse-c-copy-source-key)."
            ),
            code="CustomerKey",
        )
    if is_archived(details.storage_class, details.archive_status, details.restore):
        raise AppError(
            text("The object is archived"),
            text(
                "“{key}” ({storage_class}) can't be read before it is restored.",
                key=details.location.key,
                storage_class=details.storage_class,
            ),
            text("Restore it in the S3 console or with the AWS CLI, then try again."),
            code="InvalidObjectState",
        )


def is_archived(storage_class: str, archive_status: str, restore: str) -> bool:
    """Whether an object must be restored before it can be read (HeadObject)."""
    return (storage_class in ARCHIVES or bool(archive_status)) and _RESTORED not in restore


def _sendable(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the values of headers as text whose UTF-8 is what the server returned."""
    found = {}
    for name, value in headers.items():
        sent = as_utf8(value)
        if sent is None:
            detail = text("The value of “{name}” isn't UTF-8. It would be changed.", name=name)
            raise cannot_keep(detail)
        found[name] = sent
    return found


def _date(header: str) -> object:
    try:
        return parsedate_to_datetime(header)
    except (ValueError, OverflowError, IndexError) as error:
        detail = text("Its Expires header isn't a valid date: “{value}”.", value=header)
        raise cannot_keep(detail) from error


def cannot_keep(detail: Text) -> AppError:
    """Return the error for a property that a copy would lose."""
    return AppError(
        text("The object can't be copied with all its properties"),
        detail,
        text("Download it, then upload it again."),
        code="CannotKeep",
    )
