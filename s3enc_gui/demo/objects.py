"""Requests that create objects: resolve, check and return their encryption."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

from moto.s3.exceptions import CopyObjectMustChangeSomething, NoSuchUpload, S3ClientError
from moto.s3.models import FakeKey, FakeMultipart, S3Backend

from s3enc_gui.demo import checksums, customer_key, web
from s3enc_gui.demo.encryption import (
    HEADER,
    Encryption,
    Requested,
    encryption_of,
    resolve,
    set_encryption,
)
from s3enc_gui.demo.patching import Patcher

# Set while moto itself calls put_object: the encryption that was resolved by the outer request.
_resolved: ContextVar[Encryption | None] = ContextVar("resolved", default=None)

CONTEXT = f"{HEADER}-context"

_ENCRYPTION_OPTIONS = ("encryption", "kms_key_id", "bucket_key_enabled")

Method = Callable[..., Any]
# Content, ETag, and checksum as (type, value, number of parts); of moto's Multipart.complete.
Completion = tuple[bytes, str, tuple[str, str, int] | None]


def install(patcher: Patcher) -> None:
    """Wrap all of moto's methods that create objects."""
    patcher.wrap(S3Backend, "put_object", _put_object)
    patcher.wrap(S3Backend, "copy_object", _copy_object)
    patcher.wrap(S3Backend, "create_multipart_upload", _create_multipart_upload)
    patcher.wrap(S3Backend, "upload_part", _upload_part)
    patcher.wrap(S3Backend, "upload_part_copy", _upload_part_copy)
    patcher.wrap(S3Backend, "complete_multipart_upload", _complete_multipart_upload)
    patcher.wrap(FakeMultipart, "complete", _check_completion)
    patcher.wrap(FakeMultipart, "set_part", _set_part)
    patcher.wrap(FakeKey, "response_dict", _response_dict)


def _requested(algorithm: object, kms_key_id: object, bucket_key: object) -> Requested:
    headers = web.request_headers()
    md5 = customer_key.sent_key_md5(headers)
    on = None if bucket_key is None else str(bucket_key).lower() == "true"
    # An empty header counts as not sent.
    context = headers.get(CONTEXT) or None
    return Requested(str(algorithm or "") or None, str(kms_key_id or "") or None, on, md5, context)


def _put_object(original: Method) -> Method:
    @functools.wraps(original)
    def put_object(
        self: S3Backend, bucket_name: str, key_name: str, value: bytes, **options: object
    ) -> FakeKey:
        requested = [options.pop(name, None) for name in _ENCRYPTION_OPTIONS]
        encryption = _resolved.get()
        checksum = None
        if encryption is None:
            encryption = resolve(self.get_bucket(bucket_name), _requested(*requested))
            checksum = checksums.verify(value)
        if encryption.algorithm != "AES256" and not options.get("etag"):
            # The ETag is the MD5 of the content only with SSE-S3 or without encryption.
            salt = encryption.key_arn or encryption.customer_key_md5 or ""
            options["etag"] = hashlib.md5(value + salt.encode(), usedforsecurity=False).hexdigest()
        key: FakeKey = original(self, bucket_name, key_name, value, **options)
        set_encryption(key, encryption)
        vars(key)["event_hold"] = _event_hold()
        if _resolved.get() is None:
            web.answer_with({CONTEXT: encryption.context})
        if checksum:
            checksums.store(key, checksum)
            web.answer_with(checksum.headers())
        return key

    return put_object


def _copy_object(original: Method) -> Method:
    @functools.wraps(original)
    def copy_object(
        self: S3Backend,
        source: FakeKey,
        bucket_name: str,
        key_name: str,
        **options: object,
    ) -> None:
        requested = [options.get(name) for name in _ENCRYPTION_OPTIONS]
        encryption = resolve(self.get_bucket(bucket_name), _requested(*requested))
        onto_itself = (source.bucket_name, source.name) == (bucket_name, key_name)
        changes = (
            options.get("storage")
            or options.get("website_redirect_location")
            or options.get("mdirective") == "REPLACE"
            or options.get("provided_version_id")
            or requested[0]
            or encryption != encryption_of(source)
        )
        if onto_itself and not changes:
            raise CopyObjectMustChangeSomething
        customer_key.check_kms_key(source)
        token = _resolved.set(encryption)
        try:
            original(self, source, bucket_name, key_name, **options)
        finally:
            _resolved.reset(token)
        web.answer_with({CONTEXT: encryption.context})
        copied = self.get_object(bucket_name, key_name)
        if copied is not None:
            # A copy has a full-object checksum, even if its source was uploaded in parts.
            algorithm = source.checksum_algorithm or checksums.DEFAULT
            value = checksums.compute(copied.value, algorithm).decode()
            checksums.store(copied, checksums.Checksum(algorithm.upper(), value))

    return copy_object


def _create_multipart_upload(original: Method) -> Method:
    @functools.wraps(original)
    def create_multipart_upload(
        self: S3Backend,
        bucket_name: str,
        key_name: str,
        metadata: object,
        storage_type: str,
        tags: dict[str, str],
        acl: object,
        sse_encryption: str | None,
        kms_key_id: str | None,
    ) -> FakeMultipart:
        # moto doesn't pass on the bucket key.
        bucket_key = web.request_headers().get("x-amz-server-side-encryption-bucket-key-enabled")
        requested = _requested(sse_encryption, kms_key_id, bucket_key)
        encryption = resolve(self.get_bucket(bucket_name), requested)
        upload: FakeMultipart = original(
            self, bucket_name, key_name, metadata, storage_type, tags, acl,
            encryption.algorithm, encryption.key_arn,
        )  # fmt: skip
        vars(upload)["resolved"] = encryption
        web.answer_with(encryption.creation_headers())
        return upload

    return create_multipart_upload


def _upload_part(original: Method) -> Method:
    @functools.wraps(original)
    def upload_part(
        self: S3Backend, bucket_name: str, multipart_id: str, part_id: int, value: bytes
    ) -> FakeKey:
        upload = _find_upload(self, bucket_name, multipart_id)
        _check_part_key(_upload_encryption(upload))
        algorithm = upload.metadata.get("x-amz-checksum-algorithm") or checksums.DEFAULT
        checksum = checksums.verify(value, algorithm)
        part: FakeKey = original(self, bucket_name, multipart_id, part_id, value)
        # The response to UploadPart has the value, but no type.
        web.answer_with({**checksum.headers(), "x-amz-checksum-type": None})
        return part

    return upload_part


def _upload_part_copy(original: Method) -> Method:
    @functools.wraps(original)
    def upload_part_copy(
        self: S3Backend,
        dest_bucket_name: str,
        multipart_id: str,
        part_id: int,
        src_bucket_name: str,
        src_key_name: str,
        src_version_id: str | None,
        start_byte: int,
        end_byte: int,
    ) -> FakeKey:
        source = self.get_object(src_bucket_name, src_key_name, version_id=src_version_id)
        if source is not None:
            customer_key.check_kms_key(source)
        part: FakeKey = original(
            self, dest_bucket_name, multipart_id, part_id, src_bucket_name, src_key_name,
            src_version_id, start_byte, end_byte,
        )  # fmt: skip
        return part

    return upload_part_copy


def _check_part_key(encryption: Encryption) -> None:
    sent = customer_key.sent_key_md5(web.request_headers())
    if encryption.customer_key_md5 and sent is None:
        raise S3ClientError(
            "InvalidRequest",
            "The multipart upload initiate requested encryption. Subsequent part requests must"
            " include the appropriate encryption parameters.",
        )
    if sent != encryption.customer_key_md5:
        raise S3ClientError(
            "InvalidRequest",
            "The provided encryption parameters did not match the ones used originally.",
        )


def _complete_multipart_upload(original: Method) -> Method:
    @functools.wraps(original)
    def complete_multipart_upload(
        self: S3Backend, bucket_name: str, multipart_id: str, body: Iterator[tuple[int, str]]
    ) -> FakeKey | None:
        upload = _find_upload(self, bucket_name, multipart_id)
        token = _resolved.set(_upload_encryption(upload))
        try:
            key: FakeKey | None = original(self, bucket_name, multipart_id, body)
        finally:
            _resolved.reset(token)
        if key is not None:
            # moto uses CRC64NVME if no algorithm was requested, but doesn't record its name.
            key.checksum_algorithm = key.checksum_algorithm or checksums.DEFAULT
            checksum = checksums.stored(key)
            headers = encryption_of(key).headers()
            if key.version_id == "null":
                headers["x-amz-version-id"] = None
            web.answer_with(headers, checksum.elements() if checksum else None)
        return key

    return complete_multipart_upload


def _check_completion(original: Method) -> Method:
    """Check size and checksum in CompleteMultipartUpload before the object is created."""

    @functools.wraps(original)
    def complete(self: FakeMultipart, body: Iterator[tuple[int, str]]) -> Completion:
        completion: Completion = original(self, body)
        value, _, details = completion
        headers = web.request_headers()
        size = headers.get("x-amz-mp-object-size")
        if size is not None and int(size) != len(value):
            raise S3ClientError(
                "InvalidRequest",
                f"The provided 'x-amz-mp-object-size' header value {size} does not match what"
                f" was computed: {len(value)}",
            )
        declared = checksums.sent(headers, b"")
        if declared and details and declared[1].partition("-")[0] != details[1]:
            raise checksums.bad_digest(declared[0])
        return completion

    return complete


def _set_part(original: Method) -> Method:
    @functools.wraps(original)
    def set_part(self: FakeMultipart, part_id: int, value: bytes) -> FakeKey:
        part: FakeKey = original(self, part_id, value)
        set_encryption(part, _upload_encryption(self))
        return part

    return set_part


def _response_dict(original: property) -> property:
    """Replace the encryption headers of an object by those of S3."""

    def response_dict(self: FakeKey) -> dict[str, Any]:
        headers = {
            name: value
            for name, value in original.__get__(self).items()
            if not name.startswith("x-amz-server-side-encryption")
        }
        encryption = encryption_of(self).headers()
        told = {name: value for name, value in encryption.items() if value is not None}
        hold: dict[str, str] = vars(self).get("event_hold", {})
        return headers | told | hold

    return property(response_dict)


def _event_hold() -> dict[str, str]:
    """The event hold that the request asks for, as HeadObject returns it."""
    sent = web.request_headers().items()
    return {name: value for name, value in sent if name.startswith("x-amz-object-lock-event-hold")}


def _find_upload(backend: S3Backend, bucket_name: str, upload_id: str) -> FakeMultipart:
    upload = backend.get_bucket(bucket_name).multiparts.get(upload_id)
    if upload is None:
        raise NoSuchUpload(upload_id=upload_id)
    return upload


def _upload_encryption(upload: FakeMultipart) -> Encryption:
    encryption: Encryption = vars(upload)["resolved"]
    return encryption
