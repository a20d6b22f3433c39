"""Pages of listings, read quickly: botocore's reader takes ten times as long for one.

While a page is read, Python's lock is wanted by the window, too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from s3enc_gui.s3.listing.key_encoding import SPELLING, KeyEncoding
from s3enc_gui.s3.transport.timestamps import timestamp
from s3enc_gui.s3.transport.tolerant_xml import local_name, read_here

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_ROOTS = {"ListObjectsV2": "ListBucketResult", "ListObjectVersions": "ListVersionsResult"}
_LISTS = {"Contents": "Contents", "Version": "Versions", "DeleteMarker": "DeleteMarkers"}
_PREFIXES = "CommonPrefixes"
_PIECE = (
    16 * 1024
)  # bytes that are read without giving Python's lock away: a fifth of a millisecond


def _yes(text: str) -> bool:
    return text.lower() == "true"


# The fields that `listing` reads, and the texts that botocore decodes (S3 model).
_ROOT_FIELDS: dict[str, Callable[[str], object]] = {
    "IsTruncated": _yes,
    **dict.fromkeys(
        (
            "Delimiter",
            "EncodingType",
            "KeyMarker",
            "NextContinuationToken",
            "NextKeyMarker",
            "NextVersionIdMarker",
            "Prefix",
            "StartAfter",
        ),
        str,
    ),
}
_FIELDS: dict[str, Callable[[str], object]] = {
    "ETag": str,
    "IsLatest": _yes,
    "Key": str,
    "LastModified": timestamp,
    "Size": int,
    "StorageClass": str,
    "VersionId": str,
}


def read_listings_quickly(client: S3Client, spelling: KeyEncoding) -> None:
    """Let a client read ListObjectsV2 and ListObjectVersions so.

    Where `spelling` is not S3's own for certain, names stay as the server spelled them: it stands
    in the field SPELLING then, and makes keys of them.

    By `*` in place of `s3` it comes before botocore's search for an error in an answer of 200,
    which would read the whole page to see its first word.
    """
    for operation in _ROOTS:
        client.meta.events.register(f"before-parse.*.{operation}", partial(_read, spelling))


def _read(
    spelling: KeyEncoding,
    operation_model: Any,  # noqa: ANN401 - untyped
    response_dict: dict[str, Any],
    customized_response_dict: dict[str, Any],
    **_: object,
) -> None:
    def read(tree: ElementTree.Element) -> dict[str, Any]:
        page = page_fields(tree)
        if not spelling.is_standard and page.get("EncodingType") == "url":
            del page["EncodingType"]  # so that botocore decodes nothing
            page[SPELLING] = spelling
        return page

    read_here(_ROOTS[operation_model.name], response_dict, customized_response_dict, read, _tree)


def _tree(body: bytes) -> ElementTree.Element:
    parser = ElementTree.XMLParser()  # noqa: S314 - as botocore's
    for start in range(0, len(body), _PIECE):
        parser.feed(body[start : start + _PIECE])
    return parser.close()


def page_fields(tree: ElementTree.Element) -> dict[str, Any]:
    """Return a page's fields by their boto3 names. Raises ValueError."""
    page: dict[str, Any] = {}
    names: dict[str, str] = {}  # without their namespace, each made once
    for child in tree:
        tag = names.get(child.tag) or names.setdefault(child.tag, local_name(child.tag))
        if tag in _LISTS:
            entry = {}
            for field in child:
                name = names.get(field.tag) or names.setdefault(field.tag, local_name(field.tag))
                read = _FIELDS.get(name)
                if read is not None:
                    entry[name] = read(field.text or "")
            page.setdefault(_LISTS[tag], []).append(entry)
        elif tag == _PREFIXES:
            for field in child:
                page.setdefault(_PREFIXES, []).append({"Prefix": field.text or ""})
        elif tag in _ROOT_FIELDS:
            page[tag] = _ROOT_FIELDS[tag](child.text or "")
    return page
