"""Listings of objects and versions, in pages."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar
from urllib.parse import quote_plus

from tests.servers.hostile.answers import Answer, refusal, tags, text, when, xml
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile, operation
from tests.servers.hostile.stored import CLASS, Stored

_T = TypeVar("_T")
Entry = tuple[str, str]  # name by which it is sorted, and its XML


def spelling(request: Request) -> bool:
    """Whether names are URL-encoded."""
    return request.query.get("encoding-type") == "url"


def spelled(name: str, encoded: bool) -> str:
    """A name in a listing."""
    return quote_plus(name, safe="/") if encoded else text(name)


def order(key: str) -> bytes:
    """The sort key of S3's order: the UTF-8 bytes."""
    return key.encode("utf-8", "surrogatepass")


def folded(key: str, request: Request) -> str:
    """The common prefix of a key, "" if it has none."""
    prefix, delimiter = request.query.get("prefix", ""), request.query.get("delimiter", "")
    if not delimiter:
        return ""
    head, found, _ = key.removeprefix(prefix).partition(delimiter)
    return prefix + head + found if found else ""


def fields(key: str, stored: Stored, encoded: bool) -> str:
    """The elements of an object in a listing."""
    return f"<Key>{spelled(key, encoded)}</Key>" + tags(
        LastModified=when(stored.modified),
        ETag=stored.etag,
        Size=len(stored.data),
        StorageClass=stored.headers.get(CLASS, "STANDARD"),
    )


def entries(s3: Hostile, request: Request, after: str) -> Iterator[Entry]:
    """The objects and common prefixes after a name, each once and in order."""
    encoded, last = spelling(request), ""
    objects = s3.buckets[request.bucket].objects
    for key in list(objects):
        if not key.startswith(request.query.get("prefix", "")) or order(key) <= order(after):
            continue
        common = folded(key, request)
        if not common:
            yield key, f"<Contents>{fields(key, objects[key], encoded)}</Contents>"
        elif common not in (last, after):
            last = common
            inside = f"<Prefix>{spelled(common, encoded)}</Prefix>"
            yield common, f"<CommonPrefixes>{inside}</CommonPrefixes>"


def page_size(s3: Hostile, request: Request, name: str = "max-keys") -> int:
    """The maximum number of entries per page."""
    return min(s3.page, int(request.query.get(name) or 1000))


def page_of(
    s3: Hostile, request: Request, found: list[_T], name: str = "max-keys"
) -> tuple[list[_T], bool]:
    """The first page, and whether there are more."""
    most = page_size(s3, request, name)
    return found[:most], len(found) > most


def body_of(shown: Iterable[str]) -> str:
    """The entries of a page: objects, then common prefixes."""
    return "".join(sorted(shown, key=lambda entry: entry.startswith("<CommonPrefixes>")))


def head_of(request: Request, truncated: bool) -> str:
    """The first elements of every listing."""
    query, encoded = request.query, spelling(request)
    head = tags(Name=request.bucket)
    head += f"<Prefix>{spelled(query.get('prefix', ''), encoded)}</Prefix>"
    if query.get("delimiter"):
        head += f"<Delimiter>{spelled(query['delimiter'], encoded)}</Delimiter>"
    if encoded:
        head += tags(EncodingType="url")
    most = query.get("max-keys") or 1000
    return head + tags(MaxKeys=most, IsTruncated="true" if truncated else "false")


@operation("ListObjectsV2")
def list_objects_v2(s3: Hostile, request: Request) -> Answer:
    """A page after a token or a name."""
    token = request.query.get("continuation-token")
    after = request.query.get("start-after", "")
    if token is not None:
        try:
            after = base64.urlsafe_b64decode(token).decode()
        except ValueError:
            return refusal(400, "InvalidArgument", "The continuation token provided is incorrect")
    size = page_size(s3, request)
    found = list(islice(entries(s3, request, after), size + 1))
    shown, more = page_of(s3, request, found)
    head = head_of(request, more) + tags(KeyCount=len(shown))
    if token is not None:
        head += tags(ContinuationToken=token)
    if "start-after" in request.query:
        name = spelled(request.query["start-after"], spelling(request))
        head += f"<StartAfter>{name}</StartAfter>"
    if more:
        head += tags(NextContinuationToken=token_of(shown[-1][0]))
    return xml("ListBucketResult", head + body_of(x for _, x in shown))


def token_of(name: str) -> str:
    """The token for the page after a name."""
    return base64.urlsafe_b64encode(name.encode()).decode()


@operation("ListObjects")
def list_objects(s3: Hostile, request: Request) -> Answer:
    """A page after a marker."""
    shown, more = page_of(s3, request, list(entries(s3, request, request.query.get("marker", ""))))
    head = head_of(request, more)
    if more and request.query.get("delimiter"):
        head += f"<NextMarker>{spelled(shown[-1][0], spelling(request))}</NextMarker>"
    return xml("ListBucketResult", head + body_of(x for _, x in shown))


@operation("ListObjectVersions")
def list_object_versions(s3: Hostile, request: Request) -> Answer:
    """A page of versions after a key and a version; the latest version of a key first."""
    query, encoded = request.query, spelling(request)
    marker, version = query.get("key-marker", ""), query.get("version-id-marker", "")
    passed, size = not marker, page_size(s3, request)
    left: list[tuple[str, str, str]] = []
    for key, name, entry in versions(s3, request):
        if len(left) > size:
            break
        if not passed and order(key) >= order(marker):
            if order(key) > order(marker):
                passed = True
            elif version and name == version:
                passed = True
                continue
        if passed:
            left.append((key, name, entry))
    shown, more = page_of(s3, request, left)
    head = head_of(request, more)
    if more:
        key, name, _ = shown[-1]
        head += f"<NextKeyMarker>{spelled(key, encoded)}</NextKeyMarker>"
        head += tags(NextVersionIdMarker=name) if name else ""
    return xml("ListVersionsResult", head + body_of(x for *_, x in shown))


def versions(s3: Hostile, request: Request) -> Iterator[tuple[str, str, str]]:
    """All versions and common prefixes in order: (name, version, XML)."""
    encoded, last = spelling(request), ""
    bucket = s3.buckets[request.bucket]
    for key in bucket.names():
        if not key.startswith(request.query.get("prefix", "")):
            continue
        common = folded(key, request)
        if common:
            if common != last:
                last = common
                inside = f"<Prefix>{spelled(common, encoded)}</Prefix>"
                yield common, "", f"<CommonPrefixes>{inside}</CommonPrefixes>"
            continue
        for one in reversed(bucket.versions[key]):
            latest = "true" if one is bucket.versions[key][-1] else "false"
            told = tags(VersionId=one.version, IsLatest=latest)
            if one.marker:
                told += f"<Key>{spelled(key, encoded)}</Key>" + tags(
                    LastModified=when(one.modified)
                )
                yield key, one.version, f"<DeleteMarker>{told}</DeleteMarker>"
            else:
                yield key, one.version, f"<Version>{told}{fields(key, one, encoded)}</Version>"
