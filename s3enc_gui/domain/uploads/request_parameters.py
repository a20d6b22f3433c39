"""The options of an upload as request parameters."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from s3enc_gui.domain.encryption.choice import BY_HEADER
from s3enc_gui.domain.encryption.context import context_header
from s3enc_gui.domain.headers.metadata import encoded
from s3enc_gui.domain.uploads.plan import UploadOptions


def storing_parameters(options: UploadOptions, key: str | None = None) -> dict[str, object]:
    """Return the boto3 parameters of PutObject and CreateMultipartUpload.

    `key` replaces the key of the choice if it was resolved to its ARN. Options that the user left
    to the bucket aren't sent.
    """
    parameters: dict[str, object] = {}
    choice = options.encryption
    if choice.kind in BY_HEADER:  # SSE-C: the session's requests have its headers
        parameters["ServerSideEncryption"] = choice.kind.value
    if choice.key is not None:
        parameters["SSEKMSKeyId"] = key or choice.key
    if choice.bucket_key is not None:
        parameters["BucketKeyEnabled"] = choice.bucket_key
    if choice.context:
        parameters["SSEKMSEncryptionContext"] = context_header(choice.context)
    if options.acl:
        parameters["ACL"] = options.acl
    if options.storage_class:
        parameters["StorageClass"] = options.storage_class
    if options.metadata:
        parameters["Metadata"] = {name: encoded(value) for name, value in options.metadata}
    if options.tags:
        parameters["Tagging"] = urlencode(options.tags)
    return parameters


def requested_encryption(parameters: Mapping[str, object]) -> str:
    """Return the encryption parameters of a request as one string, for comparison."""
    names = ("ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "SSEKMSEncryptionContext")
    return " ".join(f"{name}={parameters[name]}" for name in names if name in parameters)
