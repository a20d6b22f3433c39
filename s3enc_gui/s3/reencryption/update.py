"""UpdateObjectEncryption: changes the KMS key or kind of a stored object without copying it.

S3 API Reference, UpdateObjectEncryption: from SSE-S3 or SSE-KMS to SSE-KMS; ETag, date, version and
storage class stay. The response has no encryption fields, so the object is read afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.server.in_place_updates import InPlaceUpdates

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NOT_KNOWN = "UpdateNotKnown"
"""Error code: the server isn't known to change encryption in place."""


def update_encryption(
    client: S3Client,
    known: InPlaceUpdates,
    bucket: str,
    key: str,
    version_id: str | None,
    target: Target,
) -> None:
    """Change the encryption of an object, or of one of its versions; blocks. Raises AppError.

    Nothing is sent to a server that isn't known to do it: it could overwrite the object.
    """
    if not known.works:
        raise AppError(
            text("S3enc doesn't change encryption in place on this server"),
            text("It isn't known whether the server would overwrite the object."),
            text("Change the encryption by copying."),
            code=NOT_KNOWN,
        )
    send_update(client, bucket, key, version_id, target)


def send_update(
    client: S3Client, bucket: str, key: str, version_id: str | None, target: Target
) -> None:
    """Send the request, whatever is known of the server: only for an object of our own."""
    named: dict[str, Any] = {"Bucket": bucket, "Key": key}
    if version_id:
        named["VersionId"] = version_id
    sse: Any = {"KMSKeyArn": target.key or "", "BucketKeyEnabled": target.bucket_key}
    with translated(bucket=bucket, key=key, key_name=target.key or "", sse=target.kind.value):
        client.update_object_encryption(**named, ObjectEncryption={"SSEKMS": sse})
