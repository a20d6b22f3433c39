"""Tries UpdateObjectEncryption on an object of our own, on a server that isn't Amazon's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.regex import regex
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.reencryption.update import send_update
from s3enc_gui.s3.server.in_place_updates import InPlaceUpdates
from s3enc_gui.s3.transport.responses import read_status

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NAME = ".s3enc-trial-of-update-"
"""What the names of test objects begin with."""
_IS_TRIAL = regex(rf"(.*/)?{re.escape(NAME)}[0-9a-f]{{32}}", re.DOTALL)
_LEFT_AFTER = timedelta(minutes=1)
"""How much older than ours a test object is that a program has left which was ended."""
_CONTENT = b"S3enc tries here whether the encryption of an object can be changed in place.\n"


def try_updates(
    client: S3Client, known: InPlaceUpdates, bucket: str, prefix: str, target: Target
) -> bool:
    """Return whether the server changes encryption in place; blocks.

    A test object is stored under the prefix, changed, read back whole, and removed with all its
    versions; so are those that an earlier trial had to leave. It works only if kind, key and every
    byte are right afterwards. Raises AppError where the object can't be stored, and in an outage:
    then nothing is learned.
    """
    key = f"{prefix}{NAME}{uuid4().hex}"
    with translated(bucket=bucket, key=key):
        client.put_object(Bucket=bucket, Key=key, Body=_CONTENT, ServerSideEncryption="AES256")
    try:
        works = _changes(client, bucket, key, target)
    finally:
        _remove(client, bucket, prefix, key)
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


def is_trial(key: str) -> bool:
    """Whether an object is named as our test objects are."""
    return _IS_TRIAL.fullmatch(key) is not None


def _remove(client: S3Client, bucket: str, prefix: str, key: str) -> None:
    """Delete all versions of our test object, and of those that were left.

    A server that took the request for PutObject has two of it.
    """
    found: list[dict[str, Any]] = []
    with suppress(AppError), translated(bucket=bucket):
        found = list(_listed(client, bucket, f"{prefix}{NAME}"))
    ours = max((one["LastModified"] for one in found if one["Key"] == key), default=None)
    for one in found or [{"Key": key}]:
        left = ours and one["LastModified"] < ours - _LEFT_AFTER
        if one["Key"] == key or (left and is_trial(one["Key"])):
            version = one.get("VersionId")
            named: Any = {"VersionId": version} if version else {}
            with suppress(AppError), translated(bucket=bucket, key=one["Key"]):
                client.delete_object(Bucket=bucket, Key=one["Key"], **named)


def _listed(client: S3Client, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
    pages: Any = client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix)
    for page in pages:
        yield from (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
