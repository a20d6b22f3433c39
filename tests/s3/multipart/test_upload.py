"""Responses to a completion without an ETag."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.parts import Part
from s3enc_gui.s3.multipart.upload import MultipartUpload


def refusal(code):
    return ClientError({"Error": {"Code": code}}, "X")


class Client:
    """Returns or raises the given responses."""

    def __init__(self, head=None, parts=None):
        self._answers = {"head": head, "parts": parts or refusal("NoSuchUpload")}
        self.asked: list[dict[str, Any]] = []

    def _answer(self, name, params):
        self.asked.append(params)
        response = self._answers[name]
        if isinstance(response, BaseException):
            raise response
        return response

    def head_object(self, **params):
        return self._answer("head", params)

    def list_parts(self, **params):
        return self._answer("parts", params)


def upload(client: Any) -> MultipartUpload:
    return MultipartUpload.existing(client, "b", "k", "u")


@pytest.mark.parametrize("etag", [None, "", '""'])
@pytest.mark.parametrize("version", [None, "", "null", "v1"])
def test_a_missing_etag_is_read_from_the_object(etag, version):
    client = Client({"ETag": '"opaque-2"'})
    response = upload(client).read_completion({"ETag": etag, "VersionId": version})
    assert (response.etag, response.version_id) == ("opaque-2", version)
    assert client.asked[-1].get("VersionId") == ("v1" if version == "v1" else None)


def test_a_response_with_an_etag_needs_no_head():
    client = Client()
    assert upload(client).read_completion({"ETag": '"e"'}).etag == "e"
    assert client.asked == []


def test_the_etag_is_empty_where_head_is_denied():
    assert upload(Client(refusal("403"))).read_completion({}).etag == ""


@pytest.mark.parametrize(
    "client", [Client(refusal("404")), Client({"ETag": '"of another"'}, {"Parts": []})]
)
def test_an_open_upload_or_a_missing_object_is_an_error(client):
    with pytest.raises(AppError) as caught:
        upload(client).read_completion({})
    assert caught.value.code == "UnreadableAnswer"


@pytest.mark.parametrize(
    ("listed", "etag"),
    [
        ({"PartNumber": 2, "Size": 5, "ETag": '"e"'}, '"e"'),
        ({"PartNumber": 2, "Size": 4, "ETag": '"e"'}, ""),
        ({"PartNumber": 3, "Size": 5, "ETag": '"e"'}, ""),
        ({"PartNumber": 2, "Size": 5}, ""),
    ],
)
def test_the_etag_of_a_part_is_the_listed_one(listed, etag):
    client = Client(parts={"Parts": [listed]})
    assert upload(client).listed_etag(Part(2, 10, 5)) == etag
    assert client.asked[0]["PartNumberMarker"] == 1
