"""Sample data: keys in every state, buckets with several defaults, objects of every status.

It is created in moto's backends through the patched methods; call `moto_patches.install` first.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from moto.iam.models import iam_backends
from moto.kms.models import Key, KmsBackend, kms_backends
from moto.moto_api._internal import mock_random
from moto.s3.models import FakeKey, S3Backend, s3_backends

from s3enc_gui.demo import sample_files as files
from s3enc_gui.demo.encryption import Encryption, set_encryption
from s3enc_gui.demo.slow_answers import SLOW

ACCOUNT_ID = "123456789012"
REGION = "eu-central-1"
OVERSEAS_REGION = "us-east-1"
ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"

DENIED = "not-allowed-to-look.txt"
"""A policy denies everyone access to the object of this name."""

CUSTOMER_KEY = b"demo customer key, 32 bytes long"
"""The key of the SSE-C object."""

# Without time zone: moto uses naive UTC.
_BEFORE_2023 = datetime.datetime(2021, 3, 9, 8, 15)
_NEWEST = datetime.datetime(2026, 3, 31, 17, 45)


@dataclass(frozen=True)
class Sample:
    """An object: its PutObject parameters, or `stored_as`, encryption that can't be requested."""

    bucket: str
    name: str
    body: bytes
    content_type: str = "text/plain; charset=utf-8"
    algorithm: str | None = None
    kms_key: str | None = None
    bucket_key: bool | None = None
    storage_class: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    stored_as: Encryption | None = None
    modified: datetime.datetime | None = None


def fill() -> None:
    """Create user, keys, buckets and objects; then disable and delete keys."""
    # The same key IDs on every start, so that settings that refer to them stay valid.
    mock_random.seed("s3enc demo")
    _make_user()
    kms: KmsBackend = kms_backends[ACCOUNT_ID][REGION]
    keys = {
        name: _make_key(kms, name, description)
        for name, description in {
            "test_key": "For trying things out",
            "invoices": "Invoices of the accounting department",
            "old-key": "Retired in 2025, disabled",
            "leaving": "Scheduled for deletion",
        }.items()
    }
    _make_key(kms, "signing", "Signs releases; cannot encrypt", "SIGN_VERIFY", "RSA_2048")
    _make_key(kms, None, "A key without alias")
    _make_key(kms_backends[ACCOUNT_ID][OVERSEAS_REGION], "overseas", "Lives in us-east-1")
    s3: S3Backend = s3_backends[ACCOUNT_ID]["aws"]
    _make_buckets(s3, keys["test_key"])
    for index, sample in enumerate(_samples()):
        _store(s3, sample, _NEWEST - datetime.timedelta(hours=7 * index))
    # Only now, because objects were encrypted with them.
    kms.disable_key(keys["old-key"].id)
    kms.schedule_key_deletion(keys["leaving"].id, 30)


def _make_user() -> None:
    iam = iam_backends[ACCOUNT_ID]["aws"]
    iam.create_user(REGION, "demo")
    # GetCallerIdentity looks up the user by this access key.
    iam.create_access_key("demo").access_key_id = ACCESS_KEY_ID


def _make_key(
    kms: KmsBackend,
    name: str | None,
    description: str,
    usage: str = "ENCRYPT_DECRYPT",
    spec: str = "SYMMETRIC_DEFAULT",
) -> Key:
    key = kms.create_key(None, usage, spec, description, None)
    if name is not None:
        kms.create_alias(key.id, f"alias/{name}")
    return key


def _make_buckets(s3: S3Backend, test_key: Key) -> None:
    for name in ("demo-bucket", "demo-invoices", "demo-archive", "demo-policy"):
        s3.create_bucket(name, REGION)
    s3.create_bucket("demo-overseas", OVERSEAS_REGION)
    _set_default(s3, "demo-invoices", {"KMSMasterKeyID": test_key.arn}, bucket_key="true")
    _set_default(s3, "demo-archive", {}, bucket_key="false")
    s3.put_bucket_versioning("demo-invoices", "Enabled")
    # The policy of the S3 User Guide that requires SSE-KMS.
    statement = {
        "Sid": "DenyUnEncryptedObjectUploads",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::demo-policy/*",
        "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
    }
    _set_policy(s3, "demo-policy", statement)
    denied = {
        "Sid": "DenyOneObject",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::demo-bucket/every-status/{DENIED}",
    }
    _set_policy(s3, "demo-bucket", denied)


def _set_policy(s3: S3Backend, bucket: str, statement: dict[str, Any]) -> None:
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    s3.put_bucket_policy(bucket, json.dumps(policy).encode())


def _set_default(s3: S3Backend, bucket: str, key: dict[str, str], *, bucket_key: str) -> None:
    default = {"SSEAlgorithm": "aws:kms", **key}
    rule: dict[str, Any] = {
        "ApplyServerSideEncryptionByDefault": default,
        "BucketKeyEnabled": bucket_key,
    }
    s3.put_bucket_encryption(bucket, {"Rule": rule})


def _store(s3: S3Backend, sample: Sample, modified: datetime.datetime) -> None:
    key: FakeKey = s3.put_object(
        sample.bucket,
        sample.name,
        sample.body,
        storage=sample.storage_class,
        encryption=sample.algorithm,
        kms_key_id=sample.kms_key,
        bucket_key_enabled=sample.bucket_key,
        disable_notification=True,
    )
    metadata = {f"x-amz-meta-{name}": value for name, value in sample.metadata.items()}
    key.set_metadata({"Content-Type": sample.content_type, **metadata})
    key.last_modified = sample.modified or modified
    if sample.tags:
        s3.put_object_tagging(key, sample.tags)
    if sample.stored_as is not None:
        # Encryption that can't be requested (any more).
        set_encryption(key, sample.stored_as)
        if sample.stored_as == Encryption():
            key.checksum_algorithm = key.checksum_value = key.checksum_type = None


def _samples() -> list[Sample]:
    return [*_every_status(), *_names(), *_invoices(), *_other_buckets(), *_hard_to_read()]


def _every_status() -> list[Sample]:
    def sample(name: str, **options: Any) -> Sample:  # noqa: ANN401 - Sample's own fields
        return Sample("demo-bucket", f"every-status/{name}", files.letter(name), **options)

    return [
        sample("sse-s3.txt", algorithm="AES256"),
        sample("sse-kms-aws-s3.txt", algorithm="aws:kms"),
        sample("sse-kms-test_key.txt", algorithm="aws:kms", kms_key="alias/test_key"),
        sample(
            "sse-kms-test_key-bucket-key.txt",
            algorithm="aws:kms", kms_key="alias/test_key", bucket_key=True,
        ),
        sample("dsse-kms-invoices.txt", algorithm="aws:kms:dsse", kms_key="alias/invoices"),
        sample("sse-c.txt", stored_as=_sse_c()),
        sample("not-encrypted.txt", stored_as=Encryption(), modified=_BEFORE_2023),
        sample("fsx.txt", stored_as=Encryption("aws:fsx")),
        sample("newer-than-this-program.txt", stored_as=Encryption("aws:kms:v9")),
        sample("key-disabled.txt", algorithm="aws:kms", kms_key="alias/old-key"),
        sample("key-pending-deletion.txt", algorithm="aws:kms", kms_key="alias/leaving"),
        _client_side_encrypted(),
    ]  # fmt: skip


def _hard_to_read() -> list[Sample]:
    """Return objects whose status is slow or impossible to read."""
    names = ("backup.txt", DENIED, SLOW)
    stored_as = (Encryption("aws:backup"), None, None)
    return [
        Sample("demo-bucket", f"every-status/{name}", files.letter(name), stored_as=encryption)
        for name, encryption in zip(names, stored_as, strict=True)
    ]


def _sse_c() -> Encryption:
    md5 = hashlib.md5(CUSTOMER_KEY, usedforsecurity=False).digest()
    return Encryption(customer_key_md5=base64.b64encode(md5).decode())


def _client_side_encrypted() -> Sample:
    # Metadata of the S3 Encryption Client, version 3 of its format (115: AES-GCM with key
    # commitment; 12: wrapped by KMS with an encryption context).
    metadata = {
        "x-amz-c": "115",
        "x-amz-w": "12",
        "x-amz-3": "AQIDAHhWx0J0c2VuY19kZW1vX3dyYXBwZWRfZGF0YV9rZXlfMDAwMQ==",
        "x-amz-d": "c2VuYyBkZW1vIGtleSBjb21taXRtZW50IDEyMzQ=",
        "x-amz-i": "c2VuYyBkZW1vIG1lc3NhZ2UgaWQgMTIzNA==",
        "x-amz-t": '{"aws:x-amz-cek-alg":"115"}',
    }
    name = "every-status/client-side.bin"
    kind = "application/octet-stream"
    return Sample(
        "demo-bucket", name, files.ciphertext(name, 1040), kind,
        algorithm="aws:kms", kms_key="alias/invoices", metadata=metadata,
    )  # fmt: skip


def _names() -> list[Sample]:
    png = "image/png"
    return [
        Sample("demo-bucket", "Verträge/Übersicht für März.txt", files.letter("Übersicht")),
        Sample("demo-bucket", "写真/桜.png", files.picture(240, 120, 160), png),
        Sample("demo-bucket", "names/a+b & c%20d = 100 %.txt", files.letter("Signs")),
        Sample("demo-bucket", "names/🔒 locked.txt", files.letter("Emoji")),
        Sample("demo-bucket", "empty-folder/", b"", "application/x-directory"),
        Sample("demo-bucket", "empty-file.txt", b""),
        Sample(
            "demo-bucket", "welcome.txt", files.letter("Welcome"),
            metadata={"author": "demo"}, tags={"project": "demo", "class": "public"},
        ),
    ]  # fmt: skip


def _invoices() -> list[Sample]:
    bucket = "demo-invoices"
    tables = [
        Sample(bucket, f"invoices/2026/{month:02}/{name}", body, kind)
        for month in (1, 2, 3)
        for name, body, kind in (
            ("invoices.csv", files.invoice_table(month), "text/csv; charset=utf-8"),
            ("stamp.png", files.picture(40 * month, 90, 200), "image/png"),
            ("note.txt", files.letter(f"Month {month}"), "text/plain; charset=utf-8"),
        )
    ]
    # A second version, and an object that differs from the bucket's default.
    return [
        *tables,
        Sample(bucket, "invoices/2026/03/note.txt", files.letter("Month 3, corrected")),
        Sample(bucket, "invoices/2026/03/draft.txt", files.letter("Draft"), algorithm="AES256"),
    ]


def _other_buckets() -> list[Sample]:
    return [
        Sample("demo-archive", "2024/report.txt", files.letter("2024"), storage_class="GLACIER"),
        Sample(
            "demo-archive", "2025/report.txt", files.letter("2025"), storage_class="STANDARD_IA",
        ),
        Sample("demo-policy", "allowed.txt", files.letter("Allowed"), algorithm="aws:kms"),
        Sample(
            "demo-overseas", "hello.txt", files.letter("Hello"),
            algorithm="aws:kms", kms_key="alias/overseas",
        ),
    ]  # fmt: skip
