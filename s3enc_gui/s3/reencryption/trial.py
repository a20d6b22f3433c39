"""Tries UpdateObjectEncryption on an object of our own, on a server that isn't Amazon's."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.reencryption.update import send_update
from s3enc_gui.s3.server.in_place_updates import InPlaceUpdates
from s3enc_gui.s3.transport.responses import read_status

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NAME = ".s3enc-trial-of-update-"
"""What the names of test objects begin with."""
_CONTENT = b"S3enc tries here whether the encryption of an object can be changed in place.\n"


def try_updates(
    client: S3Client, known: InPlaceUpdates, bucket: str, prefix: str, target: Target
) -> bool:
    """Return whether the server changes encryption in place; blocks.

    A test object is stored under the prefix, changed, read back whole, and removed with all its
    versions. It works only if kind, key and every byte are right afterwards. Raises AppError where
    the object can't be stored, and in an outage: then nothing is learned.
    """
    key = f"{prefix}{NAME}{uuid4().hex}"
    with translated(bucket=bucket, key=key):
        client.put_object(Bucket=bucket, Key=key, Body=_CONTENT, ServerSideEncryption="AES256")
    try:
        works = _changes(client, bucket, key, target)
    finally:
        _remove(client, bucket, key)
    known.learn(works=works)
    return works


def _changes(client: S3Client, bucket: str, key: str, target: Target) -> bool:
    try:
        send_update(client, bucket, key, None, target)
        with translated(bucket=bucket, key=key):
            found: Any = client.get_object(Bucket=bucket, Key=key)
            content = found["Body"].read()
    except AppError as error:
        if outage_kind_of(error):
            raise
        return False
    return content == _CONTENT and target.is_met_by(read_status(found))


def _remove(client: S3Client, bucket: str, key: str) -> None:
    """Delete all versions; a server that took the request for PutObject has two."""
    versions: list[str | None] = []
    with suppress(AppError), translated(bucket=bucket):
        pages: Any = client.get_paginator("list_object_versions").paginate(
            Bucket=bucket, Prefix=key
        )
        for page in pages:
            listed = (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
            versions += [one.get("VersionId") for one in listed if one.get("Key") == key]
    for version in versions or [None]:
        named: Any = {"VersionId": version} if version else {}
        with suppress(AppError), translated(bucket=bucket, key=key):
            client.delete_object(Bucket=bucket, Key=key, **named)
