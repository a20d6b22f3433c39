"""Messages about annotations of objects (S3 API Reference, PutObjectAnnotation and others).

Copies carry the annotations of their source.
"""

from __future__ import annotations

from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage

ANNOTATIONS: dict[str, ErrorMessage] = {
    "NoSuchAnnotation": ErrorMessage(
        text("The annotation doesn't exist"),
        text("It was deleted, or never attached to {the_object}."),
        text("Refresh, then try again."),
    ),
    "AnnotationLimitExceeded": ErrorMessage(
        text("The object has too many annotations"),
        text("An object can have up to 1,000 annotations."),
        text("Delete annotations that aren't needed, then try again."),
    ),
    "AnnotationNameTooLong": ErrorMessage(
        text("The annotation's name is too long"),
        text("S3 doesn't accept a name of this length."),
        text("Use a shorter name."),
    ),
    "InvalidAnnotationName": ErrorMessage(
        text("The annotation's name isn't valid"),
        text("It contains characters that S3 doesn't accept in names of annotations."),
        text("Use another name."),
    ),
    "UnsupportedMediaType": ErrorMessage(
        text("S3 doesn't accept this content type"),
        text("Annotations have only certain content types."),
        text("Use another content type."),
    ),
    "EncryptionTypeMismatch": ErrorMessage(
        text("The object has another encryption than the request"),
        text("All writes to {the_object} must have the encryption that it was created with."),
        text("Choose the encryption of the object."),
    ),
}
