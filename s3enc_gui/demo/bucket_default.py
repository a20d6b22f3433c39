"""Default encryption of buckets: always set, SSE-S3 unless configured."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.s3.exceptions import InvalidArgumentError, MalformedXML
from moto.s3.models import FakeBucket, S3Backend
from moto.s3.responses import S3Response

from s3enc_gui.demo.encryption import KMS_ALGORITHMS
from s3enc_gui.demo.patching import Patcher


def install(patcher: Patcher) -> None:
    """Set the default encryption of new buckets, and validate changes."""
    patcher.wrap(S3Backend, "create_bucket", _create_bucket)
    patcher.wrap(S3Backend, "put_bucket_encryption", _put_bucket_encryption)
    patcher.wrap(S3Backend, "delete_bucket_encryption", _delete_bucket_encryption)
    patcher.wrap(S3Response, "get_bucket_encryption", _get_bucket_encryption)


def _sse_s3() -> dict[str, Any]:
    rule = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
        "BucketKeyEnabled": "false",
    }
    return {"Rule": rule}


def _create_bucket(original: Callable[..., FakeBucket]) -> Callable[..., FakeBucket]:
    @functools.wraps(original)
    def create_bucket(self: S3Backend, *args: object, **options: object) -> FakeBucket:
        bucket = original(self, *args, **options)
        bucket.encryption = _sse_s3()
        return bucket

    return create_bucket


def _put_bucket_encryption(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def put_bucket_encryption(
        self: S3Backend, bucket_name: str, encryption: dict[str, Any]
    ) -> None:
        rule = encryption["Rule"]
        if isinstance(rule, list):
            raise MalformedXML
        default = rule["ApplyServerSideEncryptionByDefault"]
        if default["SSEAlgorithm"] not in ("AES256", *KMS_ALGORITHMS):
            raise MalformedXML
        # S3 checks nothing else here: a key that doesn't exist fails the first upload.
        if "KMSMasterKeyID" in default and default["SSEAlgorithm"] == "AES256":
            raise InvalidArgumentError(
                "a KMSMasterKeyID is not applicable if the default sse algorithm"
                " is not aws:kms or aws:kms:dsse",
                name="ApplyServerSideEncryptionByDefault",
                value="AES256",
            )
        original(self, bucket_name, encryption)

    return put_bucket_encryption


def _delete_bucket_encryption(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def delete_bucket_encryption(self: S3Backend, bucket_name: str) -> None:
        original(self, bucket_name)
        self.get_bucket(bucket_name).encryption = _sse_s3()

    return delete_bucket_encryption


def _get_bucket_encryption(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def get_bucket_encryption(self: S3Response) -> Any:  # noqa: ANN401 - moto's types
        """As moto's, with the blocked encryption types, which it leaves out."""
        rule = (self.backend.get_bucket_encryption(self.bucket_name) or {}).get("Rule", {})
        blocked = rule.get("BlockedEncryptionTypes")
        if not blocked:
            return original(self)
        types = blocked["EncryptionType"]
        told = {
            "ApplyServerSideEncryptionByDefault": rule["ApplyServerSideEncryptionByDefault"],
            "BucketKeyEnabled": str(rule.get("BucketKeyEnabled")).lower() == "true",
            "BlockedEncryptionTypes": {
                "EncryptionType": types if isinstance(types, list) else [types]
            },
        }
        self.data["Action"] = "GetBucketEncryption"
        configuration = {"ServerSideEncryptionConfiguration": {"Rules": [told]}}
        return self.serialized(ActionResult(configuration))

    return get_bucket_encryption
