"""CreateMultipartUpload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from s3enc_gui.domain.encryption.context import ContextPairs, read_context
from s3enc_gui.domain.encryption.object_details import WHOLE
from s3enc_gui.s3.errors.translation import subject, translated

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class CreatedUpload(NamedTuple):
    """The response to CreateMultipartUpload; `upload_id` is empty where it has none.

    `retried`: botocore sent the request more than once. `context` is the encryption context that
    the response names, None: none.
    """

    upload_id: str
    retried: bool
    context: ContextPairs | None = None


def create_upload(
    client: S3Client, parameters: Mapping[str, object], algorithm: str = ""
) -> CreatedUpload:
    """Send CreateMultipartUpload. Raises AppError.

    `algorithm` is that of a full-object checksum; empty: none.
    """
    params: Any = dict(parameters)
    if algorithm:
        params |= {"ChecksumAlgorithm": algorithm, "ChecksumType": WHOLE}
    with translated(**subject(parameters)):
        response: Any = client.create_multipart_upload(**params)
    retried = response.get("ResponseMetadata", {}).get("RetryAttempts", 0) > 0
    context = read_context(response.get("SSEKMSEncryptionContext"))
    return CreatedUpload(response.get("UploadId") or "", retried, context)
