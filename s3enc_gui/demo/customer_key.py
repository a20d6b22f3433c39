"""SSE-C: objects that can be read only with the key in the request."""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from moto.s3.exceptions import InvalidArgumentError, S3ClientError
from moto.s3.models import FakeKey
from moto.s3.responses import S3Response

from s3enc_gui.demo import keys, web
from s3enc_gui.demo.encryption import HEADER, encryption_of
from s3enc_gui.demo.patching import Patcher

_ALGORITHM = f"{HEADER}-customer-algorithm"
_KEY = f"{HEADER}-customer-key"
_MD5 = f"{HEADER}-customer-key-md5"


def sent_key_md5(headers: Mapping[str, str]) -> str | None:
    """Base64 MD5 of the customer key in `headers` (names in lower case), None if there is none.

    Raises S3's errors for an incomplete key, and for an MD5 that doesn't match.
    """
    if not any(name in headers for name in (_ALGORITHM, _KEY, _MD5)):
        return None
    if headers.get(_ALGORITHM) != "AES256":
        raise S3ClientError(
            "InvalidEncryptionAlgorithmError",
            "The Encryption request you specified is not valid. Supported value: AES256.",
        )
    try:
        key = base64.b64decode(headers.get(_KEY, ""), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise _invalid("The secret key was invalid for the specified algorithm.")
    md5 = base64.b64encode(hashlib.md5(key, usedforsecurity=False).digest()).decode()
    if headers.get(_MD5) != md5:
        raise _invalid(
            "The calculated MD5 hash of the key did not match the hash that was provided."
        )
    return md5


def check(stored_md5: str | None, headers: Mapping[str, str]) -> None:
    """Raise S3's error if `headers` lack the customer key that the object was stored with."""
    sent = sent_key_md5(headers)
    if stored_md5 and sent is None:
        raise S3ClientError(
            "InvalidRequest",
            "The object was stored using a form of Server Side Encryption. The correct"
            " parameters must be provided to retrieve the object.",
        )
    if stored_md5 and sent != stored_md5:
        raise S3ClientError(
            "AccessDenied",
            "Requests specifying Server Side Encryption with Customer provided keys"
            " must provide the correct secret key.",
        )


def check_kms_key(key: FakeKey) -> None:
    """Raise S3's error if the object's KMS key can't decrypt it now."""
    kms_key = keys.key_of_arn(key.kms_key_id) if key.kms_key_id else None
    if kms_key is not None:
        keys.check_state(kms_key)


def install(patcher: Patcher) -> None:
    """Make HEAD and GET require the key; GET also checks the state of the KMS key."""
    patcher.wrap(S3Response, "head_object", _head_object)
    patcher.wrap(S3Response, "_get_key", _get_key)


def _head_object(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def head_object(
        self: S3Response,
        bucket_name: str,
        query: dict[str, Any],
        key_name: str,
        headers: Mapping[str, str],
    ) -> web.Answer:
        answer: web.Answer = original(self, bucket_name, query, key_name, headers)
        if answer[0] not in (200, 206):
            return answer
        key = self.backend.get_object(bucket_name, key_name, query.get("versionId", [None])[0])
        if key is not None:
            try:
                check(encryption_of(key).customer_key_md5, web.request_headers())
            except S3ClientError as error:
                # The response to HEAD has no body for the message.
                return 403 if error.code == "AccessDenied" else 400, {}, ""
        return answer

    return head_object


def _get_key(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def get_key(self: S3Response, *args: object, **options: object) -> tuple[FakeKey, bool]:
        key, not_modified = original(self, *args, **options)
        check(encryption_of(key).customer_key_md5, web.request_headers())
        check_kms_key(key)
        return key, not_modified

    return get_key


def _invalid(message: str) -> InvalidArgumentError:
    return InvalidArgumentError(message, name=_ALGORITHM, value="AES256")
