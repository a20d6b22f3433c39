"""Deleting many objects at a time (DeleteObjects), or one by one where a server cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3enc_gui.domain.deletion import NotDeleted
from s3enc_gui.domain.error_codes import GONE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.errors.translation import app_error, translated

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BATCH = 1000  # as many as one DeleteObjects takes

Entry = tuple[str, str | None]
"""A key, and a version id or None: in a bucket with versions that only sets a marker."""

_NO_BATCHES = ("NotImplemented", "501", "MethodNotAllowed", "405", "MissingContentMD5")

# What XML cannot carry, or not unchanged: another object would be deleted.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Deleter:
    """Deletes in one bucket; blocks. `batches` turns false where the server knows none."""

    client: S3Client
    bucket: str
    batches: bool = True

    def delete(
        self, entries: Sequence[Entry], checkpoint: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[int, list[NotDeleted]]]:
        """Delete, and yield how many were done at a time, with those of them that failed.

        `checkpoint` is asked before each request. Raises AppError where nothing goes any more.
        """
        fit = [one for one in entries if not _UNSAFE.search(one[0])]
        odd = [one for one in entries if _UNSAFE.search(one[0])]
        while fit and self.batches:
            batch, rest = fit[:BATCH], fit[BATCH:]
            checkpoint()
            failed = self._batch(batch)
            if failed is None:
                break
            fit = rest
            yield len(batch), failed
        for entry in (*fit, *odd):
            checkpoint()
            yield 1, self._one(*entry)

    def _batch(self, entries: Sequence[Entry]) -> list[NotDeleted] | None:
        """Return what failed; None where the server knows no batches."""
        listed: Any = [
            {"Key": key, "VersionId": version} if version else {"Key": key}
            for key, version in entries
        ]
        try:
            with translated(bucket=self.bucket):
                answer: Any = self.client.delete_objects(
                    Bucket=self.bucket, Delete={"Objects": listed, "Quiet": True}
                )
        except AppError as error:
            if error.code in _NO_BATCHES or "content-md5" in error.detail.lower():
                self.batches = False
                return None
            raise
        errors = answer.get("Errors") or ()
        return [self._failed(one) for one in errors if one.get("Code") not in GONE]

    def _one(self, key: str, version: str | None) -> list[NotDeleted]:
        params: Any = {"VersionId": version} if version else {}
        try:
            with translated(bucket=self.bucket, key=key):
                self.client.delete_object(Bucket=self.bucket, Key=key, **params)
        except AppError as error:
            return [] if error.code in GONE else [NotDeleted(key, version, error)]
        return []

    def _failed(self, told: Any) -> NotDeleted:  # noqa: ANN401 - an entry of boto3's answer
        key = told.get("Key", "")
        said: Any = {"Error": {"Code": told.get("Code", ""), "Message": told.get("Message", "")}}
        error = app_error(ClientError(said, "DeleteObject"), bucket=self.bucket, key=key)
        return NotDeleted(key, told.get("VersionId"), error)
