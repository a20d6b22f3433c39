from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.listing import Position
from s3enc_gui.jobs.audits.bucket_source import BucketSource

NAMES = [f"p/{number}" for number in range(7)]


class S3:
    """Lists three entries per page, as S3 does."""

    def __init__(self):
        self.asked: list[dict[str, str]] = []

    def list_objects_v2(self, **request):
        self.asked.append(request)
        after = request.get("ContinuationToken", request.get("StartAfter", ""))
        rest = [name for name in NAMES if name > after]
        found = {"Contents": [{"Key": name, "Size": 1} for name in rest[:3]]}
        if len(rest) <= 3:
            return found
        return {**found, "IsTruncated": True, "NextContinuationToken": rest[2]}

    def list_object_versions(self, **request):
        self.asked.append(request)
        versions = [(name, version) for name in NAMES for version in ("b", "a")]
        start = (request.get("KeyMarker", ""), request.get("VersionIdMarker", ""))
        begin = versions.index(start) + 1 if start[0] else 0
        page = versions[begin : begin + 3]
        found: dict[str, Any] = {"Versions": [], "DeleteMarkers": []}
        for name, version in page:
            kind = "DeleteMarkers" if name == "p/0" and version == "b" else "Versions"
            found[kind].append({"Key": name, "VersionId": version})
        if begin + 3 < len(versions):
            last = {"NextKeyMarker": page[-1][0], "NextVersionIdMarker": page[-1][1]}
            found |= {"IsTruncated": True, **last}
        return found


@pytest.fixture
def s3():
    return S3()


def source(s3, known=tuple, **scope):
    at_bucket: Any = SimpleNamespace(client=s3, transport=None, kms=None)
    request = AuditScope(**{"bucket": "bucket", "prefix": "p/", **scope})
    return BucketSource(at_bucket, request, known)


@pytest.mark.parametrize("bucket", ["bucket", "bucket--use1-az4--x-s3"])
@pytest.mark.parametrize("versions", [False, True])
def test_interrupted_after_any_page_nothing_is_missing_or_duplicated(s3, versions, bucket):
    one = source(s3, versions=versions, bucket=bucket)
    straight = [page.objects for page in one.pages(Position())]
    after, seen = Position(), []
    while True:
        page = next(one.pages(after))  # then a new listing
        seen.append(page.objects)
        after = page.next
        if page.last:
            break
    assert seen == straight
    assert sum(map(len, seen)) == (13 if versions else 7)


def test_a_directory_bucket_is_not_listed_in_order(s3):
    one = source(s3, bucket="bucket--use1-az4--x-s3")
    next(one.pages(next(one.pages(Position())).next))
    assert [request.get("ContinuationToken") for request in s3.asked] == [None, "p/2"]


def test_delete_markers_are_counted_but_are_not_objects(s3):
    pages = list(source(s3, versions=True).pages(Position()))
    assert [len(page.delete_markers) for page in pages] == [1, 0, 0, 0, 0]


def test_everything_below_a_prefix_is_listed(s3):
    next(source(s3).pages(Position()))
    assert s3.asked[0]["Prefix"] == "p/"
    assert not s3.asked[0].get("Delimiter")
