"""Unfinished multipart uploads: what is left of them is found, and aborted.

ListMultipartUploads is read here, not by botocore: one entry that it cannot read would hide all
the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus
from xml.etree import ElementTree

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.domain.uploads.ownership import is_clearly_older
from s3enc_gui.s3.errors.translation import translated, unreadable
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.session.endpoints import is_amazon
from s3enc_gui.s3.transport.timestamps import timestamp
from s3enc_gui.s3.transport.tolerant_xml import local_name, read_here

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_OPERATION, _ROOT = "ListMultipartUploads", "ListMultipartUploadsResult"
_TEXTS = frozenset({"EncodingType", "NextKeyMarker", "NextUploadIdMarker", "Prefix"})
_SAFE = frozenset("-_.~/*!'()+%")  # besides letters and digits: what an encoded key may hold

_Fields = dict[str, Any]


def read_uploads_tolerantly(client: S3Client) -> None:
    """Let a client read ListMultipartUploads so that odd entries harm nobody but themselves."""
    client.meta.events.register(f"before-parse.*.{_OPERATION}", _read)


def _read(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object
) -> None:
    read_here(_ROOT, response_dict, customized_response_dict, _page)


def _page(tree: ElementTree.Element) -> _Fields:
    page: _Fields = {"Uploads": []}
    for child in tree:
        name = local_name(child.tag)
        if name == "Upload":
            page["Uploads"].append(_entry(child))
        elif name == "IsTruncated":
            page[name] = (child.text or "").strip().lower() == "true"
        elif name in _TEXTS:
            page[name] = child.text or ""
    return page


def _entry(element: ElementTree.Element) -> _Fields:
    """Return an entry's fields; what cannot be read is left out."""
    entry: _Fields = {}
    for field in element:
        name, text = local_name(field.tag), field.text or ""
        if name == "Initiator":
            entry[name] = {local_name(one.tag): one.text or "" for one in field}
        elif name == "Initiated":
            with suppress(ValueError, OverflowError, RuntimeError):
                entry[name] = timestamp(text.strip())
        else:
            entry[name] = text
    return entry


class IncompleteUploads:
    """The unfinished uploads under a prefix; iterating asks the server, and blocks.

    `passed_over` counts entries without a key or an upload id. Raises AppError where they may not
    be listed, or the list has no end.
    """

    def __init__(self, client: S3Client, bucket: str, prefix: str = "") -> None:
        self.passed_over = 0
        self._client, self._bucket, self._prefix = client, bucket, prefix
        self._is_encoded: bool | None = True if is_amazon(client.meta.endpoint_url) else None

    def __iter__(self) -> Iterator[IncompleteUpload]:
        self.passed_over = 0
        for page in self._pages():
            decode = self._decoder(page)
            for found in page.get("Uploads", ()):
                if found.get("Key") and found.get("UploadId"):
                    yield _incomplete_upload(found, decode(found["Key"]))
                else:
                    self.passed_over += 1

    def _pages(self) -> Iterator[_Fields]:
        params: Any = {"Bucket": self._bucket, "Prefix": self._prefix, "EncodingType": "url"}
        seen: set[tuple[str, str]] = set()
        while True:
            with translated(bucket=self._bucket):
                page: Any = self._client.list_multipart_uploads(**params)
            if "Uploads" not in page:  # it was no such list
                raise unreadable(_OPERATION)
            yield page
            marker = _marker(page)
            if not page.get("IsTruncated"):
                return
            if marker[0] == "" or marker in seen:
                raise unreadable(_OPERATION)
            seen.add(marker)
            params |= {"KeyMarker": self._decoder(page)(marker[0]), "UploadIdMarker": marker[1]}

    def _decoder(self, page: _Fields) -> Callable[[str], str]:
        """Return what makes keys of a page's names.

        Servers ignore the wish for url-encoding, or say that they encode and do not.
        """
        if page.get("EncodingType") != "url":
            return _as_it_is
        if self._is_encoded is None:
            self._is_encoded = self._learned(page)
        return _as_it_is if self._is_encoded is False else _decoded

    def _learned(self, page: _Fields) -> bool | None:
        """Return whether names are encoded; None where they read alike, or nobody knows."""
        entries = [one for one in page.get("Uploads", ()) if one.get("Key") and one.get("UploadId")]
        for name in (*(one["Key"] for one in entries), _marker(page)[0]):
            if not all((one.isascii() and one.isalnum()) or one in _SAFE for one in name):
                return False
            under = [form.startswith(self._prefix) for form in (name, _decoded(name))]
            if under[0] != under[1] and name:
                return under[1]
        for entry in entries:
            if entry["Key"] != _decoded(entry["Key"]):
                return self._asked(entry)
        return None

    def _asked(self, entry: _Fields) -> bool | None:
        """Ask ListParts under which name an upload is there."""
        for is_encoded in (True, False):
            key = _decoded(entry["Key"]) if is_encoded else entry["Key"]
            incomplete_upload = IncompleteUpload(key, entry["UploadId"])
            if (
                incomplete_upload.has_exact_key
                and upload_of(self._client, self._bucket, incomplete_upload).is_open()
            ):
                return is_encoded
        return None


def upload_of(
    client: S3Client, bucket: str, incomplete_upload: IncompleteUpload
) -> MultipartUpload:
    """Return an unfinished upload as one that can be looked at and aborted."""
    return MultipartUpload.left(client, bucket, incomplete_upload.key, incomplete_upload.upload_id)


def abort_incomplete_uploads(
    client: S3Client, bucket: str, key: str, since: datetime | None, but: Collection[str] = ()
) -> int:
    """Abort uploads to this very key that were begun since then, and may be ours.

    `but` are the ids of those that are not to be aborted. Some servers do not tell the checksum
    an upload was begun with. Blocks. Raises AppError where they may not be listed.
    """
    count = 0
    for incomplete_upload in list(IncompleteUploads(client, bucket, key)):
        too_old = is_clearly_older(incomplete_upload.begun, since)
        may_be_ours = incomplete_upload.checksum is None or incomplete_upload.is_like_ours
        if (
            incomplete_upload.key == key
            and incomplete_upload.upload_id not in but
            and may_be_ours
            and not too_old
        ):
            if not upload_of(client, bucket, incomplete_upload).abort():
                raise _still_there(key)
            count += 1
    return count


def _incomplete_upload(found: _Fields, key: str) -> IncompleteUpload:
    who = found.get("Initiator") or {}
    return IncompleteUpload(
        key,
        found["UploadId"],
        found.get("Initiated"),
        who.get("ID") or who.get("DisplayName") or None,
        found.get("ChecksumAlgorithm") or None,
    )


def _marker(page: _Fields) -> tuple[str, str]:
    """Return where the next page begins: the names that S3 gives, else those of the last entry."""
    if page.get("NextKeyMarker"):
        return page["NextKeyMarker"], page.get("NextUploadIdMarker") or ""
    uploads = page.get("Uploads") or [{}]
    return uploads[-1].get("Key") or "", uploads[-1].get("UploadId") or ""


def _decoded(name: str) -> str:
    """Decode as S3 encodes: a blank is `+` (API reference, EncodingType)."""
    return unquote_plus(name, errors="surrogateescape")


def _as_it_is(name: str) -> str:
    return name


def _still_there(key: str) -> AppError:
    return AppError(
        "An unfinished upload could not be aborted",
        f"Parts of {key} that nobody will finish may be left on the server.",
        "Look for them under Unfinished uploads.",
        code="ServiceUnavailable",  # it is asked again
    )
