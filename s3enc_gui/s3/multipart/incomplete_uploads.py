"""Incomplete multipart uploads: listing and aborting them.

ListMultipartUploads is parsed here instead of by botocore, which rejects a whole page for one
entry that it can't parse.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus
from xml.etree import ElementTree

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.domain.uploads.ownership import is_clearly_older
from s3enc_gui.i18n import text
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import translated, unreadable
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.transport.timestamps import timestamp
from s3enc_gui.s3.transport.tolerant_xml import local_name, parse_before_botocore

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_OPERATION, _ROOT = "ListMultipartUploads", "ListMultipartUploadsResult"
_TEXTS = frozenset({"EncodingType", "NextKeyMarker", "NextUploadIdMarker", "Prefix"})
_SAFE = frozenset("-_.~/*!'()+%")  # besides letters and digits: the characters of a url-encoded key

_Fields = dict[str, Any]


def read_uploads_tolerantly(client: S3Client) -> None:
    """Make a client parse ListMultipartUploads without rejecting pages with invalid entries."""
    client.meta.events.register(f"before-parse.*.{_OPERATION}", _read)


def _read(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object
) -> None:
    parse_before_botocore(_ROOT, response_dict, customized_response_dict, _page)


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
    """Return an entry's fields, without those that can't be parsed."""
    entry: _Fields = {}
    for field in element:
        name, value = local_name(field.tag), field.text or ""
        if name == "Initiator":
            entry[name] = {local_name(one.tag): one.text or "" for one in field}
        elif name == "Initiated":
            entry[name] = timestamp(value.strip())
        else:
            entry[name] = value
    return entry


class IncompleteUploads:
    """The incomplete uploads under a prefix; iterating sends requests and blocks.

    `skipped` counts entries without a key or an upload id. Raises AppError where listing is denied,
    or the server repeats a page.
    """

    def __init__(self, client: S3Client, bucket: str, prefix: str = "") -> None:
        self.skipped = 0
        self._client, self._bucket, self._prefix = client, bucket, prefix
        self._is_encoded: bool | None = True if is_amazon(client.meta.endpoint_url) else None

    def __iter__(self) -> Iterator[IncompleteUpload]:
        self.skipped = 0
        for page in self._pages():
            decode = self._decoder(page)
            for found in page.get("Uploads", ()):
                if found.get("Key") and found.get("UploadId"):
                    yield _incomplete_upload(found, decode(found["Key"]))
                else:
                    self.skipped += 1

    def _pages(self) -> Iterator[_Fields]:
        params: Any = {"Bucket": self._bucket, "Prefix": self._prefix, "EncodingType": "url"}
        seen: set[tuple[str, str]] = set()
        while True:
            with translated(bucket=self._bucket):
                page: Any = self._client.list_multipart_uploads(**params)
            if "Uploads" not in page:  # not a list of uploads
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
        """Return the function that decodes a page's keys.

        Some servers ignore EncodingType, or return it and don't encode.
        """
        if page.get("EncodingType") != "url":
            return _unchanged
        if self._is_encoded is None:
            self._is_encoded = self._learned(page)
        return _unchanged if self._is_encoded is False else _decoded

    def _learned(self, page: _Fields) -> bool | None:
        """Return whether keys are encoded; None where it makes no difference, or isn't known."""
        entries = [one for one in page.get("Uploads", ()) if one.get("Key") and one.get("UploadId")]
        for name in (*(one["Key"] for one in entries), _marker(page)[0]):
            if not all((one.isascii() and one.isalnum()) or one in _SAFE for one in name):
                return False
            under = [form.startswith(self._prefix) for form in (name, _decoded(name))]
            if under[0] != under[1] and name:
                return under[1]
        for entry in entries:
            if entry["Key"] != _decoded(entry["Key"]):
                return self._looked_up(entry)
        return None

    def _looked_up(self, entry: _Fields) -> bool | None:
        """Look up by ListParts which of the two keys the upload has."""
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
    """Return an incomplete upload as one that can be looked up and aborted."""
    return MultipartUpload.existing(
        client, bucket, incomplete_upload.key, incomplete_upload.upload_id
    )


def abort_incomplete_uploads(
    client: S3Client, bucket: str, key: str, since: datetime | None, but: Collection[str] = ()
) -> int:
    """Abort uploads to exactly this key that were created since then and may be S3enc's.

    `but`: ids of uploads to keep. Some servers don't report the checksum algorithm by which S3enc's
    are recognized. Returns the number aborted. Blocks. Raises AppError where listing is denied.
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
                raise _not_aborted(key)
            count += 1
    return count


def _incomplete_upload(found: _Fields, key: str) -> IncompleteUpload:
    initiator = found.get("Initiator") or {}
    return IncompleteUpload(
        key,
        found["UploadId"],
        found.get("Initiated"),
        initiator.get("ID") or initiator.get("DisplayName") or None,
        found.get("ChecksumAlgorithm") or None,
    )


def _marker(page: _Fields) -> tuple[str, str]:
    """Return the markers of the next page: those returned, else those of the last entry."""
    if page.get("NextKeyMarker"):
        return page["NextKeyMarker"], page.get("NextUploadIdMarker") or ""
    uploads = page.get("Uploads") or [{}]
    return uploads[-1].get("Key") or "", uploads[-1].get("UploadId") or ""


def _decoded(name: str) -> str:
    """Decode a key as S3 encodes it: `+` is a space (S3 API Reference, EncodingType)."""
    return unquote_plus(name, errors="surrogateescape")


def _unchanged(name: str) -> str:
    return name


def _not_aborted(key: str) -> AppError:
    return AppError(
        text("An incomplete upload couldn't be aborted"),
        text("Parts of “{key}” may remain on the server.", key=key),
        text("To check, choose Incomplete uploads… in the S3enc window."),
        code="ServiceUnavailable",  # retried
    )
