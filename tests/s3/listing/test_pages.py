from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject, Page, Position
from s3enc_gui.s3.listing.pages import object_pages, version_pages

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


class Scripted:
    """A client that returns these responses, the last one repeatedly."""

    def __init__(self, *responses):
        self.responses = list(responses)
        self.asked: list[dict[str, Any]] = []
        self.meta = SimpleNamespace(endpoint_url="https://s3.eu-west-1.amazonaws.com")

    def list_objects_v2(self, **params):
        self.asked.append(params)
        response = self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]
        if isinstance(response, Exception):
            raise response
        return response

    list_object_versions = list_objects_v2


def entries(*keys):
    return [{"Key": key, "Size": 1, "LastModified": EARLY, "ETag": '"e"'} for key in keys]


def listed(key, **more):
    return ListedObject(key, 1, EARLY, "e", **more)


def read(*responses, pages=object_pages, **more):
    client: Any = Scripted(*responses)
    return list(pages(client, "bucket", **more)), client.asked


def refused(*responses, pages=object_pages):
    with pytest.raises(AppError) as caught:
        read(*responses, pages=pages)
    return caught.value.code


def test_a_page_has_prefixes_and_objects():
    response = {"Contents": entries("a"), "CommonPrefixes": [{"Prefix": "b/"}]}
    assert read(response)[0] == [Page(("b/",), (listed("a"),))]


def test_pages_follow_the_token():
    first = {"Contents": entries("p/a"), "IsTruncated": True, "NextContinuationToken": "t"}
    pages, asked = read(first, {"Contents": entries("p/b")}, prefix="p/")
    assert [page.objects[0].key for page in pages] == ["p/a", "p/b"]
    assert asked[1] == {
        "Bucket": "bucket", "Prefix": "p/", "Delimiter": "/", "ContinuationToken": "t"
    }  # fmt: skip


def test_an_empty_page_need_not_be_the_last():
    first = {"IsTruncated": True, "NextContinuationToken": "t"}
    pages, _ = read(first, {"Contents": entries("b")})
    assert [len(page.objects) for page in pages] == [0, 1]


def test_missing_fields_have_defaults():
    page = read({"Contents": [{"Key": "a"}]})[0][0]
    assert page.objects == (ListedObject("a", -1, None, ""),)


def test_without_a_delimiter_none_is_sent():
    assert read({}, delimiter="")[1] == [{"Bucket": "bucket"}]


def test_a_listing_can_start_after_a_key():
    assert read({}, after=Position("j", token="t"))[1][0]["ContinuationToken"] == "t"
    assert read({}, after=Position("k"))[1][0]["StartAfter"] == "k"
    params = read({}, pages=version_pages, after=Position("j", "v", "k"))[1][0]
    assert (params["KeyMarker"], params["VersionIdMarker"]) == ("k", "v")


def test_a_prefix_that_spans_pages_comes_once():
    both = {"CommonPrefixes": [{"Prefix": "a/"}]}
    pages, _ = read(both | {"IsTruncated": True, "NextContinuationToken": "t"}, both)
    assert [page.prefixes for page in pages] == [("a/",), ()]


def around(*tokens):
    return [{"IsTruncated": True, "NextContinuationToken": token} for token in tokens]


@pytest.mark.parametrize("tokens", ["aa", "abab", "abcc"])
def test_repeated_pages_are_an_error(tokens):
    assert refused(*around(*tokens)) == "RepeatedToken"


def test_repeated_pages_of_versions_are_an_error():
    page = {"IsTruncated": True, "NextKeyMarker": "k", "NextVersionIdMarker": "v"}
    assert refused(page, pages=version_pages) == "RepeatedToken"


def test_a_missing_token_is_an_error():
    assert refused({"IsTruncated": True}) == "MissingToken"


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (ClientError({"Error": {"Code": "AccessDenied"}}, "ListObjectsV2"), "AccessDenied"),
        (ResponseParserError("no XML"), "UnreadableAnswer"),
        ({"Contents": [{"Size": 1}]}, "UnreadableAnswer"),
        ({"CommonPrefixes": [None]}, "UnreadableAnswer"),
    ],
)
def test_errors_have_codes(response, code):
    assert refused(response) == code


def version(key, version_id, modified, *, latest=False, **more):
    return {
        "Key": key, "VersionId": version_id, "LastModified": modified, "IsLatest": latest, **more
    }  # fmt: skip


def test_versions_and_delete_markers_come_in_one_order():
    response = {
        "Versions": [
            version("a", "1", EARLY, Size=3, ETag='"e"'),
            version("b", "3", EARLY, latest=True),
        ],
        "DeleteMarkers": [version("a", "2", LATE, latest=True)],
    }
    objects = read(response, pages=version_pages)[0][0].objects
    assert [(one.key, one.version_id, one.is_delete_marker) for one in objects] == [
        ("a", "2", True), ("a", "1", False), ("b", "3", False)
    ]  # fmt: skip
    assert [one.is_latest for one in objects] == [True, False, True]
    assert (objects[0].etag, objects[1].etag, objects[1].size) == ("", "e", 3)


def test_a_version_without_an_id_is_the_null_version():
    page = read({"Versions": entries("a")}, pages=version_pages)[0][0]
    assert page.objects == (listed("a", version_id="null", is_latest=False),)
