"""Deletes objects in batches (DeleteObjects), or one by one where it isn't supported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3enc_gui.domain.deletion import NotDeleted
from s3enc_gui.domain.error_codes import CRASHES, GONE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.regex import regex
from s3enc_gui.s3.errors.translation import app_error, translated

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MAX_MARKERS = 10_000  # kept, to bound memory
BATCH = 1000  # objects; the maximum of DeleteObjects (S3 API Reference)

Entry = tuple[str, str | None]
"""A key and a version id; without one, versioning only adds a delete marker."""

_UNSUPPORTED = ("NotImplemented", "501", "MethodNotAllowed", "405", "MissingContentMD5")

# Characters that XML can't hold unchanged: another object would be deleted.
_UNSAFE = regex("[\x00-\x1f\x7f-\x9f\u2028\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Deleter:
    """Deletes in one bucket; blocks. `batches` becomes false where they aren't supported.

    `markers` are the delete markers that S3 added, so that a deletion can be undone; at most
    MAX_MARKERS and one batch. S3 names them until a batch shows that it adds none.
    """

    client: S3Client
    bucket: str
    batches: bool = True
    markers: list[Entry] = field(default_factory=list)
    _adds_markers: bool = True

    def delete(
        self, entries: Sequence[Entry], checkpoint: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[Sequence[Entry], list[NotDeleted]]]:
        """Delete, and yield the entries of each request with its failures.

        `checkpoint` is called before each request. Raises AppError where a whole batch fails, and
        where all further requests would.
        """
        safe = [one for one in entries if not _UNSAFE.search(one[0])]
        unsafe = [one for one in entries if _UNSAFE.search(one[0])]
        while safe and self.batches:
            batch, rest = safe[:BATCH], safe[BATCH:]
            checkpoint()
            failed = self._batch(batch)
            if failed is None:
                break
            safe = rest
            yield batch, failed
        for entry in (*safe, *unsafe):
            checkpoint()
            yield [entry], self._one(*entry)

    def _batch(self, entries: Sequence[Entry]) -> list[NotDeleted] | None:
        """Return the failures; None where the server doesn't support batches."""
        listed: Any = [
            {"Key": key, "VersionId": version} if version else {"Key": key}
            for key, version in entries
        ]
        names_markers = self._adds_markers and not all(version for _, version in entries)
        try:
            with translated(bucket=self.bucket):
                response: Any = self.client.delete_objects(
                    Bucket=self.bucket, Delete={"Objects": listed, "Quiet": not names_markers}
                )
        except AppError as error:
            if error.code in _UNSUPPORTED or "content-md5" in error.source.detail.lower():
                self.batches = False
                return None
            raise
        if names_markers:
            found = [self._marker(one) for one in response.get("Deleted") or ()]
            self._adds_markers = any(found) and len(self.markers) <= MAX_MARKERS
        errors = response.get("Errors") or ()
        return [self._failed(one) for one in errors if one.get("Code") not in GONE]

    def _one(self, key: str, version: str | None) -> list[NotDeleted]:
        params: Any = {"VersionId": version} if version else {}
        try:
            with translated(bucket=self.bucket, key=key, version=version or ""):
                answer = self.client.delete_object(Bucket=self.bucket, Key=key, **params)
        except AppError as error:
            if outage_kind_of(error) and error.code not in CRASHES:
                raise
            return [] if error.code in GONE else [NotDeleted(key, version, error)]
        if not version and len(self.markers) <= MAX_MARKERS:
            made = {"DeleteMarkerVersionId": answer.get("VersionId")}
            self._marker({"Key": key, "DeleteMarker": answer.get("DeleteMarker"), **made})
        return []

    def _marker(self, entry: Mapping[str, Any]) -> bool:
        """Keep the delete marker that S3 added for an object; return whether it added one.

        Without a version ID of its own it replaced the object (versioning is suspended).
        """
        version = named_version(entry.get("DeleteMarkerVersionId"))
        if not entry.get("DeleteMarker") or entry.get("VersionId") or version is None:
            return False
        self.markers.append((entry.get("Key", ""), version))
        return True

    def _failed(self, entry: Any) -> NotDeleted:  # noqa: ANN401 - an entry of boto3's response
        key = entry.get("Key", "")
        body: Any = {"Error": {"Code": entry.get("Code", ""), "Message": entry.get("Message", "")}}
        version = entry.get("VersionId")
        names = {"bucket": self.bucket, "key": key, "version": version or ""}
        return NotDeleted(key, version, app_error(ClientError(body, "DeleteObject"), **names))
