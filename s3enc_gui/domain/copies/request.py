"""What a copy keeps of its source, as request parameters; and which sources cannot be copied."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

from s3enc_gui.domain.copies.proof import CopySource
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import STORAGE_CLASSES

ARCHIVES = ("GLACIER", "DEEP_ARCHIVE")  # not readable before RestoreObject
_ASKABLE = [kind.value for kind in Encryption if kind is not Encryption.BUCKET_DEFAULT]
_RESTORED = 'ongoing-request="false"'  # x-amz-restore, when it is done (HeadObject)


def encryption_parameters(status: EncryptionStatus) -> dict[str, object]:
    """Return the encryption of an object as S3 takes it when storing, by boto3 names.

    Without them a copy gets the bucket's default (CopyObject). Nothing where it cannot be asked
    for: no encryption, `aws:fsx`, `aws:backup` and what is not known yet.
    """
    if status.algorithm not in _ASKABLE:
        return {}
    kind = Encryption(status.algorithm)
    parameters: dict[str, object] = {"ServerSideEncryption": kind.value}
    if kind.uses_kms and status.key:
        parameters["SSEKMSKeyId"] = status.key
    if kind is Encryption.SSE_KMS:
        # Said also where it is off: else the bucket's own setting would rule.
        parameters["BucketKeyEnabled"] = status.bucket_key
    return parameters


def copy_parameters(source: CopySource) -> dict[str, object]:
    """Return what CopyObject must be told, for it keeps only metadata and tags by itself.

    (CopyObject: neither storage class nor website redirect are inherited.)
    """
    parameters = encryption_parameters(source.details.status)
    if source.details.storage_class in STORAGE_CLASSES[1:]:
        parameters["StorageClass"] = source.details.storage_class
    if redirect := source.details.content.redirect:
        parameters["WebsiteRedirectLocation"] = redirect
    return parameters


def creation_parameters(source: CopySource) -> dict[str, object]:
    """Return what CreateMultipartUpload must be told: everything, for it knows no source.

    Raises AppError where something would surely be lost.
    """
    details = source.details
    if details.metadata_left_out:
        raise _cannot(
            f"It has metadata that HTTP headers cannot carry ({details.metadata_left_out}); "
            "a copy in parts would lose it."
        )
    if source.tags is None and details.tag_count:
        raise _cannot("It has tags that may not be read; a copy in parts would lose them.")
    parameters = {**copy_parameters(source), **source.headers}
    if details.metadata:
        parameters["Metadata"] = dict(details.metadata)
    if source.tags:
        parameters["Tagging"] = urlencode(source.tags)
    if "Expires" in parameters:
        parameters["Expires"] = _date(details.content.expires)
    return parameters


def check_source(source: CopySource) -> None:
    """Raise AppError where S3 would refuse to read the object for a copy."""
    details = source.details
    if details.status.customer_algorithm:
        raise AppError(
            "The object has a customer key (SSE-C)",
            f"“{details.location.key}” can be copied only with the key it was stored with.",
            "Download it with its key, and upload it again.",
            code="CustomerKey",
        )
    if is_archived(details.storage_class, details.archive_status, details.restore):
        raise AppError(
            "The object is in the archive",
            f"“{details.location.key}” ({details.storage_class}) cannot be read as it is.",
            "Restore the object first.",
            code="InvalidObjectState",
        )


def is_archived(storage_class: str, archive_status: str, restore: str) -> bool:
    """Whether an object cannot be read before it is restored (HeadObject)."""
    return (storage_class in ARCHIVES or bool(archive_status)) and _RESTORED not in restore


def _date(text: str) -> object:
    try:
        return parsedate_to_datetime(text)
    except ValueError as error:
        raise _cannot(f"Its header “Expires: {text}” is no date.") from error


def _cannot(detail: str) -> AppError:
    return AppError(
        "The object cannot be copied as it is",
        detail,
        "Download it, and upload it again.",
        code="CannotKeep",
    )
